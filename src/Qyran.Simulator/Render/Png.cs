using System.Buffers.Binary;
using System.IO.Compression;

namespace Qyran.Simulator;

/// <summary>Writes a PNG (ISO/IEC 15948): eight bits, red, green, blue.</summary>
internal static class Png
{
    public static void Write(string path, int width, int height, ReadOnlySpan<byte> rgb)
    {
        using var file = new FileStream(path, FileMode.Create);
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        Chunk(file, "IHDR"u8, head);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zip.WriteByte(0); // no filter
                zip.Write(rgb.Slice(y * width * 3, width * 3));
            }
        }
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
    }

    private static void Chunk(FileStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, data.Length);
        file.Write(four);
        file.Write(name);
        file.Write(data);
        var crc = uint.MaxValue;
        foreach (var b in name) crc = Step(crc, b);
        foreach (var b in data) crc = Step(crc, b);
        BinaryPrimitives.WriteUInt32BigEndian(four, ~crc);
        file.Write(four);
    }

    private static uint Step(uint crc, byte b)
    {
        crc ^= b;
        for (var k = 0; k < 8; k++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
