using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Tracking;

/// <summary>
/// A track that drives one way and, within half a second, as fast the other way followed two vehicles: where they met one was taken for the other. No vehicle does that; somebody on foot may. While the
/// one passes behind the other the box that holds a part of both may stand for some tenths of a second. It is cut where it turns back, for else the one would be judged by the way of the other. Pure but for the numbers of new tracks.
/// </summary>
public static class TurnBack
{
    // looked at this long before and after, s, and where the box stands between the two half of Meeting later; a point farther away says nothing
    private const double Window = 0.5, Farthest = 0.7, Meeting = 0.4;

    // fastest that a turn leaves in doubt, box sizes a second (a car's side: 2.6 m/s each way, so some 10 m/s² and more), and how straight back, cosine
    private const double LeastSpeed = 1, Opposite = -0.7;
    private const int LeastSeen = 3;

    /// <summary>The track's parts in order; the track itself where it never turns back. What was hardly seen is dropped.</summary>
    /// <param name="newId">Gives the number of a part that is not the first.</param>
    public static ImmutableArray<Track> Cut(Track track, Func<int> newId)
    {
        var parts = ImmutableArray.CreateBuilder<Track>();
        Cut(track, newId, parts);
        return parts.Count == 0 ? [track] : parts.ToImmutable();
    }

    private static void Cut(Track track, Func<int> newId, ImmutableArray<Track>.Builder parts)
    {
        if (CutAt(track) is not { } at)
        {
            Add(parts, track);
            return;
        }
        Cut(track with { Points = track.Points[..at] }, newId, parts);
        Cut(track with { Id = newId(), Points = track.Points[at..] }, newId, parts);
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
        return SharpestTurn(track.Points, 0) ?? SharpestTurn(track.Points, Meeting / 2);
    }

    /// <param name="apart">So long before and after the turn the box may stand, s.</param>
    private static int? SharpestTurn(ImmutableArray<TrackPoint> points, double apart)
    {
        (int? found, var sharpest) = (null, 0.0);
        for (var i = 1; i < points.Length - 1; i++)
        {
            var (here, there) = (Back(points, i, apart), On(points, i, apart));
            var (from, to) = (Back(points, here, Window), On(points, there, Window));
            var (before, after) = (Apart(points, from, here), Apart(points, there, to));
            if (before is < Window or > Farthest || after is < Window or > Farthest || Apart(points, here, there) > Farthest) continue;
            var turn = Sharpness(points[from].Box, points[here].Box, points[there].Box, points[to].Box, before, after);
            if (turn > sharpest) (found, sharpest) = (i + 1, turn);
        }
        return found;
    }

    /// <summary>The last point at least so many seconds before one; the first of all where there is none.</summary>
    private static int Back(ImmutableArray<TrackPoint> points, int i, double seconds)
    {
        var k = i;
        while (k > 0 && Apart(points, k, i) < seconds) k--;
        return k;
    }

    private static int On(ImmutableArray<TrackPoint> points, int i, double seconds)
    {
        var k = i;
        while (k < points.Length - 1 && Apart(points, i, k) < seconds) k++;
        return k;
    }

    private static double Apart(ImmutableArray<TrackPoint> points, int first, int last) => points[last].Time.Seconds - points[first].Time.Seconds;

    /// <summary>The speeds before and after together, box sizes a second, where the whole box went forth and then back; else 0.</summary>
    private static double Sharpness(in PixelBox from, in PixelBox at, in PixelBox turned, in PixelBox to, double before, double after)
    {
        var size = BoxFilter.Size(at);
        var (x, y) = (at.Centre.X - from.Centre.X, at.Centre.Y - from.Centre.Y);
        var (bx, by) = (to.Centre.X - turned.Centre.X, to.Centre.Y - turned.Centre.Y);
        var (forth, back) = (double.Hypot(x, y), double.Hypot(bx, by));
        if (forth < LeastSpeed * size * before || back < LeastSpeed * size * after || (x * bx) + (y * by) > Opposite * forth * back) return 0;
        // of what comes out behind something only one edge moves
        double Along(double dx, double dy) => ((dx * x) + (dy * y)) / forth;
        var least = LeastSpeed / 2 * size;
        if (Math.Min(Along(at.X - from.X, at.Y - from.Y), Along(at.Right - from.Right, at.Bottom - from.Bottom)) < least * before) return 0;
        if (Math.Max(Along(to.X - turned.X, to.Y - turned.Y), Along(to.Right - turned.Right, to.Bottom - turned.Bottom)) > -least * after) return 0;
        return (forth / before + back / after) / size;
    }
}
