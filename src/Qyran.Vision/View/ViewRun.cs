namespace Qyran.Vision.View;

/// <summary>What the watch says of a whole run.</summary>
/// <param name="Now">How the view stood at the end.</param>
/// <param name="LargestPx">Largest shift from the reference, raw pixels.</param>
/// <param name="LargestAtUs">When that was; null when nothing was known.</param>
/// <param name="LostSinceUs">First time the picture showed nothing of its reference; null: never.</param>
/// <param name="KnownShare">Share of the checks that found the view, 0 to 1.</param>
/// <param name="ErrorPx">Mean standard error of one check, raw pixels; 0 when nothing was known.</param>
public sealed record ViewRun(ViewStay Now, double LargestPx, long? LargestAtUs, long? LostSinceUs, double KnownShare, double ErrorPx);
