using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;

namespace Qyran.Rules;

/// <summary>
/// Green arrows beside a red signal: whoever takes their turn is not forbidden to drive. Only an arrow that was surely dark, or one for
/// another turn than the one surely taken, says nothing for the driver.
/// </summary>
internal static class ArrowSight
{
    /// <summary>Kept where an arrow freed the way, Undecided where one may have, null where none did.</summary>
    /// <param name="fromUs">Earliest and</param><param name="untilUs">latest instant asked about: those of the crossing, or of what came after it.</param>
    /// <param name="graceUs">An arrow that went out less than this before still counts as lit.</param>
    public static Verdict? Freed(PassageFacts facts, ContactPath path, SceneLine line, Crossing crossing, (double X, double Y) way,
        long fromUs, long untilUs, long graceUs, double leastConfidence)
    {
        if (facts.Scene.Signals.FirstOrDefault(h => h.Id == line.Signal) is not { } head) return null;
        var taken = new Lazy<ArrowWay?>(() => TurnTaken.Of(facts, path, crossing, way));
        foreach (var (arrow, _) in head.Arrows())
        {
            var lit = Lit(facts.Signals.GetValueOrDefault(head.ArrowId(arrow)), fromUs - graceUs, untilUs, leastConfidence);
            if (lit is false || (taken.Value is { } other && other != arrow)) continue;
            if (taken.Value is null) return new Verdict.Undecided($"the arrow {head.ArrowId(arrow)} {(lit is true ? "was" : "may have been")} lit, and which way it took is not known");
            return lit is true ? new Verdict.Kept($"the green arrow {head.ArrowId(arrow)} was lit when it crossed the line {line.Id}")
                : new Verdict.Undecided($"at the line {line.Id}: whether the arrow {head.ArrowId(arrow)} was lit is not known");
        }
        return null;
    }

    /// <summary>True when it was lit at any instant of the stretch, false when it was surely dark all the time, else null.</summary>
    private static bool? Lit(SignalTimeline? signal, long fromUs, long untilUs, double leastConfidence)
    {
        if (signal is null || signal.Phases.IsDefaultOrEmpty || signal.Phases[0].FromUs > fromUs || signal.UntilUs < untilUs) return null;
        var dark = true;
        for (var i = 0; i < signal.Phases.Length; i++)
        {
            var phase = signal.Phases[i];
            var ends = i + 1 < signal.Phases.Length ? signal.Phases[i + 1].FromUs + signal.Phases[i + 1].ErrorUs : long.MaxValue;
            if (phase.FromUs - (i == 0 ? 0 : phase.ErrorUs) > untilUs || ends < fromUs) continue;
            if (phase.State == SignalState.Green) return true;
            dark &= phase.State == SignalState.Off && phase.Confidence >= leastConfidence;
        }
        return dark ? false : null;
    }
}
