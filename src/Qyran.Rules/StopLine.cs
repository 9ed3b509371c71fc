using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// Stopping behind the stop line at a forbidding signal (road rules: at red one stops before the line): the vehicle crossed the line
/// clearly after red began, came to rest behind it and stood there while red went on, without driving into the junction.
/// Refuses to judge: who crossed at green or yellow and was held up, who is first seen behind the line, stop signs (no signal), and
/// any signal state that was not seen surely. Seen from behind, the whole vehicle must be behind the line.
/// </summary>
public static class StopLine
{
    // while it stands the box trembles: what "driving on" means for the red-light rule is not asked, an entry line is
    private const double MarginShare = 0.15;

    public static Verdict Judge(PassageFacts facts, StopLineSettings settings)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        return GravestVerdict.Of("it crossed no stop line with a signal",
            facts.Scene.Lines.Where(l => l is { Kind: LineKind.Stop, Signal: not null }).Select(line => Judge(facts, settings, path, line)));
    }

    private static Verdict? Judge(PassageFacts facts, StopLineSettings settings, ContactPath path, SceneLine line)
    {
        var way = SceneWays.WayOver(line, facts.Scene);
        var crossing = LineCrossing.Find(facts, path, line.Points, way, settings.PastBoxShare)
            .LastOrDefault(c => SceneWays.HoldsAt(line, facts, path, c) is not false);
        if (crossing is null) return null;
        var signal = facts.Signals.GetValueOrDefault(line.Signal!);
        var dwell = facts.Surely(settings.DwellUs);
        // it may still roll over the sure mark when it has come to rest there: the frame clearly behind counts, not later
        var stand = Standing.Find(path).FirstOrDefault(s => s.UntilUs - Math.Max(s.FromUs, crossing.LatestUs) >= dwell);
        if (stand is null) return new Verdict.Kept($"it did not stop behind the line {line.Id}");
        var from = Math.Max(stand.FromUs, crossing.LatestUs);
        var front = FrontReach.EarliestUs(facts, path, crossing);
        var sight = RedSight.At(signal, front ?? crossing.EarliestUs, crossing.LatestUs, facts.Surely(settings.GraceUs), settings.RedYellow, settings.LeastConfidence);
        if (sight is RedSight.NotRed not) return new Verdict.Kept($"{not.Reason} when it crossed the line {line.Id}");
        if (sight is RedSight.Doubt unsure) return new Verdict.Undecided($"at the line {line.Id}: {unsure.Reason}");
        var red = (RedSight.Red)sight;
        if (red.UntilUs - from < dwell) return new Verdict.Kept($"the red ended within {VerdictFacts.Seconds(dwell)} s of its stop");
        if (way is null) return new Verdict.Undecided($"nobody said which way over the line {line.Id} is lawful; give its lanes an arrow");
        if (SceneWays.HoldsAt(line, facts, path, crossing) is null) return new Verdict.Undecided($"it crossed the line {line.Id} between two lanes, and its signal may not hold for both");
        if (front is null) return new Verdict.Undecided($"its front may have passed the line {line.Id} before it was seen whole");
        if (crossing.Doubt is { } doubt) return new Verdict.Undecided(doubt);
        if (RedClock.Doubt(facts, line.Signal!) is { } clock) return new Verdict.Undecided(clock);
        if (facts.GapWithin(crossing.EarliestUs, from + dwell)) return new Verdict.Undecided("frames are missing where it stopped");
        if (Leap.Doubt(facts.Track, facts.Plane, crossing.EarliestUs, from) is { } joined) return new Verdict.Undecided(joined);
        foreach (var entry in SceneWays.EntriesOf(line, facts.Scene))
            if (LineCrossing.Find(facts, path, entry.Points, way, MarginShare).Any(c => c.AtUs > crossing.AtUs && c.AtUs < from))
                return new Verdict.Kept($"it had driven on over the line {entry.Id} before it stopped");
        // who waits behind the line to turn at a lit arrow is not forbidden to be there
        if (ArrowSight.Freed(facts, path, line, crossing, way.Value, front.Value, crossing.LatestUs, facts.Surely(settings.GraceUs), settings.LeastConfidence) is { } freed)
            return freed;

        var stood = Math.Min(stand.UntilUs, red.UntilUs) - from;
        return new Verdict.Broken(
            $"it stopped behind the line {line.Id} and stood there {VerdictFacts.Seconds(stood)} s while the signal {line.Signal} was red",
            from,
            VerdictFacts.Of(("line", line.Id), ("signal", line.Signal!), ("signal_source", signal!.Source), ("crossed_at_us", crossing.AtUs),
                ("crossing_error_us", crossing.ErrorUs), ("red_since_us", red.SinceUs), ("switch_error_us", red.SinceErrorUs),
                ("stopped_at_us", from), ("stood_us", stood), ("dwell_us", settings.DwellUs), ("grace_us", settings.GraceUs)),
            VerdictFacts.Key(crossing.EarliestUs, from, path.Samples.Last(s => s.TimeUs <= from + dwell).TimeUs));
    }
}
