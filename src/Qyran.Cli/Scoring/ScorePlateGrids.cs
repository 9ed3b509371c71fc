using System.Globalization;
using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli.Scoring;

/// <summary>Measured plate sets as tables.</summary>
internal static class ScorePlateGrids
{
    private static readonly string[] Measures = ["plates", "found, IoU ≥ 0.5", "exact", "character error", "accepted", "of these right"];

    /// <param name="total">With a row for all sets together, where there are several.</param>
    public static ScoreGrid Overview(List<ScorePlateResult> results, bool total = false)
    {
        List<string[]> rows = [.. results.Select(r => Row(r.Name, r.Pictures, r.Score, r.Crops ? "–" : Whole(r.Score.Elsewhere), r.MedianMs.ToString("0.0", CultureInfo.InvariantCulture)))];
        if (total && results.Count > 1) rows.Add(Row("all", results.Sum(r => r.Pictures), Together(results), Whole(results.Where(r => !r.Crops).Sum(r => r.Score.Elsewhere)), "–"));
        return new("Plates in still pictures", ["set", "pictures", .. Measures, "elsewhere", "accepted elsewhere", "ms a picture"], rows);

        static string[] Row(string name, int pictures, PlateScore score, string elsewhere, string ms) => [name, Whole(pictures), .. Figures(score), elsewhere, Whole(score.AcceptedElsewhere), ms];
    }

    public static ScoreGrid ByHeight(List<ScorePlateResult> results) => new("By the plate's height in the picture: exact, else found",
        ["set", .. results[0].Heights.Select(h => h.Height)],
        [.. results.Select(r => (string[])[r.Name, .. r.Heights.Select(h => h.Score.Plates == 0 ? "–" : $"{Share(h.Score.ExactShare ?? h.Score.FoundShare)} ({h.Score.Plates})")])]);

    /// <summary>Every measure by the height of the large signs, for somebody's own sets.</summary>
    public static ScoreGrid BySigns(List<ScorePlateResult> results) => new("By the height of the large signs (0.66 of the labelled box, 0.38 where it is less than 2.2 times as wide as high)",
        ["set and height", .. Measures],
        [.. results.SelectMany(r => r.Signs.Where(s => s.Score.Plates > 0).Select(s => (string[])[$"{r.Name}, {s.Height}", .. Figures(s.Score)]))]);

    public static ScoreGrid ByConfidence(List<ScorePlateResult> results)
    {
        var read = results.Where(r => r.Score.Texts > 0).ToList();
        return new("How often a reading of the stated confidence was right", ["set", .. read.Count == 0 ? [] : read[0].Reliability.Select(b => "from " + b.From.ToString(CultureInfo.InvariantCulture))],
            [.. read.Select(r => (string[])[r.Set.Title, .. r.Reliability.Select(b => b.Readings == 0 ? "–" : $"{Share((double)b.Right / b.Readings)} ({b.Readings})")])]);
    }

    public static PlateScore Together(List<ScorePlateResult> results) => results.Select(r => r.Score).Aggregate((a, b) => a + b);

    private static string[] Figures(PlateScore s) => [Whole(s.Plates), Share(s.FoundShare), Share(s.ExactShare), Share(s.CharacterError), s.Texts == 0 ? "–" : Whole(s.Accepted), Share(s.AcceptedPrecision)];

    private static string Whole(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } s ? (100 * s).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";
}
