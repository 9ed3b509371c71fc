using System.Buffers.Binary;
using System.Globalization;

namespace Qyran.Media.Recording;

/// <summary>Understands the <c>moov</c> of a fragmented MP4 with one video track.</summary>
internal static class InitReader
{
    /// <param name="bytes">ftyp and moov, whole; kept.</param>
    public static (InitSegment Init, TrackDefaults Defaults)? Read(byte[] bytes)
    {
        var all = bytes.AsSpan();
        ReadOnlySpan<byte> moov = all[Boxes.Find(all, Boxes.Moov)];
        var media = Boxes.Down(moov, Boxes.Trak, Boxes.Mdia);
        var clock = media[Boxes.Find(media, Boxes.Mdhd)];
        var kinds = Boxes.Down(media, Boxes.Minf, Boxes.Stbl, Boxes.Stsd);
        var trex = Boxes.Down(moov, Boxes.Mvex, Boxes.Trex);
        if (clock.Length < 24 || kinds.Length < 8 || trex.Length < 24)
            return null;
        var ticks = BinaryPrimitives.ReadUInt32BigEndian(clock[(clock[0] == 1 ? 20 : 12)..]);
        // one entry: its kind, then a picture's head of 78 bytes, then what the codec says
        var entry = kinds[8..];
        if (ticks == 0 || !Boxes.TryHead(entry, out var length, out var kind) || length > entry.Length || length < Boxes.Head + 78)
            return null;
        var (width, height) = (BinaryPrimitives.ReadUInt16BigEndian(entry[32..]), BinaryPrimitives.ReadUInt16BigEndian(entry[34..]));
        var codec = Codec(kind, entry[(Boxes.Head + 78)..(int)length]);
        var defaults = new TrackDefaults { DurationTicks = BinaryPrimitives.ReadUInt32BigEndian(trex[12..]), Flags = BinaryPrimitives.ReadUInt32BigEndian(trex[20..]) };
        return (new InitSegment(bytes, codec, width, height, ticks), defaults);
    }

    /// <summary>RFC 6381 and ISO/IEC 14496-15 annex E.</summary>
    private static string? Codec(uint kind, ReadOnlySpan<byte> boxes)
    {
        switch (kind)
        {
            case Boxes.Avc1 or Boxes.Avc3 when boxes[Boxes.Find(boxes, Boxes.AvcC)] is { Length: >= 4 } avc:
                return string.Create(CultureInfo.InvariantCulture, $"{(kind == Boxes.Avc1 ? "avc1" : "avc3")}.{avc[1]:x2}{avc[2]:x2}{avc[3]:x2}");
            case Boxes.Hvc1 or Boxes.Hev1 when boxes[Boxes.Find(boxes, Boxes.HvcC)] is { Length: >= 13 } hevc:
                var space = (hevc[1] >> 6) switch { 0 => "", 1 => "A", 2 => "B", _ => "C" };
                var compatible = Reverse(BinaryPrimitives.ReadUInt32BigEndian(hevc[2..]));
                var text = string.Create(CultureInfo.InvariantCulture,
                    $"{(kind == Boxes.Hvc1 ? "hvc1" : "hev1")}.{space}{hevc[1] & 31}.{compatible:X}.{((hevc[1] & 32) != 0 ? 'H' : 'L')}{hevc[12]}");
                var last = 11;
                while (last >= 6 && hevc[last] == 0)
                    last--;
                for (var i = 6; i <= last; i++)
                    text += string.Create(CultureInfo.InvariantCulture, $".{hevc[i]:X}");
                return text;
            default:
                return null;
        }
    }

    private static uint Reverse(uint bits)
    {
        uint turned = 0;
        for (var i = 0; i < 32; i++)
            turned |= ((bits >> i) & 1) << (31 - i);
        return turned;
    }
}
