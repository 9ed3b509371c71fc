using System.Buffers.Binary;

namespace Qyran.Media.Recording;

/// <summary>Finds boxes of an MP4 (ISO/IEC 14496-12). All that is read may come from a torn or hostile file: nothing is trusted but the length of the span.</summary>
internal static class Boxes
{
    public const uint Ftyp = 0x66747970, Moov = 0x6D6F6F76, Moof = 0x6D6F6F66, Mdat = 0x6D646174, Prft = 0x70726674;
    public const uint Trak = 0x7472616B, Mdia = 0x6D646961, Mdhd = 0x6D646864, Minf = 0x6D696E66, Stbl = 0x7374626C, Stsd = 0x73747364, Mvex = 0x6D766578, Trex = 0x74726578;
    public const uint Traf = 0x74726166, Tfhd = 0x74666864, Tfdt = 0x74666474, Trun = 0x7472756E;
    public const uint Avc1 = 0x61766331, Avc3 = 0x61766333, Hvc1 = 0x68766331, Hev1 = 0x68657631, AvcC = 0x61766343, HvcC = 0x68766343;
    public const int Head = 8;

    /// <summary>Length and kind of the box that begins here; false where it has less than a head or a length that cannot be (64-bit lengths and "to the end" are not made by us).</summary>
    public static bool TryHead(ReadOnlySpan<byte> bytes, out uint length, out uint kind)
    {
        (length, kind) = (0, 0);
        if (bytes.Length < Head)
            return false;
        (length, kind) = (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
        return length >= Head;
    }

    /// <summary>What is in the first box of this kind among those that stand one after the other here: its place in the span; empty when there is none.</summary>
    public static Range Find(ReadOnlySpan<byte> bytes, uint kind, int from = 0)
    {
        var at = from;
        while (TryHead(bytes[at..], out var length, out var found) && length <= bytes.Length - at)
        {
            if (found == kind)
                return (at + Head)..(at + (int)length);
            at += (int)length;
        }
        return 0..0;
    }

    /// <summary>The same down a path of kinds.</summary>
    public static ReadOnlySpan<byte> Down(ReadOnlySpan<byte> bytes, params ReadOnlySpan<uint> kinds)
    {
        foreach (var kind in kinds)
            bytes = bytes[Find(bytes, kind)];
        return bytes;
    }
}
