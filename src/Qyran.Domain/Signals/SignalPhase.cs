namespace Qyran.Domain.Signals;

/// <summary>One state of a head from its beginning until the next phase begins.</summary>
/// <param name="FromUs">Beginning on the source's clock, µs.</param>
/// <param name="ErrorUs">The switch happened within ± this of <paramref name="FromUs"/>: at least half a frame interval.</param>
/// <param name="Confidence">0…1 over the phase.</param>
public readonly record struct SignalPhase(SignalState State, long FromUs, long ErrorUs, double Confidence);
