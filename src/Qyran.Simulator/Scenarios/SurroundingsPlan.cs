namespace Qyran.Simulator;

/// <summary>What stands beside the road; for the eye only.</summary>
/// <param name="Style">town, open or square.</param>
public sealed record SurroundingsPlan(SurroundingsStyle Style, bool Buildings, bool Trees, bool Lamps);
