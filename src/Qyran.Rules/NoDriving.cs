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
        return GravestVerdict.Of("it drove in no zone in which that is forbidden",
            from zone in facts.Scene.Zones
            where zone.Kind == ZoneKind.NoDriving
            from stay in LaneStays.Find(path, zone.Area)
            select Judge(facts, settings, path, zone, stay));
    }

    // null: too short to concern this zone
    private static Verdict? Judge(PassageFacts facts, NoDrivingSettings settings, ContactPath path, Zone zone, (int First, int Last) stay)
    {
        if (LaneStays.Deep(facts, path, zone.Area, stay, settings.EdgeShare, settings.LeastMetres, settings.LeastPictureShare, settings.LeastUs) is not { } deep) return null;
        var (from, until) = (deep.From.TimeUs, deep.Until.TimeUs);
        if (facts.Passage.Class is RoadUser.Unknown) return new Verdict.Undecided($"what drove in the zone {zone.Id} is not known");
        if (deep.Share < LeastInsideShare) return new Verdict.Undecided($"it was too near to the edge of the zone {zone.Id} to say that it drove in it");
        if (facts.GapWithin(from, until)) return new Verdict.Undecided($"frames are missing where it drove in the zone {zone.Id}");
        if (OneBody.Doubt(facts.Track, facts.Plane, from, until) is { } doubt) return new Verdict.Undecided(doubt);
        if (Leap.Doubt(facts.Track, facts.Plane, from, until) is { } joined) return new Verdict.Undecided(joined);
        if (path.SeenShare(from, until) < LeastSeenShare) return new Verdict.Undecided("it was detected in too few frames");

        return new Verdict.Broken($"it drove in the zone {zone.Id}, where no vehicle may, for {VerdictFacts.Seconds(until - from)} s", from,
            VerdictFacts.Of(("zone", zone.Id), ("class", facts.Passage.Class.ToString().ToLowerInvariant()), deep.Way, ("from_us", from), ("until_us", until)),
            VerdictFacts.Key(from, path.Samples[deep.Inside[deep.Inside.Count / 2]].TimeUs, until));
    }
}
