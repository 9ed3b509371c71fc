using System.Globalization;
using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Cli.Scoring;

/// <summary>Detection scores as tables, for the console and the accuracy page. Shares in per cent.</summary>
internal static class ScoreDetectionGrids
{
    /// <summary>One row per model: what most people ask for.</summary>
    public static ScoreGrid Overview(ScoreDetectionPart part, List<ScoreDetectionResult> results) => new(
        $"{part.Set.Title}, {part.Name}: AP50, {part.Pictures.Count} pictures{(part.Doubles > 0 ? $" ({part.Doubles} doubles left out)" : "")}",
        ["model", "input", .. results[0].Score.Classes.Select(c => $"{c.Name} ({c.Wanted})"), "mean", "50:95", $"vehicle ({results[0].Score.Vehicle.Wanted})", "50:95", "graph, ms", "call, ms"],
        [.. results.Select(r => (string[])[r.NameAmong(results), $"{r.Model.AnalysisWidth}×{r.Model.AnalysisHeight}", .. r.Score.Classes.Select(c => Percent(c.Ap50)),
            Percent(r.Score.Ap50), Percent(r.Score.Ap), Percent(r.Score.Vehicle.Ap50), Percent(r.Score.Vehicle.Ap), Ms(r.InferenceMs), Ms(r.DetectMs)])]);

    /// <summary>One row per class and model: sizes and thresholds.</summary>
    public static ScoreGrid Classes(ScoreDetectionPart part, List<ScoreDetectionResult> results)
    {
        List<string[]> rows = [];
        for (var c = 0; c <= results[0].Score.Classes.Length; c++)
            foreach (var r in results)
            {
                var s = c < r.Score.Classes.Length ? r.Score.Classes[c] : r.Score.Vehicle;
                rows.Add([r == results[0] ? s.Name : "", r.NameAmong(results), Percent(s.Ap50), Percent(s.Ap), Sized(s.Small), Sized(s.Medium), Sized(s.Large),
                    Percent(s.AtFixed?.Recall), Percent(s.AtFixed?.Precision), Percent(s.Best?.Recall), Percent(s.Best?.Precision),
                    s.Best?.Threshold.ToString("0.00", CultureInfo.InvariantCulture) ?? "–"]);
            }
        return new($"{part.Set.Title}, {part.Name}: AP50 by height, recall and precision at {BoxScore.FixedThreshold.ToString(CultureInfo.InvariantCulture)} and at the best F1",
            ["class", "model", "AP50", "AP50:95", "< 12 px", "12–40", "≥ 40", "R", "P", "R best", "P best", "at"], rows);
    }

    private static string Percent(double? share) => share is { } s ? (100 * s).ToString("0.0", CultureInfo.InvariantCulture) : "–";

    private static string Sized(SizeScore size) => size.Ap50 is null ? "–" : $"{Percent(size.Ap50)} ({size.Wanted})";

    private static string Ms(double ms) => ms.ToString("0.0", CultureInfo.InvariantCulture);
}
