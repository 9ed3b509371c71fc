using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// Driving against the lawful way of a lane (one-way road, oncoming lane; in Kazakhstan KoAP art. 596): well inside one lane the
/// contact moved against the arrow for a way that no reversing needs, and mostly straight against it.
/// Refuses to judge: lanes without an arrow, vehicles crossing a lane (more than 45° off the arrow), contacts near the lane's edge or in another lane too whose arrow leads that way,
/// stretches with frames missing. Overtaking where it is lawful must not be drawn as a one-way lane.
/// </summary>
public static class WrongWay
{
    private const double LeastSeenShare = 0.6;
    private const double LeastInside = 0.7;

    public static Verdict Judge(PassageFacts facts, WrongWaySettings settings)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        return GravestVerdict.Of("it drove against no lane's arrow",
            from lane in facts.Scene.Lanes
            where lane is { From: not null, To: not null }
            from stay in LaneStays.Find(path, lane.Area)
            select Judge(facts, settings, path, lane, stay.First, stay.Last));
    }

    private static Verdict? Judge(PassageFacts facts, WrongWaySettings settings, ContactPath path, Lane lane, int first, int last)
    {
        var s = path.Samples;
        var surveyed = Places(facts, path, lane, first, last) is { } road ? road : null;
        var way = surveyed ?? [.. Enumerable.Range(first, last - first + 1).Select(i => (s[i].At.X, s[i].At.Y))];
        var (ax, ay) = Arrow(facts, lane, surveyed is not null);
        // the deepest fall of progress along the arrow: how far it went against it, and from when to when
        var (high, from, to, deepest) = (0, 0, 0, 0.0);
        double Progress(int i) => (way[i].X * ax) + (way[i].Y * ay);
        for (var i = 1; i < way.Count; i++)
        {
            if (Progress(i) >= Progress(high)) high = i;
            else if (Progress(high) - Progress(i) > deepest) (from, to, deepest) = (high, i, Progress(high) - Progress(i));
        }
        var whole = Stretch(from, to);
        // where it is seen large its body is seen best: a doubt about all of the way may not touch the part that proves enough
        if (whole is Verdict.Undecided && Stretch(from, (from + to) / 2) is Verdict.Broken early && Size(from) >= Size(to)) return early;
        if (whole is Verdict.Undecided && Stretch((from + to) / 2, to) is Verdict.Broken late && Size(to) >= Size(from)) return late;
        return whole;

        double Size(int i) => s[first + i].Size;

        Verdict? Stretch(int from, int to)
        {
            var (a, b) = (s[first + from], s[first + to]);
            var against = Progress(from) - Progress(to);
            var diagonal = double.Hypot(facts.Scene.Camera.Width, facts.Scene.Camera.Height);
            var pixels = double.Hypot(b.At.X - a.At.X, b.At.Y - a.At.Y);
            var enough = surveyed is not null ? against >= settings.LeastMetres : against >= settings.LeastPictureShare * diagonal;
            if (!enough || b.TimeUs - a.TimeUs < settings.LeastUs || pixels < settings.LeastBoxShare * Math.Min(a.Size, b.Size)) return null;
            var straight = double.Hypot(way[to].X - way[from].X, way[to].Y - way[from].Y);
            if (against < 0.7 * straight) return null;
            var inside = Enumerable.Range(first + from, to - from + 1).Where(i => LaneStays.EdgeDistance(lane.Area, s[i].At) >= settings.EdgeShare * s[i].Width).ToList();
            if (inside.Count < LeastInside * (to - from + 1)) return new Verdict.Undecided($"it was too near to the edge of the lane {lane.Id} to say which lane it drove in");
            var other = LaneStays.Overlap(facts, path, lane, inside, l => Leads(l, b.At.X - a.At.X, b.At.Y - a.At.Y), out var shared);
            if (other is not null && inside.Count - shared < LeastInside * (to - from + 1)) return new Verdict.Undecided($"the lanes {lane.Id} and {other.Id} overlap where it drove");
            if (facts.GapWithin(a.TimeUs, b.TimeUs)) return new Verdict.Undecided("frames are missing where it drove against the arrow");
            if (OneBody.Doubt(facts.Track, facts.Plane, a.TimeUs, b.TimeUs) is { } doubt) return new Verdict.Undecided(doubt);
            if (path.SeenShare(a.TimeUs, b.TimeUs) < LeastSeenShare) return new Verdict.Undecided("it was detected in too few frames");

            var length = surveyed is not null ? ("against_m", Math.Round(against, 1)) : ("against_px", Math.Round(against, 0));
            return new Verdict.Broken($"it drove against the lawful way of the lane {lane.Id} for {VerdictFacts.Seconds(b.TimeUs - a.TimeUs)} s",
                s[first + ((from + to) / 2)].TimeUs,
                VerdictFacts.Of(("lane", lane.Id), length, ("from_us", a.TimeUs), ("until_us", b.TimeUs)),
                VerdictFacts.Key(a.TimeUs, s[first + ((from + to) / 2)].TimeUs, b.TimeUs));
        }
    }

    /// <summary>Whether a lane's arrow leads this way, within 60° in the picture; a lane without one says nothing of ways.</summary>
    private static bool Leads(Lane lane, double dx, double dy) => lane is { From: { } tail, To: { } head }
        && (dx * (head.X - tail.X)) + (dy * (head.Y - tail.Y)) >= 0.5 * double.Hypot(dx, dy) * double.Hypot(head.X - tail.X, head.Y - tail.Y);

    private static List<(double X, double Y)>? Places(PassageFacts facts, ContactPath path, Lane lane, int first, int last)
    {
        if (facts.Plane is not { } plane || !plane.TryRoad(lane.From!.Value, out _) || !plane.TryRoad(lane.To!.Value, out _)) return null;
        var way = new List<(double, double)>();
        for (var i = first; i <= last; i++)
        {
            if (!plane.TryRoad(path.Samples[i].At, out var road)) return null;
            way.Add((road.X, road.Y));
        }
        return way;
    }

    private static (double X, double Y) Arrow(PassageFacts facts, Lane lane, bool surveyed)
    {
        var (x, y) = (lane.To!.Value.X - lane.From!.Value.X, lane.To.Value.Y - lane.From.Value.Y);
        if (surveyed && facts.Plane!.TryRoad(lane.From.Value, out var tail) && facts.Plane.TryRoad(lane.To.Value, out var head))
            (x, y) = (head.X - tail.X, head.Y - tail.Y);
        var length = double.Hypot(x, y);
        return (x / length, y / length);
    }
}
