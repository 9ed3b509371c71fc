using System.Collections.Immutable;
using Qyran.Domain.Signals;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>How what was read of signal heads compares with what they showed.</summary>
/// <param name="RightUs">Time in which the true state was given, or lay within a switch's stated error, µs.</param>
/// <param name="UnknownUs">Time in which no state was given, µs.</param>
/// <param name="WrongUs">Time in which another state was given, µs.</param>
/// <param name="Switches">Changes of the true state.</param>
/// <param name="Within">Of those read, how many happened within the stated error.</param>
/// <param name="ErrorsS">Read − true in seconds for each switch that was read.</param>
public sealed record SignalFigures(long RightUs, long UnknownUs, long WrongUs, int Switches, int Within, ImmutableArray<double> ErrorsS)
{
    /// <summary>A switch read this much beside the true one is another, µs.</summary>
    private const long SameUs = 2_000_000;

    public static SignalFigures None { get; } = new(0, 0, 0, 0, 0, []);

    /// <param name="truth">The head's true phases from the clip's beginning on.</param>
    /// <param name="read">What was read; its clock is the truth's. After it was watched last nothing is known.</param>
    /// <param name="lengthUs">Of the clip, µs.</param>
    public static SignalFigures Of(ImmutableArray<SignalPhase> truth, SignalTimeline read, long lengthUs)
    {
        ArgumentNullException.ThrowIfNull(read);
        var (right, unknown, wrong) = (0L, 0L, 0L);
        long[] edges = [.. truth.Select(p => p.FromUs).Concat(read.Phases.SelectMany(p => new[] { p.FromUs - p.ErrorUs, p.FromUs, p.FromUs + p.ErrorUs }))
            .Append(0).Append(read.UntilUs).Append(lengthUs).Where(t => t >= 0 && t <= lengthUs).Distinct().Order()];
        for (var i = 1; i < edges.Length; i++)
        {
            var (middle, length) = (edges[i - 1] + ((edges[i] - edges[i - 1]) / 2), edges[i] - edges[i - 1]);
            if (Held(truth, middle) is not { } shown) continue;
            var watched = middle <= read.UntilUs;
            if (watched && Possible(read.Phases, middle).Contains(shown)) right += length;
            else if (!watched || (Held(read.Phases, middle) ?? SignalState.Unknown) is SignalState.Unknown) unknown += length;
            else wrong += length;
        }
        var (within, errors) = (0, ImmutableArray.CreateBuilder<double>());
        var switches = truth.Skip(1).Where(p => p.FromUs < lengthUs).ToList();
        foreach (var change in switches)
        {
            SignalPhase[] near = [.. read.Phases.Where(p => p.State == change.State && Math.Abs(p.FromUs - change.FromUs) <= SameUs)];
            if (near.Length == 0) continue;
            var found = near.MinBy(p => Math.Abs(p.FromUs - change.FromUs));
            errors.Add((found.FromUs - change.FromUs) / 1e6);
            if (Math.Abs(found.FromUs - change.FromUs) <= found.ErrorUs) within++;
        }
        return new(right, unknown, wrong, switches.Count, within, errors.ToImmutable());
    }

    public static SignalFigures operator +(SignalFigures a, SignalFigures b) =>
        new(a.RightUs + b.RightUs, a.UnknownUs + b.UnknownUs, a.WrongUs + b.WrongUs, a.Switches + b.Switches, a.Within + b.Within, [.. a.ErrorsS, .. b.ErrorsS]);

    private static SignalState? Held(ImmutableArray<SignalPhase> phases, long us)
    {
        SignalState? held = null;
        foreach (var phase in phases.TakeWhile(p => p.FromUs <= us)) held = phase.State;
        return held;
    }

    /// <summary>The states that the reading allows at an instant: near a switch both.</summary>
    private static IEnumerable<SignalState> Possible(ImmutableArray<SignalPhase> phases, long us)
    {
        for (var i = 0; i < phases.Length; i++)
        {
            var begun = phases[i].FromUs - phases[i].ErrorUs <= us;
            var ended = i + 1 < phases.Length && phases[i + 1].FromUs + phases[i + 1].ErrorUs < us;
            if (begun && !ended) yield return phases[i].State;
        }
    }
}
