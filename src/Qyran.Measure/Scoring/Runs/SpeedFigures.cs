namespace Qyran.Measure.Scoring.Runs;

/// <summary>What a set of measured speeds is worth, km/h. All zero when there is none.</summary>
/// <param name="Bias">Mean of measured − true.</param>
/// <param name="Mae">Mean of the absolute differences; the percentiles are of the same.</param>
/// <param name="Coverage">Share whose true speed lies within the stated 95 % error, 0…1.</param>
/// <param name="TooHigh">Share whose value less its margin lies above the true speed, 0…1: what would accuse an innocent.</param>
/// <param name="MeanError">Mean stated error.</param>
public sealed record SpeedFigures(int Count, double Bias, double Mae, double Median, double P95, double P99, double Worst, double Coverage, double TooHigh, double MeanError)
{
    /// <summary>The coverage that is promised.</summary>
    public const double Stated = 0.95;

    public static SpeedFigures Of(IReadOnlyCollection<RunSpeed> speeds)
    {
        if (speeds.Count == 0) return new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        double[] off = [.. speeds.Select(s => Math.Abs(s.DifferenceKmh)).Order()];
        return new(speeds.Count, speeds.Average(s => s.DifferenceKmh), off.Average(), Percentile(off, 0.5), Percentile(off, 0.95), Percentile(off, 0.99), off[^1],
            speeds.Count(s => s.Covered) / (double)speeds.Count, speeds.Count(s => s.TooHigh) / (double)speeds.Count, speeds.Average(s => s.Error.MmPerHour / 1e6));
    }

    /// <summary>Linear between the two nearest ranks of sorted values.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty) return 0;
        var at = share * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }
}
