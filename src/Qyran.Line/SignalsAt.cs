using Qyran.Domain.Signals;

namespace Qyran.Line;

/// <summary>The states of all heads at one instant, for drawing.</summary>
public static class SignalsAt
{
    public static Dictionary<string, SignalState> Instant(IReadOnlyDictionary<string, SignalTimeline> signals, long mediaUs) =>
        signals.ToDictionary(s => s.Key, s => s.Value.At(mediaUs)?.State ?? SignalState.Unknown);
}
