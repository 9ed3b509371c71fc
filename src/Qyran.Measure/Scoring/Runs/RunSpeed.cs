using Qyran.Domain.Detections;
using Qyran.Domain.Units;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>One measured speed beside the true one.</summary>
/// <param name="Vehicle">The one its track lay on most often while it was measured.</param>
/// <param name="True">Mean over the frames the measuring covered; where the result does not say which, over those the track lay on the vehicle.</param>
/// <param name="Error">The stated error: half width of the 95 % interval.</param>
/// <param name="WayM">How far the vehicle drove over those frames, m.</param>
/// <param name="Frame">Index into the truth's frames of the middle one, for looking at it.</param>
public sealed record RunSpeed(string Passage, int Track, int Vehicle, RoadUser Class, string Light, Speed True, Speed Value, Speed Error, double WayM, int Frame)
{
    /// <summary>What the law takes off before it judges.</summary>
    public Speed Margin { get; init; } = Error;

    /// <summary>Measured − true, km/h.</summary>
    public double DifferenceKmh => (Value.MmPerHour - True.MmPerHour) / 1e6;

    /// <summary>The value less its margin lies above the true speed: what would accuse an innocent.</summary>
    public bool TooHigh => Value.MmPerHour - Margin.MmPerHour > True.MmPerHour;

    public bool Covered => Math.Abs(Value.MmPerHour - True.MmPerHour) <= Error.MmPerHour;
}
