using Qyran.Domain.Signals;

namespace Qyran.Rules;

/// <summary>Whether a signal was red over a stretch of time, with the doubt of its switching instants.</summary>
internal abstract record RedSight
{
    private RedSight() { }

    /// <summary>Red for sure, longer than the grace time.</summary>
    /// <param name="SinceUs">Beginning of the red (at the latest, when it was red from the first sight on).</param>
    /// <param name="SinceErrorUs">± of it.</param>
    /// <param name="UntilUs">How long red was shown: the next state's beginning less its error, or the end of sight.</param>
    public sealed record Red(long SinceUs, long SinceErrorUs, long UntilUs) : RedSight;

    public sealed record NotRed(string Reason) : RedSight;

    public sealed record Doubt(string Reason) : RedSight;

    /// <param name="fromUs">Earliest and</param><param name="untilUs">latest instant of what is judged.</param>
    /// <param name="redYellow">Whether red with yellow still forbids.</param>
    /// <param name="leastConfidence">0…1; a phase read less surely is as good as unknown.</param>
    public static RedSight At(SignalTimeline? signal, long fromUs, long untilUs, long graceUs, bool redYellow, double leastConfidence)
    {
        if (signal is null) return new Doubt("the signal was not watched");
        var phases = signal.Phases;
        bool IsRed(int i) => phases[i].State == SignalState.Red || (redYellow && phases[i].State == SignalState.RedYellow);
        bool IsKnown(int i) => phases[i].State != SignalState.Unknown && phases[i].Confidence >= leastConfidence;
        if (phases.IsDefaultOrEmpty || phases[0].FromUs > fromUs || signal.UntilUs < untilUs) return new Doubt("the signal was not watched at that time");

        // every phase that may have been in force at some instant of the stretch
        var (first, last) = (-1, -1);
        for (var i = 0; i < phases.Length; i++)
        {
            var begins = phases[i].FromUs - (i == 0 ? 0 : phases[i].ErrorUs);
            var ends = i + 1 < phases.Length ? phases[i + 1].FromUs + phases[i + 1].ErrorUs : long.MaxValue;
            if (begins > untilUs || ends < fromUs) continue;
            if (first < 0) first = i;
            last = i;
        }
        var all = Enumerable.Range(first, last - first + 1).ToList();
        if (all.Any(i => !IsKnown(i))) return new Doubt("the signal's state is not known at that time");
        if (!all.Any(IsRed)) return new NotRed("the signal was not red");

        var red = all.First(IsRed);
        while (red > 0 && IsRed(red - 1) && IsKnown(red - 1)) red--;
        var since = phases[red];
        var begun = red > 0 && IsKnown(red - 1); // else it was red already when first seen
        if (begun && untilUs - since.FromUs + since.ErrorUs <= graceUs) return new NotRed("the red had been shown for less than the grace time");
        if (!all.All(IsRed)) return new Doubt("the signal switched while it crossed, or within the error of that");
        if (fromUs - since.FromUs - since.ErrorUs <= graceUs) return new Doubt("the red may have been shown for less than the grace time");
        var end = last;
        while (end + 1 < phases.Length && IsRed(end + 1) && IsKnown(end + 1)) end++;
        return new Red(since.FromUs, since.ErrorUs, end + 1 < phases.Length ? phases[end + 1].FromUs - phases[end + 1].ErrorUs : signal.UntilUs);
    }
}
