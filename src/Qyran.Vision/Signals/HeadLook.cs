using Qyran.Domain.Signals;

namespace Qyran.Vision.Signals;

/// <summary>What a head showed in one frame.</summary>
/// <param name="State">Unknown when it cannot be told from this frame.</param>
/// <param name="Confidence">0…1; 0 for Unknown.</param>
/// <param name="Dark">For Unknown: true when no lamp stood out (dark, or covered by something plain), false when lamps contradicted. True for Off.</param>
internal readonly record struct HeadLook(SignalState State, double Confidence, bool Dark)
{
    public static HeadLook NoLamp => new(SignalState.Unknown, 0, true);
    public static HeadLook Contradiction => new(SignalState.Unknown, 0, false);
}
