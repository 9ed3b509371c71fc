using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring;

/// <summary>Reads MOTChallenge rows: <c>frame,id,left,top,width,height,confidence,…</c>, comma or blank between; an empty line is skipped.</summary>
public static class MotChallengeText
{
    private const int MaxRows = 5_000_000;

    /// <summary>True with all rows, or false with the line that is wrong. Reads to the end; the caller owns the reader.</summary>
    public static bool TryRead(TextReader text, out List<ScoredBox> rows, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        rows = [];
        failure = null;
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            if (rows.Count >= MaxRows || !TryRow(row, out var box))
            {
                failure = new(FailureKind.Unreadable, $"line {line} is not a MOTChallenge row (frame,id,left,top,width,height,confidence)");
                return false;
            }
            rows.Add(box);
        }
        return true;
    }

    private static bool TryRow(string row, out ScoredBox box)
    {
        box = default;
        var parts = row.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        Span<double> values = stackalloc double[7];
        if (parts.Length < 6) return false;
        values[6] = 1;
        for (var i = 0; i < Math.Min(7, parts.Length); i++)
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i])) return false;
        if (!IsWhole(values[0]) || values[0] < 0 || !IsWhole(values[1]) || values[4] < 0 || values[5] < 0) return false;
        box = new((int)values[0], (int)values[1], new(values[2], values[3], values[4], values[5]), values[6]);
        return true;
    }

    private static bool IsWhole(double value) => Math.Abs(value) < 1e9 && Math.Floor(value) == value;
}
