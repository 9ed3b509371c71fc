using Qyran.Domain.Time;

namespace Qyran.Media;

/// <summary>How far a source's stamps can be trusted.</summary>
/// <param name="JitterUs">One sigma of a stamp about the even flow of its neighbours, µs; 0 where the container only declares a constant step.</param>
/// <param name="DeclaredFps">What the container promises; null when nothing.</param>
/// <param name="DeliveredFps">For a live source frames over arrival time in the last minute, for a file frames over media time; null with fewer than two frames.</param>
/// <param name="Why">One line for people.</param>
public sealed record TimeAuditResult(TimeQuality Quality, double JitterUs, double? DeclaredFps, double? DeliveredFps, string Why)
{
    /// <summary>Broken by a break: a stamp did not go on as a clock does. Stamps that only come in bursts are broken without one.</summary>
    public bool Broke { get; init; }
}
