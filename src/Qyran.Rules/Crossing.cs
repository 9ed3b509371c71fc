using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>A contact path passing clearly from one side of a line to the other.</summary>
/// <param name="AtUs">The instant, interpolated between frames, µs.</param>
/// <param name="EarliestUs">The last frame clearly before the line: it was not crossed sooner.</param>
/// <param name="LatestUs">The first frame clearly behind it: it was crossed by then.</param>
/// <param name="Point">Where, raw pixels.</param>
/// <param name="Before">Index of the sample at <paramref name="EarliestUs"/>.</param>
/// <param name="After">Index of the sample at <paramref name="LatestUs"/>.</param>
/// <param name="Doubt">Why this crossing must not be held against the driver; null when it is sure.</param>
internal sealed record Crossing(long AtUs, long EarliestUs, long LatestUs, RawPixel Point, int Before, int After, string? Doubt)
{
    /// <summary>Half width of the stated instant, µs: the larger distance to the two sure frames.</summary>
    public long ErrorUs => Math.Max(AtUs - EarliestUs, LatestUs - AtUs);

    /// <summary>Whether it went to the right of the line as that is drawn, from its first point to its last; else to the left.</summary>
    public bool ToRight { get; init; }
}
