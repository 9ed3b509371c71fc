using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Cli.Scoring;

/// <summary>The part of the accuracy page on real speeds: the report of <c>score speeds</c> with its plots and the figures to keep.</summary>
internal static class ScoreAllSpeeds
{
    /// <summary>Null without a failure where the data is not there.</summary>
    public static ScoreSection? Section(string data, TimeProvider clock, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        if (!Directory.Exists(Path.Combine(data, "speed/brnocompspeed/gt"))) return null;
        if (ScoreSpeeds.Measure(data, stop, out failure) is not { } report) return null;
        // its own heading is replaced by the page's
        var text = report.Markdown(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), FileAnalysis.Version, ScoreSpeeds.Inputs(report));
        text = text.StartsWith("## ", StringComparison.Ordinal) ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;
        List<SpeedPassage> ours = [.. report.All(t => t.Ours).Where(p => p is { Kmh: not null, ErrorKmh: > 0 })];
        List<ScorePlot> plots =
        [
            new("speed-errors.svg", "Measured − true speed against LiDAR; outer bars hold everything beyond.",
                ScoreSvg.Histogram("Speed errors, BrnoCompSpeed", "measured − true, km/h", [.. ours.Select(p => p.Off!.Value)], -6, 6, 48)),
            new("speed-over-speed.svg", "Speed error over the true speed (the data gives no distance from the camera).",
                ScoreSvg.Scatter("Speed error over true speed, BrnoCompSpeed", "true, km/h", "measured − true, km/h", [.. ours.Select(p => (p.TrueKmh, p.Off!.Value))])),
            new("speed-reliability.svg", "How often the true speed lies within the stated error, at every confidence; on the diagonal it is honest, below it is too sure.",
                ScoreSvg.Reliability("Is the stated error true? BrnoCompSpeed", [.. ours.Select(p => Math.Abs(p.Off!.Value) / p.ErrorKmh!.Value)])),
        ];
        return new("Speeds", text.TrimEnd(), [], plots, [.. Figures("speeds/brnocompspeed/all", report.All(t => t.Ours)), .. report.Trials.SelectMany(t => Figures($"speeds/brnocompspeed/{t.Name}", t.Ours))])
        {
            Left = [.. ScoreSpeeds.Missing(report).Select(r => new ScoreLeft($"{r} (no ground truth)", [$"speeds/brnocompspeed/{r}/"]))],
        };
    }

    private static IEnumerable<ScoreFigure> Figures(string prefix, IReadOnlyCollection<SpeedPassage> ours)
    {
        var s = SpeedScore.Of(ours);
        yield return new($"{prefix}/measured", s.Measured, 1);
        yield return new($"{prefix}/refused_share", s.RefusedShare, -1);
        if (s.Measured == 0) yield break;
        yield return new($"{prefix}/bias_kmh", s.Bias, 0) { Goal = 0 };
        yield return new($"{prefix}/mae_kmh", s.MeanAbsolute, -1);
        yield return new($"{prefix}/median_kmh", s.Median, -1);
        yield return new($"{prefix}/p95_kmh", s.P95, -1);
        yield return new($"{prefix}/p99_kmh", SpeedFigures.Percentile([.. ours.Select(p => p.Off).OfType<double>().Select(Math.Abs).Order()], 0.99), -1);
        yield return new($"{prefix}/worst_kmh", s.Worst, -1);
        if (s.Coverage is { } coverage) yield return new($"{prefix}/coverage", coverage, 0) { Goal = SpeedFigures.Stated, GoalIsLeast = true };
        if (s.TooHigh is { } high) yield return new($"{prefix}/too_high", high, -1);
    }
}
