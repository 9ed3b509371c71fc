using System.Globalization;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Tracks;

/// <summary>
/// Did a track's place leap as no vehicle can? When a waiting vehicle is lost and its track goes on with one that crosses behind it, the track seems to
/// spring from standing to driving within a few frames. Nothing on wheels gains or loses more than some 10 m/s in half a second.
/// </summary>
public static class Leap
{
    /// <summary>Largest change of speed from one half second to the next, m/s: twice the hardest braking, and the box's own error.</summary>
    private const double MostChange = 10;

    private const long HalfUs = 250_000, StepUs = 120_000;

    // with fewer the middle is no better than one bad box; a camera of six pictures a second is not asked
    private const int FewestPoints = 3;

    /// <summary>Why the track may be two vehicles joined between two instants; null when it drives as vehicles do, or when nothing can be said.</summary>
    /// <param name="plane">Null: no metres, nothing is said.</param>
    /// <param name="fromUs">µs on the source's clock, as <paramref name="untilUs"/>.</param>
    public static string? Doubt(Track track, IRoadPlane? plane, long fromUs, long untilUs)
    {
        if (plane is null) return null;
        for (var at = fromUs; at <= untilUs; at += StepUs)
        {
            if (Place(track, plane, at - (2 * HalfUs)) is not { } a || Place(track, plane, at) is not { } b || Place(track, plane, at + (2 * HalfUs)) is not { } c) continue;
            var (before, after) = (a.DistanceTo(b) * 2, b.DistanceTo(c) * 2);
            if (Math.Abs(after - before) > MostChange)
                return string.Create(CultureInfo.InvariantCulture, $"its speed seems to change from {before * 3.6:0} to {after * 3.6:0} km/h within a second: perhaps two vehicles in one track");
        }
        return null;
    }

    /// <summary>Where it stood about an instant: the middle of its contact points within an eighth of a second each way, so that one bad box says nothing.</summary>
    private static RoadPoint? Place(Track track, IRoadPlane plane, long atUs)
    {
        List<double> xs = [], ys = [];
        foreach (var point in track.Points)
            if (Math.Abs(point.Time.MediaUs - atUs) <= HalfUs / 2 && plane.TryRoad(point.Box.Contact, out var road))
            {
                xs.Add(road.X);
                ys.Add(road.Y);
            }
        if (xs.Count < FewestPoints) return null;
        xs.Sort();
        ys.Sort();
        return new(xs[xs.Count / 2], ys[ys.Count / 2]);
    }
}
