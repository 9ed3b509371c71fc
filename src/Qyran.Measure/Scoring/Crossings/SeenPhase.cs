using Qyran.Domain.Signals;

namespace Qyran.Measure.Scoring.Crossings;

/// <summary>What a person saw a signal show, media clock.</summary>
public readonly record struct SeenPhase(SignalState State, long FromUs, long ToUs);
