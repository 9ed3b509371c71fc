using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>How far places lie from a line of the scene, measured on the road.</summary>
internal sealed class RoadMargin
{
    private readonly IRoadPlane plane;
    private readonly (double, double)[] line;

    private RoadMargin(IRoadPlane plane, (double, double)[] line) => (this.plane, this.line) = (plane, line);

    /// <summary>Null when a point of the line is not on the calibrated road.</summary>
    public static RoadMargin? Of(IRoadPlane plane, ImmutableArray<RawPixel> line)
    {
        var road = new (double, double)[line.Length];
        for (var i = 0; i < road.Length; i++)
        {
            if (!plane.TryRoad(line[i], out var at)) return null;
            road[i] = (at.X, at.Y);
        }
        return new(plane, road);
    }

    /// <summary>Metres from the line, gone on straight at its ends, over a length given in pixels of the picture there; null where the place is not on the calibrated road.</summary>
    public double? Of(RawPixel place, double pixels)
    {
        if (!plane.TryRoad(place, out var at) || plane.PixelsPerMetre(place) is not (> 0 and var scale)) return null;
        return Math.Abs(BentLine.Distance(line, (at.X, at.Y))) / (pixels / scale);
    }
}
