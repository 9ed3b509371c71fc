using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// Driving where no vehicle may: a hard shoulder, a pavement, a lawn, a traffic island (the scene's offence cites what applies): a motor vehicle drove well inside a zone of the kind <c>no_driving</c> for a way that neither a swerve nor pulling up needs.
/// Refuses to judge: bicycles, contacts near the zone's edge, stretches with frames missing, pieces that are no whole body. Who made room for an ambulance
/// or broke down is for the person who decides.
/// </summary>
public static class NoDriving
{
    private const double LeastSeenShare = 0.6;
    private const double LeastInsideShare = 0.7;

    public static Verdict Judge(PassageFacts facts, NoDrivingSettings settings)
    {
        if (facts.Passage.Class is RoadUser.Bicycle) return new Verdict.Kept("a bicycle is not judged by this rule");
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        Verdict verdict = new Verdict.Kept("it drove in no zone in which that is forbidden");
        foreach (var zone in facts.Scene.Zones.Where(z => z.Kind == ZoneKind.NoDriving))
        {
            foreach (var (first, last) in LaneStays.Find(path, zone.Area))
            {
                var found = Judge(facts, settings, path, zone, first, last);
                if (found is Verdict.Broken) return found;
                if (found is Verdict.Undecided || (found is not null && verdict is Verdict.Kept)) verdict = found;
            }
        }
        return verdict;
    }

    // null: too short to concern this zone
    private static Verdict? Judge(PassageFacts facts, NoDrivingSettings settings, ContactPath path, Zone zone, int first, int last)
    {
        var s = path.Samples;
        var inside = Enumerable.Range(first, last - first + 1).Where(i => LaneStays.EdgeDistance(zone.Area, s[i].At) >= settings.EdgeShare * s[i].Width).ToList();
        if (inside.Count < 3) return null;
        var (a, b) = (s[inside[0]], s[inside[^1]]);
        var metres = facts.Plane is { } plane && plane.TryRoad(a.At, out var from) && plane.TryRoad(b.At, out var to) ? from.DistanceTo(to) : (double?)null;
        var pixels = double.Hypot(b.At.X - a.At.X, b.At.Y - a.At.Y);
        var enough = metres is { } m ? m >= settings.LeastMetres : pixels >= settings.LeastPictureShare * double.Hypot(facts.Scene.Camera.Width, facts.Scene.Camera.Height);
        if (!enough || b.TimeUs - a.TimeUs < settings.LeastUs) return null;
        if (facts.Passage.Class is RoadUser.Unknown) return new Verdict.Undecided($"what drove in the zone {zone.Id} is not known");
        if (inside.Count < LeastInsideShare * (inside[^1] - inside[0] + 1)) return new Verdict.Undecided($"it was too near to the edge of the zone {zone.Id} to say that it drove in it");
        if (facts.GapWithin(a.TimeUs, b.TimeUs)) return new Verdict.Undecided($"frames are missing where it drove in the zone {zone.Id}");
        if (OneBody.Doubt(facts.Track, facts.Plane, a.TimeUs, b.TimeUs) is { } doubt) return new Verdict.Undecided(doubt);
        if (Leap.Doubt(facts.Track, facts.Plane, a.TimeUs, b.TimeUs) is { } joined) return new Verdict.Undecided(joined);
        if (path.SeenShare(a.TimeUs, b.TimeUs) < LeastSeenShare) return new Verdict.Undecided("it was detected in too few frames");

        var way = metres is { } known ? ("way_m", Math.Round(known, 1)) : ("way_px", Math.Round(pixels, 0));
        return new Verdict.Broken($"it drove in the zone {zone.Id}, where no vehicle may, for {VerdictFacts.Seconds(b.TimeUs - a.TimeUs)} s", a.TimeUs,
            VerdictFacts.Of(("zone", zone.Id), ("class", facts.Passage.Class.ToString().ToLowerInvariant()), way, ("from_us", a.TimeUs), ("until_us", b.TimeUs)),
            VerdictFacts.Key(a.TimeUs, s[inside[inside.Count / 2]].TimeUs, b.TimeUs));
    }
}
