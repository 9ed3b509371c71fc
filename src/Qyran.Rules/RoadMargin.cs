using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>How far places lie from a line of the scene, measured on the road.</summary>
internal sealed class RoadMargin
{
    private readonly IRoadPlane plane;
    private readonly List<RoadPoint> line;

    private RoadMargin(IRoadPlane plane, List<RoadPoint> line) => (this.plane, this.line) = (plane, line);

    /// <summary>Null when a point of the line is not on the calibrated road.</summary>
    public static RoadMargin? Of(IRoadPlane plane, ImmutableArray<RawPixel> line)
    {
        var road = new List<RoadPoint>(line.Length);
        foreach (var pixel in line)
        {
            if (!plane.TryRoad(pixel, out var at)) return null;
            road.Add(at);
        }
        return new(plane, road);
    }

    /// <summary>Metres from the line, gone on straight at its ends, over a length given in pixels of the picture there; null where the place is not on the calibrated road.</summary>
    public double? Of(RawPixel place, double pixels)
    {
        if (!plane.TryRoad(place, out var at) || plane.PixelsPerMetre(place) is not (> 0 and var scale)) return null;
        var least = double.MaxValue;
        for (var k = 0; k + 1 < line.Count; k++)
        {
            var (a, b) = (line[k], line[k + 1]);
            double dx = b.X - a.X, dy = b.Y - a.Y, length = double.Hypot(dx, dy);
            if (length < 1e-6) continue;
            var t = (((at.X - a.X) * dx) + ((at.Y - a.Y) * dy)) / (length * length);
            var away = t < 0 && k > 0 ? at.DistanceTo(a) : t > 1 && k + 2 < line.Count ? at.DistanceTo(b) : Math.Abs((dx * (at.Y - a.Y)) - (dy * (at.X - a.X))) / length;
            least = Math.Min(least, away);
        }
        return least < double.MaxValue ? least / (pixels / scale) : null;
    }
}
