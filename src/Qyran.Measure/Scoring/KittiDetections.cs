using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring;

/// <summary>
/// Reads detections as AB3DMOT hands them out for KITTI: <c>frame,type,left,top,right,bottom,score,…</c>. The score is the
/// detector's logit; it is brought to 0…1 by the logistic function.
/// </summary>
public static class KittiDetections
{
    /// <summary>True with all rows, or false with the line that is wrong. Ids are -1. Reads to the end; the caller owns the reader.</summary>
    public static bool TryRead(TextReader text, out List<ScoredBox> rows, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        rows = [];
        failure = null;
        Span<double> v = stackalloc double[7];
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            var parts = row.Split(',', StringSplitOptions.TrimEntries);
            var sound = parts.Length >= 7;
            for (var i = 0; sound && i < 7; i++)
                sound = double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out v[i]) && double.IsFinite(v[i]) && Math.Abs(v[i]) < 1e9;
            if (!sound || v[0] < 0 || v[4] < v[2] || v[5] < v[3])
            {
                failure = new(FailureKind.Unreadable, $"line {line} is not a detection (frame,type,left,top,right,bottom,score,…)");
                return false;
            }
            rows.Add(new((int)v[0], -1, new(v[2], v[3], v[4] - v[2], v[5] - v[3]), 1 / (1 + Math.Exp(-v[6]))));
        }
        return true;
    }
}
