using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>
/// When the front of a vehicle may have been at a line that its contact point crossed. Of a vehicle driving away the contact is its
/// rear, of one crossing the view its middle: the front was there sooner, perhaps before the red. What counts for the driver is the
/// earliest instant possible.
/// </summary>
internal static class FrontReach
{
    /// <summary>Not later than the front's crossing, µs; null when it may have been over the line before the vehicle was seen whole.</summary>
    public static long? EarliestUs(PassageFacts facts, ContactPath path, Crossing crossing)
    {
        var s = path.Samples;
        var (dx, dy) = (s[crossing.After].At.X - s[crossing.Before].At.X, s[crossing.After].At.Y - s[crossing.Before].At.Y);
        var length = double.Hypot(dx, dy);
        if (length <= 0) return null;
        (dx, dy) = (dx / length, dy / length);
        var share = Math.Min(1, Math.Max(0, -dy) + (Math.Abs(dx) / 2));
        if (share < 0.05) return crossing.EarliestUs;
        var at = default(RoadPoint);
        var metres = facts.Plane is { } plane && plane.TryRoad(crossing.Point, out at) ? Length(facts, s[crossing.Before], crossing.Point) : null;
        for (var i = crossing.Before; i >= 0; i--)
        {
            var behind = ((crossing.Point.X - s[i].At.X) * dx) + ((crossing.Point.Y - s[i].At.Y) * dy);
            if (behind >= share * s[i].Size) return s[i].TimeUs;
            if (metres is { } m && behind > 0 && facts.Plane!.TryRoad(s[i].At, out var road) && at.DistanceTo(road) >= share * m) return s[i].TimeUs;
        }
        return null;
    }

    /// <summary>Longest usual length of its kind, m; of an unknown kind by how wide it is.</summary>
    private static double? Length(PassageFacts facts, in ContactSample sample, RawPixel at) => facts.Passage.Class switch
    {
        RoadUser.Bicycle => 2.0,
        RoadUser.Motorcycle => 2.4,
        RoadUser.Car => 5.3,
        RoadUser.Van => 7.5,
        RoadUser.Bus or RoadUser.Truck => 18.75, // articulated, the most that EU and EAEU roads allow
        RoadUser.Unknown or RoadUser.Person => facts.Plane!.PixelsPerMetre(at) is var scale && scale > 0
            ? (sample.Width / scale) switch { < 1.3 => 2.4, < 2.2 => 5.3, _ => 18.75 } : null,
        var other => throw new InvalidOperationException($"a closed choice: {other}"),
    };
}
