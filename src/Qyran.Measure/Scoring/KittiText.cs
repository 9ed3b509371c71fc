using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring;

/// <summary>Reads KITTI tracking labels: <c>frame id type truncated occluded alpha left top right bottom …</c>, blanks between.</summary>
public static class KittiText
{
    /// <summary>True with all rows, or false with the line that is wrong. Reads to the end; the caller owns the reader.</summary>
    public static bool TryRead(TextReader text, out List<KittiLabel> rows, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        rows = [];
        failure = null;
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            if (!TryRow(row, out var label))
            {
                failure = new(FailureKind.Unreadable, $"line {line} is not a KITTI tracking label (frame id type truncated occluded alpha left top right bottom …)");
                return false;
            }
            rows.Add(label);
        }
        return true;
    }

    private static bool TryRow(string row, out KittiLabel label)
    {
        label = default;
        var parts = row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 10) return false;
        Span<double> values = stackalloc double[10];
        for (var i = 0; i < 10; i++)
            if (i != 2 && (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !double.IsFinite(values[i]) || Math.Abs(values[i]) > 1e9)) return false;
        if (values[0] < 0 || values[8] < values[6] || values[9] < values[7]) return false;
        label = new((int)values[0], (int)values[1], parts[2], (int)values[3], (int)values[4],
            new(values[6], values[7], values[8] - values[6], values[9] - values[7]));
        return true;
    }
}
