using System.Collections.Immutable;

namespace Qyran.Domain.Signals;

/// <summary>The states of one signal head in time order; goes into the evidence.</summary>
/// <param name="Head">The scene's id of the head; of an arrow beside it that id and the turn, such as main/left.</param>
/// <param name="Source">"picture" or the name of the controller feed.</param>
/// <param name="UntilUs">How far the head was watched, µs; nothing is known after it.</param>
public sealed record SignalTimeline(string Head, string Source, ImmutableArray<SignalPhase> Phases, long UntilUs)
{
    /// <summary>The phase in force at this instant, or null before the first, after <see cref="UntilUs"/>.</summary>
    public SignalPhase? At(long mediaUs)
    {
        if (mediaUs > UntilUs) return null;
        SignalPhase? now = null;
        foreach (var phase in Phases)
        {
            if (phase.FromUs > mediaUs) break;
            now = phase;
        }
        return now;
    }
}
