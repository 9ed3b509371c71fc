using Qyran.Domain.Geometry;

namespace Qyran.Line.Cases;

/// <summary>Where a vehicle's plate was seen best.</summary>
/// <param name="MediaUs">The frame it was seen in, on the source's clock, µs.</param>
/// <param name="Box">The plate in that frame, raw pixels.</param>
public sealed record PlateRegion(long MediaUs, PixelBox Box)
{
    /// <summary>The sighting to show, with a margin of a third of its height; null when nothing was legible.</summary>
    public static PlateRegion? Of(TrackOutcome outcome)
    {
        if (outcome.Plates?.Best is not { } best) return null;
        var box = best.Reading.Quad.Box;
        var margin = box.Height / 3;
        return new(best.Time.MediaUs, new(box.X - margin, box.Y - margin, box.Width + (2 * margin), box.Height + (2 * margin)));
    }
}
