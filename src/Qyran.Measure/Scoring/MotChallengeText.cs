using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring;

/// <summary>
/// Reads MOTChallenge rows, comma or blank between; an empty line is skipped. Detections and results are
/// <c>frame,id,left,top,width,height,confidence,…</c>, truth of 2016 and later <c>frame,id,left,top,width,height,flag,class,visibility</c>,
/// truth of 2015 has the flag and then three road coordinates.
/// </summary>
public static class MotChallengeText
{
    private const int MaxRows = 5_000_000;

    /// <summary>True with all rows, or false with the line that is wrong. Reads to the end; the caller owns the reader.</summary>
    public static bool TryRead(TextReader text, out List<ScoredBox> rows, out Failure? failure)
    {
        var read = TryReadLabels(text, out var labels, out failure);
        rows = labels.ConvertAll(l => l.Thing);
        return read;
    }

    /// <summary>The same with the class: the eighth of exactly nine values, or of ten where both last ones are -1 and it is not; else null.</summary>
    public static bool TryReadLabels(TextReader text, out List<MotLabel> rows, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        rows = [];
        failure = null;
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            if (rows.Count >= MaxRows || !TryRow(row, out var label))
            {
                failure = new(FailureKind.Unreadable, $"line {line} is not a MOTChallenge row (frame,id,left,top,width,height,confidence)");
                return false;
            }
            rows.Add(label);
        }
        return true;
    }

    private static bool TryRow(string row, out MotLabel label)
    {
        label = default;
        var parts = row.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 6) return false;
        Span<double> values = stackalloc double[10];
        values[6] = 1;
        var count = Math.Min(values.Length, parts.Length);
        for (var i = 0; i < count; i++)
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i])) return false;
        if (!IsWhole(values[0]) || values[0] < 0 || !IsWhole(values[1]) || values[4] < 0 || values[5] < 0) return false;
        var hasClass = IsWhole(values[7]) && values[7] >= 0 && (parts.Length == 9 || (parts.Length == 10 && values[8] is -1 && values[9] is -1));
        label = new(new((int)values[0], (int)values[1], new(values[2], values[3], values[4], values[5]), values[6]), hasClass ? (int)values[7] : null);
        return true;
    }

    private static bool IsWhole(double value) => Math.Abs(value) < 1e9 && Math.Floor(value) == value;
}
