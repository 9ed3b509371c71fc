using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Lanes;

/// <summary>
/// Nobody walks that fast: a track taken for a person that moves so is somebody riding, whose machine the detector did not see or whose size is a person's (a rider seen from behind),
/// or below <see cref="FasterThanPedals"/> somebody running. Many run at 3 to 5 m/s, some at 6: by its speed alone nobody can tell a runner from a cyclist. Pure.
/// </summary>
public static class RiderSpeed
{
    /// <summary>Faster than people walk and most jog, m/s.</summary>
    private const double FasterThanFeet = 4;

    /// <summary>Faster than people run for seconds and bicycles usually ride in a city, m/s.</summary>
    private const double FasterThanPedals = 7;

    /// <summary>The same without metres, in heights of the box a second: 4 m/s of a body of 1.7 m, less than many run.</summary>
    private const double HeightsASecond = 2.5;

    /// <summary>The box's lower edge is this much off, of its height.</summary>
    private const double ContactError = 0.1;

    /// <summary>Way between the middles of its first and last third that counts as having gone, of its height.</summary>
    private const double LeastWay = 0.5;

    /// <summary>What moves by less is standing, m/s and heights of the box a second.</summary>
    private const double Standing = 0.7, StandingHeights = 0.4;

    /// <summary>
    /// Who rides is that fast for this share of the time he moves at all, creeping up to a line included. A walker's track is so only while it goes over to another
    /// walker, or while something hides his feet.
    /// </summary>
    private const double LeastShare = 0.2;

    private const double Window = 1.0;
    private const int EnoughWindows = 3;

    /// <summary>The track's class, or for a person too fast to be on foot <see cref="RoadUser.Motorcycle"/>, <see cref="RoadUser.Unknown"/> where it may be a bicycle or somebody running.</summary>
    public static RoadUser Judge(Track track, IRoadPlane? plane)
    {
        if (track.Class != RoadUser.Person || !Went(track)) return track.Class;
        var (fast, faster, moving) = (0, 0, 0);
        var points = track.Points;
        for (int i = 0, j = 0; i < points.Length; i++)
        {
            if (points[i].Seen is null) continue;
            // from sighting to sighting: where every second frame is looked at, the one a window later may always be one that was not
            while (j < points.Length && (points[j].Seen is null || points[j].Time.Seconds - points[i].Time.Seconds < Window)) j++;
            if (j == points.Length) break;
            var seconds = points[j].Time.Seconds - points[i].Time.Seconds;
            if (seconds > 2 * Window) continue;
            var (a, b) = (points[i].Box, points[j].Box);
            if (plane is not null)
            {
                if (Way(plane, a, b) is not var (metres, surely)) continue;
                if (metres >= Standing * seconds) moving++;
                if (surely >= FasterThanFeet * seconds) fast++;
                if (surely >= FasterThanPedals * seconds) faster++;
            }
            else
            {
                var height = (a.Height + b.Height) / 2;
                var way = double.Hypot(a.Contact.X - b.Contact.X, a.Contact.Y - b.Contact.Y);
                if (way >= StandingHeights * height * seconds) moving++;
                if (way - (2 * ContactError * height) >= HeightsASecond * height * seconds) fast++;
            }
        }
        if (fast < LeastShare * moving) return RoadUser.Person;
        return faster >= EnoughWindows ? RoadUser.Motorcycle : fast >= EnoughWindows ? RoadUser.Unknown : RoadUser.Person;
    }

    /// <summary>
    /// Is it somewhere else in the end than in the beginning, head and foot? A lamp post or a signal that is taken for a person is found now with its
    /// foot and now without: its lower edge leaps over many metres of road, and it stays where it is.
    /// </summary>
    private static bool Went(Track track)
    {
        var boxes = track.Points.Where(p => p.Seen is not null).Select(p => p.Box).ToArray();
        var third = boxes.Length / 3;
        if (third == 0) return false;
        var (first, last) = (boxes[..third], boxes[^third..]);
        var least = LeastWay * (Middle(first, b => b.Height) + Middle(last, b => b.Height)) / 2;
        var across = Middle(last, b => b.Contact.X) - Middle(first, b => b.Contact.X);
        return double.Hypot(across, Middle(last, b => b.Y) - Middle(first, b => b.Y)) >= least
            && double.Hypot(across, Middle(last, b => b.Bottom) - Middle(first, b => b.Bottom)) >= least;
    }

    private static double Middle(PixelBox[] boxes, Func<PixelBox, double> of)
    {
        double[] values = [.. boxes.Select(of)];
        Array.Sort(values);
        return values[values.Length / 2];
    }

    /// <summary>Metres between the contacts of two boxes, and of these what is left when their errors on the road are taken off; null off the road.</summary>
    private static (double Metres, double Surely)? Way(IRoadPlane plane, in PixelBox a, in PixelBox b)
    {
        if (!plane.TryRoad(a.Contact, out var from) || !plane.TryRoad(b.Contact, out var to)) return null;
        return Slack(plane, a, from) is { } x && Slack(plane, b, to) is { } y ? (from.DistanceTo(to), from.DistanceTo(to) - double.Hypot(x, y)) : null;
    }

    private static double? Slack(IRoadPlane plane, in PixelBox box, RoadPoint at) =>
        plane.TryRoad(new(box.Contact.X, box.Contact.Y + (ContactError * box.Height)), out var near) ? at.DistanceTo(near) : null;
}
