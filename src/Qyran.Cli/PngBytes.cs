using System.Buffers.Binary;

namespace Qyran.Cli;

/// <summary>PNG files for a decoder that writes past us, to stderr, what it has against them.</summary>
internal static class PngBytes
{
    /// <summary>Of a chunk, beside its data: length, name and checksum.</summary>
    private const int Frame = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>
    /// Without the colour profile, which is often wrong and says nothing that is used here; empty where the file ends too early; any other file as it is.
    /// Works in <paramref name="file"/>, which is no good for anything else afterwards.
    /// </summary>
    public static ReadOnlySpan<byte> Quiet(byte[] file)
    {
        var all = file.AsSpan();
        if (!all.StartsWith(Signature)) return all;
        var (at, kept) = (Signature.Length, Signature.Length);
        while (all.Length - at >= Frame)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(all[at..]);
            if (length > all.Length - at - Frame) break;
            var chunk = all.Slice(at, Frame + (int)length);
            at += chunk.Length;
            if (chunk[4..8].SequenceEqual("iCCP"u8)) continue;
            var last = chunk[4..8].SequenceEqual("IEND"u8);
            chunk.CopyTo(all[kept..]);
            kept += chunk.Length;
            if (last) return all[..kept];
        }
        return [];
    }
}
