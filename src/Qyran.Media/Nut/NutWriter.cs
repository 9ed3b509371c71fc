using System.Buffers.Binary;

namespace Qyran.Media;

/// <summary>Writes one rawvideo stream as NUT (version 3) into a pipe: the way to give ffmpeg pictures with exact, uneven stamps.</summary>
internal sealed class NutWriter(Stream to)
{
    private static readonly uint[] CrcTable = Table();
    private readonly byte[] _head = new byte[512];

    /// <summary>Writes the headers. Ticks are microseconds.</summary>
    public void Start(int width, int height, ReadOnlySpan<byte> fourCc)
    {
        to.Write("nut/multimedia container\0"u8);
        var body = new List<byte>();
        Number(body, 3); // version
        Number(body, 1); // streams
        Number(body, 65536); // largest distance between syncpoints
        Number(body, 1); // clocks
        Number(body, 1);
        Number(body, 1_000_000);
        // code 0 is never used; from code 1 on the flags stand with each frame. Within an entry each code adds one to the low part of the size:
        // only an entry's first code (1, the one that is written) adds nothing
        foreach (var (flags, codes) in (ReadOnlySpan<(int, int)>)[(8192, 1), (4096, 254)])
        {
            Number(body, (ulong)flags);
            Number(body, 6);
            foreach (var field in (ReadOnlySpan<int>)[0, 1, 0, 0, 0, codes])
                Number(body, (ulong)field);
        }
        Number(body, 0); // no elided headers
        Packet(0x4E4D7A561F5F04AD, body);
        body.Clear();
        Number(body, 0); // stream 0
        Number(body, 0); // video
        Number(body, (ulong)fourCc.Length);
        body.AddRange(fourCc);
        Number(body, 0); // clock 0
        Number(body, 7); // bits of a short stamp
        Number(body, 1 << 20);
        Number(body, 0); // decode delay
        Number(body, 0); // flags
        Number(body, 0); // no codec bytes
        Number(body, (ulong)width);
        Number(body, (ulong)height);
        Number(body, 1); // square pixels
        Number(body, 1);
        Number(body, 0); // colour space unknown
        Packet(0x4E5311405BF2F9DB, body);
    }

    /// <summary>Writes one picture; stamps must grow and not be negative.</summary>
    public void Frame(ReadOnlySpan<byte> pixels, long ptsUs)
    {
        var body = new List<byte>();
        Number(body, (ulong)ptsUs);
        Number(body, 0); // distance to the syncpoint before: not used when reading a pipe
        Packet(0x4E4BE4ADEECA4569, body);
        var head = new List<byte> { 1 };
        const ulong key = 1, codedPts = 8, sizeMsb = 32, checksum = 64;
        Number(head, key | codedPts | sizeMsb | checksum);
        Number(head, (ulong)ptsUs + (1 << 7));
        Number(head, (ulong)pixels.Length);
        AddBig(head, Crc(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(head)));
        to.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(head));
        to.Write(pixels);
    }

    private void Packet(ulong start, List<byte> body)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_head, start);
        var size = new List<byte>();
        Number(size, (ulong)body.Count + 4);
        to.Write(_head, 0, 8);
        to.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(size));
        AddBig(body, Crc(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(body)));
        to.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(body));
    }

    private static void Number(List<byte> into, ulong v)
    {
        var shift = 0;
        while (shift < 63 && v >> (shift + 7) != 0)
            shift += 7;
        for (; shift > 0; shift -= 7)
            into.Add((byte)(0x80 | ((v >> shift) & 0x7F)));
        into.Add((byte)(v & 0x7F));
    }

    private static void AddBig(List<byte> into, uint v) => into.AddRange([(byte)(v >> 24), (byte)(v >> 16), (byte)(v >> 8), (byte)v]);

    /// <summary>NUT's checksum: CRC-32 with the polynomial 0x04C11DB7, most significant bit first, starting at 0.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0u;
        foreach (var b in bytes)
            crc = (crc << 8) ^ CrcTable[(crc >> 24) ^ b];
        return crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var c = i << 24;
            for (var k = 0; k < 8; k++)
                c = (c & 0x8000_0000) != 0 ? (c << 1) ^ 0x04C1_1DB7 : c << 1;
            table[i] = c;
        }
        return table;
    }
}
