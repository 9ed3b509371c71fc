using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>
/// Driving past a forbidding signal (in Kazakhstan KoAP art. 599; elsewhere the Vienna Convention on Road Signs and Signals, art. 23):
/// the vehicle crossed the stop line while red had been shown longer than the grace time, and drove on into the junction during that red.
/// Refuses to judge: a signal that was not seen surely at the crossing, a crossing within the error of a switch, frames missing,
/// vehicles first seen behind the line, a line whose lawful way nobody said, a crossing between lanes of different signals, a green arrow that may have freed the way taken. Emergency vehicles, a traffic officer's hand and
/// broken signals are for the person who decides. The crossing is that of the box's lower edge, for a vehicle seen from behind its rear
/// end; the red must have been shown for longer than the grace time when its front was at the line at the earliest.
/// </summary>
public static class RedLight
{
    public static Verdict Judge(PassageFacts facts, RedLightSettings settings)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        return GravestVerdict.Of("it crossed no stop line with a signal",
            facts.Scene.Lines.Where(l => l is { Kind: LineKind.Stop, Signal: not null }).Select(line => Judge(facts, settings, path, line)));
    }

    // null: nothing here concerns this line
    private static Verdict? Judge(PassageFacts facts, RedLightSettings settings, ContactPath path, SceneLine line)
    {
        var way = SceneWays.WayOver(line, facts.Scene);
        var crossing = LineCrossing.Find(facts, path, line.Points, way, settings.MarginShare)
            .LastOrDefault(c => SceneWays.HoldsAt(line, facts, path, c) is not false);
        if (crossing is null) return null;
        var front = FrontReach.EarliestUs(facts, path, crossing);
        var sight = RedSight.At(facts.Signals.GetValueOrDefault(line.Signal!), front ?? crossing.EarliestUs, crossing.LatestUs,
            facts.Surely(settings.GraceUs), settings.RedYellow, settings.LeastConfidence);
        if (sight is RedSight.NotRed not) return new Verdict.Kept($"{not.Reason} when it crossed the line {line.Id}");
        if (sight is RedSight.Doubt unsure) return new Verdict.Undecided($"at the line {line.Id}: {unsure.Reason}");
        var red = (RedSight.Red)sight;
        if (way is null) return new Verdict.Undecided($"nobody said which way over the line {line.Id} is lawful; give its lanes an arrow");
        if (SceneWays.HoldsAt(line, facts, path, crossing) is null) return new Verdict.Undecided($"it crossed the line {line.Id} between two lanes, and its signal may not hold for both");
        if (front is null) return new Verdict.Undecided($"its front may have passed the line {line.Id} before it was seen whole");
        if (crossing.Doubt is { } doubt) return new Verdict.Undecided(doubt);
        if (CrossedBefore(facts, settings, path, line, crossing)) return new Verdict.Undecided($"it seems to have crossed the line {line.Id} twice, so its box may have stood around two for a while");
        if (RedClock.Doubt(facts, line.Signal!) is { } clock) return new Verdict.Undecided(clock);
        if (GoingOn.Find(facts, path, line, crossing, way.Value, settings.MarginShare, settings.OnMetres, settings.OnBoxShare) is not { } on)
            return Stood(path, crossing, long.MaxValue) ? new Verdict.Kept($"it stopped behind the line {line.Id} and did not drive on while in sight")
                : new Verdict.Undecided($"it was lost behind the line {line.Id} before it could be seen to drive on");
        if (on.AtUs >= red.UntilUs)
            return Stood(path, crossing, on.AtUs) ? new Verdict.Kept("it stopped behind the line and drove on only after the red")
                : new Verdict.Undecided("the red may have ended while it drove on");
        if (on.Doubt is { } joined) return new Verdict.Undecided(joined);
        if (facts.GapWithin(crossing.EarliestUs, on.AtUs)) return new Verdict.Undecided("frames are missing between the line and the junction");
        if (ArrowSight.Freed(facts, path, line, crossing, way.Value, front.Value, crossing.LatestUs, facts.Surely(settings.GraceUs), settings.LeastConfidence) is { } freed)
            return freed;
        // an arrow that came on behind the line frees who waited for it there, as green does
        if (ArrowSight.Freed(facts, path, line, crossing, way.Value, crossing.LatestUs, on.AtUs, 0, settings.LeastConfidence) is { } later)
            return later is Verdict.Kept && Stood(path, crossing, on.AtUs) ? new Verdict.Kept("it stopped behind the line and drove on only at a green arrow")
                : new Verdict.Undecided("a green arrow may have been lit while it drove on");

        var shown = crossing.AtUs - red.SinceUs;
        return new Verdict.Broken(
            $"it crossed the line {line.Id} {VerdictFacts.Seconds(shown)} s after the signal {line.Signal} turned red and drove on",
            crossing.AtUs,
            VerdictFacts.Of(("line", line.Id), ("signal", line.Signal!), ("signal_source", facts.Signals[line.Signal!].Source),
                ("crossed_at_us", crossing.AtUs), ("crossing_error_us", crossing.ErrorUs), ("front_not_before_us", front.Value),
                ("red_since_us", red.SinceUs), ("switch_error_us", red.SinceErrorUs), ("red_shown_us", shown), ("grace_us", settings.GraceUs),
                ("went_on_at_us", on.AtUs), ("went_on_by", on.By)),
            VerdictFacts.Key(crossing.EarliestUs, crossing.LatestUs, on.AtUs));
    }

    /// <summary>Had it crossed this line, or one beside it that goes on with it, already? Nobody does without coming back, and what comes back is mostly a box that another vehicle has stretched.</summary>
    private static bool CrossedBefore(PassageFacts facts, RedLightSettings settings, ContactPath path, SceneLine line, Crossing crossing) =>
        facts.Scene.Lines.Where(l => l.Kind == LineKind.Stop && l.Signal == line.Signal)
            .Any(l => LineCrossing.Find(facts, path, l.Points, SceneWays.WayOver(l, facts.Scene), settings.MarginShare).Any(c => c.LatestUs <= crossing.EarliestUs));

    private static bool Stood(ContactPath path, Crossing crossing, long untilUs) =>
        Standing.Find(path).Any(s => s.UntilUs > crossing.LatestUs && s.FromUs < untilUs);
}
