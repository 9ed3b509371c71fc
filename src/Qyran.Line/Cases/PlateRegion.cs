using Qyran.Domain.Geometry;
using Qyran.Domain.Plates;

namespace Qyran.Line.Cases;

/// <summary>Where a vehicle's plate was seen best.</summary>
/// <param name="MediaUs">The frame it was seen in, on the source's clock, µs.</param>
/// <param name="Box">The plate in that frame, raw pixels.</param>
public sealed record PlateRegion(long MediaUs, PixelBox Box)
{
    /// <summary>The sighting to show; null when nothing was legible.</summary>
    public static PlateRegion? Of(TrackOutcome outcome) => outcome.Plates?.Best is { } best ? Around(best.Time.MediaUs, best.Reading.Quad) : null;

    /// <summary>A plate with a margin of a third of its height.</summary>
    public static PlateRegion Around(long mediaUs, in PlateQuad quad)
    {
        var box = quad.Box;
        var margin = box.Height / 3;
        return new(mediaUs, new(box.X - margin, box.Y - margin, box.Width + (2 * margin), box.Height + (2 * margin)));
    }
}
