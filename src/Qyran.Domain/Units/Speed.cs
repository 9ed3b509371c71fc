using System.Globalization;

namespace Qyran.Domain.Units;

/// <summary>
/// A speed in whole millimetres per hour: 1 km/h = 1,000,000 and 1 mph = 1,609,344 exactly, so "equal to the limit" is equal.
/// The law is judged in these; geometry computes in double and converts once, with <see cref="RoundedDown"/> for a value
/// and <see cref="RoundedUp"/> for an error, both in the driver's favour.
/// </summary>
public readonly record struct Speed(long MmPerHour) : IComparable<Speed>
{
    public static readonly Speed Zero = new(0);

    public static Speed FromKmh(decimal kmh) => new(checked((long)(kmh * 1_000_000m)));

    /// <summary>A measured value in metres per second, rounded down. Throws on NaN, infinity or more than 1,000 km/h.</summary>
    public static Speed RoundedDown(double metresPerSecond) => new((long)Math.Floor(Checked(metresPerSecond) * 3_600_000.0));

    /// <summary>A stated error in metres per second, rounded up. Throws on NaN, infinity or more than 1,000 km/h.</summary>
    public static Speed RoundedUp(double metresPerSecond) => new((long)Math.Ceiling(Checked(metresPerSecond) * 3_600_000.0));

    public double MetresPerSecond => MmPerHour / 3_600_000.0;

    /// <summary>For people and JSON: km/h with full precision kept in a decimal.</summary>
    public decimal Kmh => MmPerHour / 1_000_000m;

    public static Speed operator +(Speed a, Speed b) => new(checked(a.MmPerHour + b.MmPerHour));
    public static Speed operator -(Speed a, Speed b) => new(checked(a.MmPerHour - b.MmPerHour));
    public static bool operator >(Speed a, Speed b) => a.MmPerHour > b.MmPerHour;
    public static bool operator <(Speed a, Speed b) => a.MmPerHour < b.MmPerHour;
    public static bool operator >=(Speed a, Speed b) => a.MmPerHour >= b.MmPerHour;
    public static bool operator <=(Speed a, Speed b) => a.MmPerHour <= b.MmPerHour;
    public int CompareTo(Speed other) => MmPerHour.CompareTo(other.MmPerHour);

    /// <summary>Whole km/h, rounded down in the driver's favour.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Kmh):0} km/h");

    private static double Checked(double v) => double.IsFinite(v) && Math.Abs(v) < 278.0
        ? v : throw new ArgumentOutOfRangeException(nameof(v), v, "not a speed on a road");
}
