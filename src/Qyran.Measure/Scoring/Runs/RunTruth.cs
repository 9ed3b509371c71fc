using System.Collections.Immutable;
using Qyran.Domain.Signals;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>What really happened in one clip: the <c>truth.json</c> a simulation writes beside its video.</summary>
/// <param name="Light">day, night or dusk.</param>
public sealed record RunTruth(
    string Scenario, string Light, string Weather, int Width, int Height, ImmutableArray<TruthVehicle> Vehicles, ImmutableArray<TruthFrame> Frames,
    ImmutableArray<TruthViolation> Violations)
{
    /// <summary>What each signal head showed, by its id; from 0 on.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<SignalPhase>> Signals { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<SignalPhase>>.Empty;

    /// <summary>The rules whose violations it tells, all of them; null where the file does not say, so every rule.</summary>
    public ImmutableHashSet<string>? Told { get; init; }

    /// <summary>When the first frame was exposed; null where the file does not say.</summary>
    public DateTimeOffset? StartUtc { get; init; }

    /// <summary>Whether a violation of this rule would stand here, had there been one.</summary>
    public bool Tells(string rule) => Told?.Contains(rule) ?? true;
}
