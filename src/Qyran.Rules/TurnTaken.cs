using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Which way a vehicle took behind a line, as far as it was followed over a surveyed road.</summary>
internal static class TurnTaken
{
    // a turn is 60° and more, a bend of the road or a change of lane far less
    private const double TurnRad = 35 * Math.PI / 180, StraightRad = 15 * Math.PI / 180;
    // who turns across a wide junction first drives straight on for some twenty metres
    private const double StraightMetres = 30;
    // a heading over less is the contact point's trembling
    private const double StepMetres = 2.5;

    /// <summary>Null where it cannot be told: no survey, lost too early, or neither straight on nor turned.</summary>
    /// <param name="way">The lawful way over the line in the picture.</param>
    public static ArrowWay? Of(PassageFacts facts, ContactPath path, Crossing crossing, (double X, double Y) way)
    {
        if (facts.Plane is not { } plane || Handed(plane, crossing.Point) is not { } handed) return null;
        var length = double.Hypot(way.X, way.Y);
        var behind = new RawPixel(crossing.Point.X - (way.X / length * 4), crossing.Point.Y - (way.Y / length * 4));
        if (!plane.TryRoad(crossing.Point, out var line) || !plane.TryRoad(behind, out var before)) return null;
        var (heading, turned, at) = (Math.Atan2(line.Y - before.Y, line.X - before.X), 0.0, line);
        for (var i = crossing.After; i < path.Samples.Count; i++)
        {
            if (!plane.TryRoad(path.Samples[i].At, out var road) || at.DistanceTo(road) < StepMetres) continue;
            var next = Math.Atan2(road.Y - at.Y, road.X - at.X);
            turned += Math.IEEERemainder(next - heading, 2 * Math.PI);
            (heading, at) = (next, road);
        }
        turned *= handed;
        if (turned >= TurnRad) return ArrowWay.Left;
        if (turned <= -TurnRad) return ArrowWay.Right;
        return Math.Abs(turned) <= StraightRad && line.DistanceTo(at) >= StraightMetres ? ArrowWay.Straight : null;
    }

    /// <summary>1 where the survey's axes are right-handed as seen from above, −1 where its x goes to the left: left and right must not depend on how it was laid out.</summary>
    private static int? Handed(IRoadPlane plane, RawPixel at)
    {
        if (!plane.TryRoad(at, out var here) || !plane.TryRoad(new(at.X + 4, at.Y), out var right) || !plane.TryRoad(new(at.X, at.Y - 4), out var away)) return null;
        var cross = ((right.X - here.X) * (away.Y - here.Y)) - ((right.Y - here.Y) * (away.X - here.X));
        return cross == 0 ? null : Math.Sign(cross);
    }
}
