using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;

namespace Qyran.Line.Overlay;

/// <summary>One road user as it is drawn on one frame. Everything is in raw pixels.</summary>
/// <param name="Trail">Where it touched the road so far, oldest first; may be empty.</param>
/// <param name="Speed">Null when not measured: then none is shown.</param>
/// <param name="Offence">The broken rule's name as people say it; makes the drawing red. Null for everyone else.</param>
/// <param name="Highlight">Draws it stronger than the others, as the subject of an evidence picture.</param>
/// <param name="Faint">Something that moved but is no passage (a branch, a flicker): a thin frame without words, so that the traffic stands out.</param>
public sealed record OverlayTrack(int Id, RoadUser Class, PixelBox Box, ReadOnlyMemory<RawPixel> Trail, SpeedReading? Speed, string? Offence, bool Highlight, bool Faint = false)
{
    /// <summary>The accepted plate; null: none is shown.</summary>
    public string? Plate { get; init; }
}
