using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Tracking;

/// <summary>
/// A track that drives one way and, half a second later, as fast the other way followed two vehicles: where they met one was taken for the other. No vehicle does that; somebody on foot may. It is cut
/// where it turns back, for else the one would be judged by the way of the other. Pure but for the numbers of new tracks.
/// </summary>
public static class TurnBack
{
    // looked at this long before and after, s; a point farther away says nothing
    private const double Window = 0.5, Farthest = 0.7;

    // fastest that a turn leaves in doubt, box sizes a second (a car's side: 2.6 m/s each way, so some 10 m/s² and more), and how straight back, cosine
    private const double LeastSpeed = 1, Back = -0.7;
    private const int LeastSeen = 3;

    /// <summary>The track's parts in order; the track itself where it never turns back. What was hardly seen is dropped.</summary>
    /// <param name="newId">Gives the number of a part that is not the first.</param>
    public static ImmutableArray<Track> Cut(Track track, Func<int> newId)
    {
        var parts = ImmutableArray.CreateBuilder<Track>();
        var rest = track;
        while (CutAt(rest) is { } at)
        {
            Add(parts, rest with { Points = rest.Points[..at] });
            rest = rest with { Id = newId(), Points = rest.Points[at..] };
        }
        Add(parts, rest);
        return parts.Count == 0 ? [track] : parts.ToImmutable();
    }

    private static void Add(ImmutableArray<Track>.Builder parts, Track part)
    {
        var seen = part.Points.Count(p => p.Seen is not null || p.Covered);
        if (seen >= LeastSeen) parts.Add(part);
    }

    /// <summary>Index of the first point after the sharpest turn back; null when there is none.</summary>
    private static int? CutAt(Track track)
    {
        if (track.Class is RoadUser.Person or RoadUser.Bicycle) return null;
        var points = track.Points;
        (int? found, var sharpest) = (null, 0.0);
        var (first, last) = (0, 0);
        for (var i = 1; i < points.Length - 1; i++)
        {
            var now = points[i].Time.Seconds;
            while (now - points[first].Time.Seconds > Window) first++;
            while (last < points.Length - 1 && points[last].Time.Seconds - now < Window) last++;
            var (before, after) = (now - points[Math.Max(0, first - 1)].Time.Seconds, points[last].Time.Seconds - now);
            if (before is < Window or > Farthest || after is < Window or > Farthest) continue;
            var turn = Sharpness(points[Math.Max(0, first - 1)].Box, points[i].Box, points[last].Box, before, after);
            if (turn > sharpest) (found, sharpest) = (i + 1, turn);
        }
        return found;
    }

    /// <summary>The speeds before and after together, box sizes a second, where the whole box went forth and then back; else 0.</summary>
    private static double Sharpness(in PixelBox from, in PixelBox at, in PixelBox to, double before, double after)
    {
        var size = BoxFilter.Size(at);
        var (x, y) = (at.Centre.X - from.Centre.X, at.Centre.Y - from.Centre.Y);
        var (bx, by) = (to.Centre.X - at.Centre.X, to.Centre.Y - at.Centre.Y);
        var (forth, back) = (double.Hypot(x, y), double.Hypot(bx, by));
        if (forth < LeastSpeed * size * before || back < LeastSpeed * size * after || (x * bx) + (y * by) > Back * forth * back) return 0;
        // of what comes out behind something only one edge moves
        double Along(double dx, double dy) => ((dx * x) + (dy * y)) / forth;
        var least = LeastSpeed / 2 * size;
        if (Math.Min(Along(at.X - from.X, at.Y - from.Y), Along(at.Right - from.Right, at.Bottom - from.Bottom)) < least * before) return 0;
        if (Math.Max(Along(to.X - at.X, to.Y - at.Y), Along(to.Right - at.Right, to.Bottom - at.Bottom)) > -least * after) return 0;
        return (forth / before + back / after) / size;
    }
}
