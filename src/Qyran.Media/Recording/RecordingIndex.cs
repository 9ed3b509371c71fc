namespace Qyran.Media.Recording;

/// <summary>Where in a recording which fragment is.</summary>
/// <param name="WholeBytes">Behind this nothing is whole.</param>
internal sealed record RecordingIndex(InitSegment Init, IReadOnlyList<RecordingIndex.Part> Parts, long WholeBytes)
{
    /// <param name="At">Of its moof in the file, bytes.</param>
    /// <param name="LengthBytes">Of moof and mdat.</param>
    /// <param name="Ticks">Decoding time of its first picture in the file.</param>
    /// <param name="ZeroUs">UTC of the file's stamp 0, µs, by this fragment's own time box.</param>
    public readonly record struct Part(long At, long LengthBytes, long StartUs, long EndUs, long Ticks, double ZeroUs, bool StartsWithKey);

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
            parts.Add(new Part(at + TimeBox.Length, length - TimeBox.Length, when.UtcUs, when.UtcUs + (long)Math.Round((head.EndTicks - head.FirstTicks) * scale), head.DecodeTicks, zero, head.StartsWithKey));
            at += length;
        }
        return new RecordingIndex(init, parts, at);
    }
}
