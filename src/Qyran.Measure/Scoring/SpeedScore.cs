using System.Collections.Immutable;

namespace Qyran.Measure.Scoring;

/// <summary>Errors of measured speeds against true ones, km/h. NaN where nothing was measured.</summary>
/// <param name="Bias">Mean of measured minus true.</param>
/// <param name="MeanAbsolute">Mean, median, 95th percentile and maximum of the absolute error.</param>
/// <param name="Coverage">Share whose true speed lies within ± the stated 95 % error; null where none is stated.</param>
/// <param name="MedianStated">Median of the stated errors; null where none is stated.</param>
/// <param name="TooHigh">Share whose value less its margin lies above the true speed: what would accuse an innocent.</param>
public sealed record SpeedScore(
    int Vehicles, int Measured, double Bias, double MeanAbsolute, double Median, double P95, double Worst,
    double? Coverage, double? MedianStated, double? TooHigh, ImmutableSortedDictionary<string, int> Refused)
{
    /// <summary>Share of the vehicles without a speed.</summary>
    public double RefusedShare => Vehicles == 0 ? 0 : (Vehicles - Measured) / (double)Vehicles;

    public static SpeedScore Of(IReadOnlyCollection<SpeedPassage> passages)
    {
        var off = passages.Select(p => p.Off).OfType<double>().ToArray();
        var absolute = off.Select(Math.Abs).Order().ToArray();
        var stated = passages.Where(p => p is { Kmh: not null, ErrorKmh: not null }).ToArray();
        var errors = stated.Select(p => p.ErrorKmh!.Value).Order().ToArray();
        return new(
            passages.Count, off.Length, off.Length == 0 ? double.NaN : off.Average(), off.Length == 0 ? double.NaN : absolute.Average(),
            Percentile(absolute, 0.5), Percentile(absolute, 0.95), off.Length == 0 ? double.NaN : absolute[^1],
            stated.Length == 0 ? null : stated.Count(p => Math.Abs(p.Off!.Value) <= p.ErrorKmh) / (double)stated.Length,
            stated.Length == 0 ? null : Percentile(errors, 0.5),
            stated.Length == 0 ? null : stated.Count(p => p.Off > p.MarginKmh) / (double)stated.Length,
            passages.Where(p => p.Refused is not null).GroupBy(p => p.Refused!).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal));
    }

    /// <summary>Linear between the ordered values, as the data set's authors compute it.</summary>
    internal static double Percentile(double[] ordered, double part)
    {
        if (ordered.Length == 0) return double.NaN;
        var at = part * (ordered.Length - 1);
        var low = (int)at;
        return low + 1 < ordered.Length ? ordered[low] + ((at - low) * (ordered[low + 1] - ordered[low])) : ordered[low];
    }
}
