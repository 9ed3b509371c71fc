using Qyran.Domain.Failures;

namespace Qyran.Cli.Scoring;

/// <summary>The part of the accuracy page on vehicles counted in real clips.</summary>
internal static class ScoreAllCounts
{
    /// <summary>Null without a failure where no counted clip is there, or the program runs outside the project.</summary>
    public static ScoreSection? Section(string data, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        if (ScoreMaterial.Project is null) return null;
        List<string> absent = [];
        if (ScoreCounts.Measure(data, null, null, absent, stop, out failure) is not { Count: > 0 } results) return null;
        List<ScoreLeft> left = [.. absent.Select(c => new ScoreLeft($"{c} (no such clip)", [$"counts/{c}-"]))];
        var how = "Vehicles whose point on the road passes a line across it, in real clips, analysed with their scene files and default settings, against every pass that a person read from a strip of the line over time (`testdata/counts`, which says how). "
            + "A pass is looked for within a second; what no passage belongs to is missed, a passage that belongs to no pass (a second one of the same vehicle, or one of nothing) is extra. "
            + "Only times are compared: a vehicle missed and another counted twice within a second of it can't be told from two counted right. Command: `qyran score counts --strips FOLDER`, which draws the strips with what went wrong."
            + ScoreLeft.Sentence(left);
        return new("Vehicles counted in real clips", how, [ScoreCounts.Table(results)], [],
            [.. results.SelectMany(r => r.Lines.SelectMany(l => Figures($"counts/{r.File.Clip}-{l.Line.Id}", [l.Score]))), .. Figures("counts/all", [.. results.SelectMany(r => r.Lines.Select(l => l.Score))])]) { Left = [.. left] };
    }

    private static IEnumerable<ScoreFigure> Figures(string prefix, List<Measure.Scoring.Counts.CountScore> scores)
    {
        yield return new($"{prefix}/person", scores.Sum(s => s.True), 0);
        yield return new($"{prefix}/missed", scores.Sum(s => s.Missed.Length), -1);
        yield return new($"{prefix}/extra", scores.Sum(s => s.Extra.Length), -1);
    }
}
