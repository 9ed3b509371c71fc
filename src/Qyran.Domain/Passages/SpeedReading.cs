using Qyran.Domain.Units;

namespace Qyran.Domain.Passages;

/// <summary>A measured speed: value rounded down, error (half width of the stated 95 % interval) rounded up.</summary>
/// <param name="By">Id of the calibration it rests on.</param>
public sealed record SpeedReading(Speed Value, Speed Error, string By)
{
    /// <summary>
    /// What is taken off the value before the law judges: all that nobody can rule out about this camera, more than what is found where truth is known. The error, where nothing more is stated.
    /// </summary>
    public Speed Margin { get; init; } = Error;

    /// <summary>What the vehicle drove at least: all that the law judges.</summary>
    public Speed Decided => Value - Margin;
}
