using Qyran.Domain.Time;

namespace Qyran.Rules;

/// <summary>Whether crossing and signal can be put on one clock.</summary>
internal static class RedClock
{
    /// <summary>
    /// Null when they can. A signal read from the same picture shares the frames' order whatever their stamps are worth; a
    /// controller's does not. Stamps that jump order nothing.
    /// </summary>
    public static string? Doubt(PassageFacts facts, string signal) => facts.TimeQuality switch
    {
        TimeQuality.Exact or TimeQuality.Jittered => null,
        TimeQuality.Broken => "the recording's time stamps jump",
        TimeQuality.Unknown or TimeQuality.Counted or TimeQuality.Synthetic => facts.Signals[signal].Source == "picture" ? null
            : "the recording's time stamps cannot be put on the signal controller's clock",
        var other => throw new InvalidOperationException($"a closed choice: {other}"),
    };
}
