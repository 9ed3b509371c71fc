namespace Qyran.Storage.Traffic;

/// <summary>So many vehicles drove so fast.</summary>
/// <param name="Kmh">Measured speed in whole km/h, rounded down; null for <paramref name="Foreign"/> ones and those without a speed.</param>
/// <param name="Foreign">Another maker's device has stated whatever speed there is; it is not mixed with ours.</param>
public sealed record SpeedCount(int? Kmh, bool Foreign, long Count);
