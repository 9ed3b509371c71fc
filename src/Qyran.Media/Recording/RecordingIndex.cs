namespace Qyran.Media.Recording;

/// <summary>Where in a recording which fragment is.</summary>
/// <param name="WholeBytes">Behind this nothing is whole.</param>
internal sealed record RecordingIndex(InitSegment Init, IReadOnlyList<RecordingIndex.Part> Parts, long WholeBytes)
{
    /// <param name="At">Of its moof in the file, bytes.</param>
    /// <param name="LengthBytes">Of moof and mdat.</param>
    /// <param name="Ticks">Decoding time of its first picture in the file.</param>
    /// <param name="EndUs">Until when there is video.</param>
    /// <param name="KeyUs">When the picture is shown that is sent first; before it, from <paramref name="StartUs"/> on, come those that an open group of pictures sends behind its key picture.</param>
    /// <param name="ZeroUs">UTC of the file's stamp 0, µs, by this fragment's own time box.</param>
    public readonly record struct Part(long At, long LengthBytes, long StartUs, long EndUs, long KeyUs, long Ticks, double ZeroUs, bool StartsWithKey);

    /// <summary>Null when it is no recording of ours or holds not one whole fragment's beginning.</summary>
    public static RecordingIndex? Read(FileStream file)
    {
        var stream = new FragmentStream(file);
        if (!stream.ReadInit())
            return null;
        var init = stream.Init!;
        var parts = new List<Part>();
        var at = stream.WholeBytes;
        while (stream.Next(out _, out var head, out var time, out var length, pictures: false))
        {
            if (time is not { } when)
                break;
            var zero = when.UtcUs - (when.Ticks * 1e6 / init.TicksPerSecond);
            var scale = 1e6 / init.TicksPerSecond;
            long Utc(long ticks) => when.UtcUs + (long)Math.Round((ticks - head.FirstTicks) * scale);
            parts.Add(new Part(at + TimeBox.Length, length - TimeBox.Length, when.UtcUs, Utc(head.VideoUntilTicks(init.TicksPerSecond)), Utc(head.SentFirstTicks), head.DecodeTicks, zero, head.StartsWithKey));
            at += length;
        }
        return new RecordingIndex(init, parts, at);
    }
}
