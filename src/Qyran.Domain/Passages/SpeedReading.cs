using Qyran.Domain.Units;

namespace Qyran.Domain.Passages;

/// <summary>A measured speed: value rounded down, error (half width of the stated 95 % interval) rounded up.</summary>
/// <param name="By">Id of the calibration it rests on.</param>
public sealed record SpeedReading(Speed Value, Speed Error, string By);
