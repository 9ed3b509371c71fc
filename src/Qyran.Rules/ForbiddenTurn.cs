using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// Turning where the lane or a sign forbids it, turning back included (Vienna Convention on Road Traffic, art. 16; the scene's offence cites what applies): the vehicle came in a lane from which a line of the kind <c>no_turn</c> may not be crossed, and crossed it.
/// Refuses to judge: a vehicle that was not clearly seen in one lane before, one that was in another lane later, crossings that are not sure,
/// stretches with frames missing. A way round an obstacle and a traffic officer's hand are for the person who decides.
/// </summary>
public static class ForbiddenTurn
{
    private const double LeastSeenShare = 0.5;
    // cosine of 45°: who drives across a lane does not come in it
    private const double Along = 0.7;

    public static Verdict Judge(PassageFacts facts, ForbiddenTurnSettings settings)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        return GravestVerdict.Of("it crossed no line that is forbidden from its lane",
            from line in facts.Scene.Lines
            where line.Kind == LineKind.NoTurn
            from crossing in LineCrossing.Find(facts, path, line.Points, null, settings.MarginShare)
            select Judge(facts, settings, path, line, crossing));
    }

    private static Verdict Judge(PassageFacts facts, ForbiddenTurnSettings settings, ContactPath path, SceneLine line, Crossing crossing)
    {
        if (Came(facts, settings, path, crossing.Before) is not { } came) return new Verdict.Undecided($"in which lane it came to the line {line.Id} was not clearly seen");
        if (!line.Lanes.Contains(came.Lane)) return new Verdict.Kept($"it came to the line {line.Id} in the lane {came.Lane}, from which it may be crossed");
        if (crossing.Doubt is { } doubt) return new Verdict.Undecided(doubt);
        var (from, until) = (path.Samples[came.First].TimeUs, crossing.LatestUs);
        if (facts.GapWithin(from, until)) return new Verdict.Undecided($"frames are missing between the lane {came.Lane} and the line {line.Id}");
        if (Leap.Doubt(facts.Track, facts.Plane, from, until) is { } joined) return new Verdict.Undecided(joined);
        if (path.SeenShare(from, until) < LeastSeenShare) return new Verdict.Undecided("it was detected in too few frames");
        return new Verdict.Broken($"it came in the lane {came.Lane} and crossed the line {line.Id}, which is forbidden from there", crossing.AtUs,
            VerdictFacts.Of(("line", line.Id), ("lane", came.Lane), ("in_lane_from_us", from), ("in_lane_until_us", path.Samples[came.Last].TimeUs),
                ("crossed_at_us", crossing.AtUs), ("crossing_error_us", crossing.ErrorUs)),
            VerdictFacts.Key(path.Samples[came.Last].TimeUs, crossing.EarliestUs, crossing.LatestUs));
    }

    /// <summary>The lane it last drove along before the crossing, well inside and long enough; null where there is none, or two at once. Lanes without a direction are none.</summary>
    private static (string Lane, int First, int Last)? Came(PassageFacts facts, ForbiddenTurnSettings settings, ContactPath path, int before)
    {
        var s = path.Samples;
        List<(string Lane, int First, int Last)> drove = [];
        foreach (var lane in facts.Scene.Lanes)
        {
            if (lane is not { From: { } tail, To: { } head }) continue;
            foreach (var (first, end) in LaneStays.Find(path, lane.Area).Where(stay => stay.First <= before))
            {
                var inside = Enumerable.Range(first, Math.Min(end, before) - first + 1).Where(i => LaneStays.EdgeDistance(lane.Area, s[i].At) >= settings.EdgeShare * s[i].Width).ToList();
                if (inside.Count < 3 || s[inside[^1]].TimeUs - s[inside[0]].TimeUs < settings.LeastUs) continue;
                var (dx, dy) = (s[inside[^1]].At.X - s[inside[0]].At.X, s[inside[^1]].At.Y - s[inside[0]].At.Y);
                if (((dx * (head.X - tail.X)) + (dy * (head.Y - tail.Y))) < Along * double.Hypot(dx, dy) * double.Hypot(head.X - tail.X, head.Y - tail.Y)) continue;
                drove.Add((lane.Id, inside[0], inside[^1]));
            }
        }
        if (drove.Count == 0) return null;
        var latest = drove.MaxBy(d => d.Last);
        // lanes that overlap tell no lane
        return drove.Exists(d => d.Lane != latest.Lane && d.Last >= latest.First) ? null : latest;
    }
}
