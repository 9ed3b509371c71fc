using Qyran.Domain.Detections;
using Qyran.Domain.Time;

namespace Qyran.Domain.Passages;

/// <summary>One vehicle through one camera's scene: the basic record, every vehicle has one.</summary>
/// <param name="Lane">Scene id of the lane it drove in longest; null outside every lane, and while the view was not in its place.</param>
/// <param name="Direction">"along" or "against" its lane; null without a lane or without movement.</param>
/// <param name="Speed">Null when not measured; then <paramref name="SpeedRefused"/> says why.</param>
public sealed record Passage(
    string Id, int Track, RoadUser Class, CaptureTime FirstSeen, CaptureTime LastSeen,
    string? Lane, string? Direction, SpeedReading? Speed, string? SpeedRefused)
{
    /// <summary>Null when no plate was accepted; then <see cref="PlateRefused"/> says why, where plates were looked for.</summary>
    public PassagePlate? Plate { get; init; }

    /// <summary>Why there is no plate; null with one, and where nobody looked.</summary>
    public string? PlateRefused { get; init; }
}
