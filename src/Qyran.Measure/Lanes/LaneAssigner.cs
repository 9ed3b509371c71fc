using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Lanes;

/// <summary>Tells the lane a track belongs to from its contact points and the time spent. Pure.</summary>
public static class LaneAssigner
{
    /// <summary>Below this part of its time in every lane, a track belongs to none.</summary>
    private const double LeastShare = 0.2;

    /// <summary>A way shorter than this part of the vehicle's own box is no movement.</summary>
    private const double LeastWay = 0.5;

    /// <summary>Null outside every lane. Where lanes overlap, the scene's first one counts.</summary>
    public static LaneStay? Assign(Track track, Scene scene)
    {
        var lanes = scene.Lanes;
        if (lanes.IsDefaultOrEmpty || track.Points.IsEmpty) return null;
        var seconds = new double[lanes.Length];
        var at = new int[track.Points.Length];
        var total = 0.0;
        for (var i = 0; i < track.Points.Length; i++)
        {
            // every point stands for half the time to its neighbours; a lone point for an instant
            var before = i > 0 ? track.Points[i - 1].Time.Seconds : track.Points[i].Time.Seconds;
            var after = i + 1 < track.Points.Length ? track.Points[i + 1].Time.Seconds : track.Points[i].Time.Seconds;
            var stay = Math.Max(1e-6, (after - before) / 2);
            total += stay;
            at[i] = InLane(lanes, track.Points[i].Box.Contact);
            if (at[i] >= 0) seconds[at[i]] += stay;
        }
        var best = 0;
        for (var i = 1; i < lanes.Length; i++)
            if (seconds[i] > seconds[best]) best = i;
        if (seconds[best] < LeastShare * total || seconds[best] == 0) return null;
        return new(lanes[best].Id, Direction(track, lanes[best], at, best), seconds[best], seconds[best] / total);
    }

    private static int InLane(System.Collections.Immutable.ImmutableArray<Lane> lanes, RawPixel contact)
    {
        for (var i = 0; i < lanes.Length; i++)
            if (lanes[i].Area.Contains(contact)) return i;
        return -1;
    }

    /// <summary>Way inside the lane against its arrow, from the middle of the first to the middle of the last third of its points there.</summary>
    private static string? Direction(Track track, Lane lane, int[] at, int which)
    {
        if (lane is not { From: { } from, To: { } to }) return null;
        var inside = Enumerable.Range(0, at.Length).Where(i => at[i] == which).ToArray();
        var third = Math.Max(1, inside.Length / 3);
        var (a, b) = (Mean(track, inside[..third]), Mean(track, inside[^third..]));
        double ax = to.X - from.X, ay = to.Y - from.Y, length = double.Hypot(ax, ay);
        if (!(length > 0)) return null;
        var way = (((b.X - a.X) * ax) + ((b.Y - a.Y) * ay)) / length;
        var box = track.Points[inside[inside.Length / 2]].Box;
        var size = Math.Max(4, Math.Min(box.Width, box.Height));
        return Math.Abs(way) < LeastWay * size ? null : way > 0 ? "along" : "against";
    }

    private static RawPixel Mean(Track track, int[] points)
    {
        double x = 0, y = 0;
        foreach (var i in points)
        {
            var c = track.Points[i].Box.Contact;
            x += c.X / points.Length;
            y += c.Y / points.Length;
        }
        return new(x, y);
    }
}
