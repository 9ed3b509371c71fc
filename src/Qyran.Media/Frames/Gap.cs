namespace Qyran.Media;

/// <summary>A stretch of the video that cannot be relied on: pictures are missing or damaged.</summary>
/// <param name="FromUs">Media time, µs since the first frame; a damaged stretch is taken wide rather than narrow.</param>
public sealed record Gap(long FromUs, long ToUs, string Why)
{
    /// <summary>Nothing but a long step between two stamps tells of it: a clock that was set ahead looks the same.</summary>
    public bool ByStamps { get; init; }
}
