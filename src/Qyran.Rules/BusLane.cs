using System.Globalization;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// Driving in a lane reserved for others (a bus lane; road rules, e.g. PDD RF 18.2, in Russia KoAP art. 12.17; the scene's offence cites what
/// applies): a vehicle of a class that the lane's <c>only</c> does not name drove well inside it for
/// a way that no crossing and no swerve needs, in the hours it is reserved.
/// Refuses to judge: classes not known, and those that look like a permitted one (a van or lorry in a lane for buses) or were often taken for one, unless the
/// scene's settings say that people check the class; what is as large as a permitted vehicle; contacts near the lane's edge or in another lane too that is open to the class;
/// hours not known, or without their time zone, where the lane is reserved for some only; stretches with frames missing. Public holidays, taxis, permits, emergency vehicles and a lane
/// blocked by an accident are for the person who decides. Where the law lets others enter (before a turn, to let people out),
/// the lane must not be drawn there.
/// </summary>
public static class BusLane
{
    private const double LeastSeenShare = 0.6;
    private const double LeastInside = 0.7;

    public static Verdict Judge(PassageFacts facts, BusLaneSettings settings)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        return GravestVerdict.Of("it drove in no reserved lane",
            from lane in facts.Scene.Lanes
            where !lane.Only.IsDefaultOrEmpty && !lane.Only.Contains(facts.Passage.Class)
            from stay in LaneStays.Find(path, lane.Area)
            select Judge(facts, settings, path, lane, stay));
    }

    // null: too short to concern this lane
    private static Verdict? Judge(PassageFacts facts, BusLaneSettings settings, ContactPath path, Lane lane, (int First, int Last) stay)
    {
        if (LaneStays.Deep(facts, path, lane.Area, stay, settings.EdgeShare, settings.LeastMetres, settings.LeastPictureShare, settings.LeastUs) is not { } deep) return null;
        var (inside, a, b) = (deep.Inside, deep.From, deep.Until);
        if (Reserved(facts, settings, a.TimeUs, b.TimeUs, out var hour) is not true)
            return hour is null ? new Verdict.Undecided($"the lane {lane.Id} is reserved for some hours, and {(settings.UtcOffset is null ? "the hours' offset from UTC is not given" : "the hour of the recording is not known")}")
                : new Verdict.Kept($"the lane {lane.Id} was not reserved at that hour");
        if (Mistakable(facts, lane, settings) is { } alike) return new Verdict.Undecided(alike);
        if (AsLargeAsABus(facts, path, lane, inside) is { } large) return new Verdict.Undecided(large);
        // in between it may have been out of the lane, or on its edge
        if (deep.Share < LeastInside) return new Verdict.Undecided($"it was too near to the edge of the lane {lane.Id} to say which lane it drove in");
        var other = LaneStays.Overlap(facts, path, lane, inside, l => l.Only.IsDefaultOrEmpty || l.Only.Contains(facts.Passage.Class), out var shared);
        if (other is not null && deep.Share * (inside.Count - shared) / inside.Count < LeastInside) return new Verdict.Undecided($"the lanes {lane.Id} and {other.Id} overlap where it drove");
        if (facts.GapWithin(a.TimeUs, b.TimeUs)) return new Verdict.Undecided($"frames are missing where it drove in the lane {lane.Id}");
        if (OneBody.Doubt(facts.Track, facts.Plane, a.TimeUs, b.TimeUs) is { } doubt) return new Verdict.Undecided(doubt);
        if (path.SeenShare(a.TimeUs, b.TimeUs) < LeastSeenShare) return new Verdict.Undecided("it was detected in too few frames");

        var middle = path.Samples[inside[inside.Count / 2]].TimeUs;
        var lasted = VerdictFacts.Seconds(b.TimeUs - a.TimeUs);
        return new Verdict.Broken(settings.Weekends ? $"it drove in the lane {lane.Id}, which is reserved, for {lasted} s"
            : $"it drove in the lane {lane.Id}, which is reserved from Monday to Friday (public holidays are not known), for {lasted} s", a.TimeUs,
            VerdictFacts.Of(("lane", lane.Id), ("reserved_for", string.Join(" ", lane.Only.Select(Word))),
                ("class", Word(facts.Passage.Class)), deep.Way, ("from_us", a.TimeUs), ("until_us", b.TimeUs), ("hour", hour ?? "")),
            VerdictFacts.Key(a.TimeUs, middle, b.TimeUs));
    }

    private static string Word(RoadUser user) => user.ToString().ToLowerInvariant();

    /// <summary>Was the lane reserved all the time between two instants? Null when the hour matters and is not known.</summary>
    private static bool? Reserved(PassageFacts facts, BusLaneSettings settings, long fromUs, long untilUs, out string? hour)
    {
        hour = null;
        if (settings.Always)
        {
            hour = "always";
            return true;
        }
        if (settings.UtcOffset is not { } offset || facts.Passage.FirstSeen.Utc is not { } seen) return null;
        DateTimeOffset Local(long us) => seen.AddTicks((us - facts.Passage.FirstSeen.MediaUs) * 10).ToOffset(offset);
        var (a, b) = (Local(fromUs), Local(untilUs));
        hour = a.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);
        return settings.HoldsAt(a) && settings.HoldsAt(b);
    }

    /// <summary>A detector confuses classes that look alike; what may be a permitted vehicle is not accused of being none.</summary>
    private static string? Mistakable(PassageFacts facts, Lane lane, BusLaneSettings settings)
    {
        var user = facts.Passage.Class;
        if (user is RoadUser.Unknown) return $"what drove in the lane {lane.Id} is not known";
        if (settings.AlikeToo) return null;
        if (lane.Only.Any(permitted => LookAlike.Are(user, permitted))) return $"a {Word(user)} looks much like those the lane {lane.Id} is reserved for";
        return facts.Track.Classes.Any(taken => lane.Only.Contains(taken)) ? $"what drove in the lane {lane.Id} was often taken for one of those it is reserved for" : null;
    }

    /// <summary>
    /// Whether a "car" in a lane for buses looks as wide as a bus on the road, so that the class is doubted. From end on a bus shows 2.5 m and a car
    /// 2.1 at most, from the side at least 6 m against 5.3; what lies between is doubted.
    /// </summary>
    private static string? AsLargeAsABus(PassageFacts facts, ContactPath path, Lane lane, List<int> inside)
    {
        const double carWidth = 2.3, carLength = 5.3;
        if (facts.Plane is not { } plane || !lane.Only.Contains(RoadUser.Bus) || facts.Passage.Class is not RoadUser.Car) return null;
        var s = path.Samples;
        if (!plane.TryRoad(s[inside[0]].At, out var from) || !plane.TryRoad(s[inside[^1]].At, out var to)) return null;
        var way = from.DistanceTo(to);
        var over = new List<double>(inside.Count);
        foreach (var i in inside)
        {
            var at = s[i].At;
            if (plane.PixelsPerMetre(at) is not (> 0 and var scale) || !plane.TryRoad(at, out var here) || !plane.TryRoad(new(at.X, at.Y - 1), out var beyond)) continue;
            var (vx, vy, v) = (beyond.X - here.X, beyond.Y - here.Y, beyond.DistanceTo(here));
            if (v <= 0 || way <= 0) continue;
            var along = Math.Abs(((to.X - from.X) * vx) + ((to.Y - from.Y) * vy)) / (v * way);
            var across = Math.Sqrt(Math.Max(0, 1 - (along * along)));
            over.Add((s[i].Width / scale) - (carWidth * along) - (carLength * across));
        }
        if (over.Count == 0) return null;
        over.Sort();
        return over[over.Count / 2] <= 0 ? null : $"what drove in the lane {lane.Id} looks larger than a car";
    }
}
