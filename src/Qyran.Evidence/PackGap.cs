namespace Qyran.Evidence;

/// <summary>A stretch of the source that could not be decoded or was dropped; the defence is told of it.</summary>
/// <param name="FromUs">Beginning on the source's clock, µs.</param>
/// <param name="UntilUs">End on the source's clock, µs.</param>
public sealed record PackGap(long FromUs, long UntilUs, string Why);
