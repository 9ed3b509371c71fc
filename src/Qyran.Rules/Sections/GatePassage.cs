using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Rules.Sections;

/// <summary>One vehicle over one end of a section, as one camera saw it.</summary>
/// <param name="Camera">Id of the camera.</param>
/// <param name="Gate">Id of the line in that camera's scene.</param>
/// <param name="Passage">Id of its passage there.</param>
/// <param name="Plate">Its accepted reading, as it was read; null when none was accepted. Never repaired.</param>
/// <param name="EarliestUtcUs">It was not over the gate sooner, µs since the Unix epoch by that camera's clock, whose coming apart from ours is allowed for.</param>
/// <param name="LatestUtcUs">It was over it by then.</param>
/// <param name="Rear">Whether the rear was seen at the gate (it drove away from the camera) or the front.</param>
/// <param name="Doubt">Why this crossing must not be held against the driver; null when it is sure.</param>
public sealed record GatePassage(string Camera, string Gate, string Passage, string? Plate, RoadUser Class, long EarliestUtcUs, long LatestUtcUs, bool Rear, string? Doubt)
{
    /// <summary>The vehicle in that camera's picture at the middle of the crossing; null where that isn't known.</summary>
    public PixelBox? Box { get; init; }

    /// <summary>What the two instants allow for, as the camera's clock and ours have come apart, µs: above 0 it may have been later than its stamps say, below 0 earlier.</summary>
    public long ClockApartUs { get; init; }

    /// <summary>The middle of the crossing by the stamps of the camera's own video, µs since the Unix epoch: where the video shows it.</summary>
    public long StampedMiddleUs => EarliestUtcUs + ((LatestUtcUs - EarliestUtcUs - ClockApartUs) / 2);
}
