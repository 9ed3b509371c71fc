using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Which way a vehicle took behind a line, as far as it was followed over a surveyed road.</summary>
internal static class TurnTaken
{
    // a turn is 60° and more, a bend of the road or a change of lane far less
    private const double SurelyRad = 60 * Math.PI / 180, TurnRad = 35 * Math.PI / 180, StraightRad = 15 * Math.PI / 180;
    // who turns across a wide junction first drives straight on for some twenty metres
    private const double StraightMetres = 30;
    // a heading over less, or while it stands, is the contact point's trembling
    private const double StepMetres = 2.5, StepPx = 6;

    /// <summary>
    /// The first turn behind the line is the one that counts: what is driven after it undoes nothing. No single step decides, for it may be a false one.
    /// Null where it cannot be told: no survey, lost too early, neither straight on nor turned, or both.
    /// </summary>
    /// <param name="way">The lawful way over the line in the picture.</param>
    public static ArrowWay? Of(PassageFacts facts, ContactPath path, Crossing crossing, (double X, double Y) way)
    {
        if (facts.Plane is not { } plane || Handed(plane, crossing.Point) is not { } handed) return null;
        var length = double.Hypot(way.X, way.Y);
        var behind = new RawPixel(crossing.Point.X - (way.X / length * 4), crossing.Point.Y - (way.Y / length * 4));
        if (!plane.TryRoad(crossing.Point, out var line) || !plane.TryRoad(behind, out var before)) return null;
        var stands = Standing.Find(path);
        var (ahead, at, seen) = (Math.Atan2(line.Y - before.Y, line.X - before.X), line, crossing.Point);
        double turned = 0, last = 0, left = 0, right = 0;
        var straight = false;
        for (var i = crossing.After; i < path.Samples.Count && Math.Min(Math.Abs(turned), Math.Abs(last)) < SurelyRad; i++)
        {
            var pixel = path.Samples[i].At;
            if (double.Hypot(pixel.X - seen.X, pixel.Y - seen.Y) < StepPx || stands.Any(s => s.First <= i && i <= s.Last)) continue;
            if (!plane.TryRoad(pixel, out var road) || at.DistanceTo(road) < StepMetres) continue;
            (last, turned) = (turned, handed * Math.IEEERemainder(Math.Atan2(road.Y - at.Y, road.X - at.X) - ahead, 2 * Math.PI));
            (left, right) = (Math.Max(left, Math.Min(turned, last)), Math.Max(right, -Math.Max(turned, last)));
            (at, seen) = (road, pixel);
            straight |= Math.Max(left, right) < TurnRad && Math.Abs(turned) <= StraightRad && line.DistanceTo(at) >= StraightMetres;
        }
        if (Math.Max(left, right) < TurnRad) return straight && Math.Abs(turned) <= StraightRad ? ArrowWay.Straight : null;
        if (straight) return null;
        if (Math.Min(turned, last) >= TurnRad && right < TurnRad) return ArrowWay.Left;
        return Math.Max(turned, last) <= -TurnRad && left < TurnRad ? ArrowWay.Right : null;
    }

    /// <summary>1 where the survey's axes are right-handed as seen from above, −1 where its x goes to the left: left and right must not depend on how it was laid out.</summary>
    private static int? Handed(IRoadPlane plane, RawPixel at)
    {
        if (!plane.TryRoad(at, out var here) || !plane.TryRoad(new(at.X + 4, at.Y), out var right) || !plane.TryRoad(new(at.X, at.Y - 4), out var away)) return null;
        var cross = ((right.X - here.X) * (away.Y - here.Y)) - ((right.Y - here.Y) * (away.X - here.X));
        return cross == 0 ? null : Math.Sign(cross);
    }
}
