using System.Buffers.Binary;

namespace Qyran.Media.Recording;

/// <summary>What a <c>moof</c> says of its pictures. All times in the track's ticks.</summary>
/// <param name="TfdtAt">Where in the moof's content the 64-bit decoding time lies, so that it can be moved.</param>
/// <param name="DecodeTicks">Decoding time of the first picture.</param>
/// <param name="SentFirstTicks">When the picture that is sent first is shown: later than the earliest where an open group of pictures begins.</param>
/// <param name="FirstTicks">When the earliest picture is shown.</param>
/// <param name="EndTicks">When the latest picture ends. ffmpeg lets the last one last until the next comes, however long nothing was sent.</param>
/// <param name="UsualEndTicks">When the latest picture would end if the last one lasted no longer than usual in this fragment.</param>
internal readonly record struct FragmentHead(int TfdtAt, long DecodeTicks, long SentFirstTicks, long FirstTicks, long EndTicks, long UsualEndTicks, bool StartsWithKey, int Pictures)
{
    private const int MostPictures = 100_000;

    /// <summary>Until when there is video: a pause of up to a second is a camera's own pace, in a longer one video is missing.</summary>
    public long VideoUntilTicks(long ticksPerSecond) => EndTicks - UsualEndTicks > ticksPerSecond ? UsualEndTicks : EndTicks;

    /// <summary>Reads the content of a moof with one track; false for anything that is not whole and plain.</summary>
    public static bool TryRead(ReadOnlySpan<byte> moof, TrackDefaults defaults, out FragmentHead head)
    {
        head = default;
        var trafAt = Boxes.Find(moof, Boxes.Traf);
        var traf = moof[trafAt];
        var tfdt = Boxes.Find(traf, Boxes.Tfdt);
        var tfhd = traf[Boxes.Find(traf, Boxes.Tfhd)];
        var trun = traf[Boxes.Find(traf, Boxes.Trun)];
        var time = traf[tfdt];
        if (time.Length < 12 || time[0] != 1 || tfhd.Length < 8 || trun.Length < 8)
            return false;
        var decode = BinaryPrimitives.ReadInt64BigEndian(time[4..]);
        if (decode is < 0 or > long.MaxValue / 4 || !Defaults(tfhd, ref defaults))
            return false;
        return Walk(trun, defaults, new FragmentHead { TfdtAt = trafAt.Start.Value + tfdt.Start.Value + 4, DecodeTicks = decode }, out head);
    }

    private static bool Defaults(ReadOnlySpan<byte> tfhd, ref TrackDefaults defaults)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(tfhd) & 0xFFFFFF;
        var at = 8;
        at += (flags & 0x1) != 0 ? 8 : 0;
        at += (flags & 0x2) != 0 ? 4 : 0;
        return Take(tfhd, ref at, flags & 0x8, ref defaults.DurationTicks) && Skip(tfhd, ref at, flags & 0x10) && Take(tfhd, ref at, flags & 0x20, ref defaults.Flags);
    }

    /// <param name="known">All but what the pictures tell.</param>
    private static bool Walk(ReadOnlySpan<byte> trun, TrackDefaults defaults, FragmentHead known, out FragmentHead head)
    {
        head = default;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(trun) & 0xFFFFFF;
        var count = BinaryPrimitives.ReadUInt32BigEndian(trun[4..]);
        var at = 8;
        if (count is 0 or > MostPictures || !Skip(trun, ref at, flags & 0x1))
            return false;
        var firstFlags = defaults.Flags;
        if (!Take(trun, ref at, flags & 0x4, ref firstFlags))
            return false;
        var (decode, shown, first, end, key) = (known.DecodeTicks, 0L, long.MaxValue, 0L, false);
        var (sentFirst, endBefore) = (0L, 0L);
        var steps = new uint[count];
        for (var i = 0; i < count; i++)
        {
            var (duration, its, shift) = (defaults.DurationTicks, i == 0 ? firstFlags : defaults.Flags, 0u);
            if (!Take(trun, ref at, flags & 0x100, ref duration) || !Skip(trun, ref at, flags & 0x200) || !Take(trun, ref at, flags & 0x400, ref its)
                || !Take(trun, ref at, flags & 0x800, ref shift))
                return false;
            shown = decode + (int)shift;
            if (i == 0)
                (key, sentFirst) = ((its & 0x10000) == 0, shown);
            (first, endBefore, end) = (Math.Min(first, shown), end, Math.Max(end, shown + duration));
            steps[i] = duration;
            decode += duration;
        }
        var last = steps[^1];
        Array.Sort(steps);
        var usualEnd = Math.Max(endBefore, shown + Math.Min(last, steps[(steps.Length - 1) / 2]));
        head = known with { SentFirstTicks = sentFirst, FirstTicks = first, EndTicks = end, UsualEndTicks = usualEnd, StartsWithKey = key, Pictures = (int)count };
        return true;
    }

    private static bool Take(ReadOnlySpan<byte> from, ref int at, uint present, ref uint value)
    {
        if (present == 0)
            return true;
        if (from.Length - at < 4)
            return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(from[at..]);
        at += 4;
        return true;
    }

    private static bool Skip(ReadOnlySpan<byte> from, ref int at, uint present)
    {
        uint unused = 0;
        return Take(from, ref at, present, ref unused);
    }
}
