using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Measure.Scoring.Runs;
using Qyran.Rules.Sections;
using Qyran.Vision.Onnx;

namespace Qyran.Cli.Scoring;

/// <summary>The simulated part of the accuracy page: every clip is analysed and held against its truth.</summary>
internal static class ScoreAllRuns
{
    /// <summary>Analyses each clip and scores it; null with the failure when one can't be.</summary>
    /// <param name="clips">At least one.</param>
    /// <param name="untrue">Names of clips without a truth.</param>
    /// <param name="pages">A folder that is there, for a page of worst cases of every clip; null for none.</param>
    public static ScoreSection? Section(IReadOnlyCollection<ScoreClip> clips, IReadOnlyCollection<string> untrue, string? pages, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        var work = Directory.CreateTempSubdirectory("qyran-score-").FullName;
        try
        {
            List<RunScore> runs = [];
            // a section's exit is judged by what was seen at its entry
            foreach (var clip in clips.OrderBy(c => SectionOf(c.Folder) is not null))
            {
                Console.Error.WriteLine($"qyran: analysing {clip.Name}");
                if (Score(clip, work, pages, stop, out failure) is not { } run) return null;
                runs.Add(run with { Scenario = clip.Name });
            }
            return Made([.. runs.OrderBy(r => r.Scenario, StringComparer.Ordinal)], [.. untrue.Select(n => new ScoreLeft($"{n} (a video without truth.json)", [$"simulated/{n}/"]))]);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>What <c>qyran analyze</c> takes when nobody says otherwise.</summary>
    private static string Detector => ShippedModels.Road ?? "motion";

    /// <summary>The section file beside the clip's folder, when the clip is its exit's; with the name of the entry camera's folder there.</summary>
    private static (string File, string Entry)? SectionOf(string clip)
    {
        var file = Path.Combine(Path.GetDirectoryName(clip)!, "section.yaml");
        return File.Exists(file) && SectionFile.Read(File.ReadAllBytes(file), out _) is { Section: var section } && section.ToCamera == Path.GetFileName(clip)
            ? (file, section.FromCamera) : null;
    }

    private static RunScore? Score(ScoreClip clip, string work, string? pages, CancellationToken stop, out Failure? failure)
    {
        var @out = Path.Combine(work, clip.Name);
        if (ScoreRunFiles.Truth(Path.Combine(clip.Folder, "truth.json"), out failure) is not { } truth) return null;
        var (video, scene) = (Path.Combine(clip.Folder, "video.mp4"), Path.Combine(clip.Folder, "scene.yaml"));
        var request = new AnalyzeRequest(video, File.Exists(scene) ? scene : null, @out, Detector, truth.StartUtc, false, Path.Combine(work, "device.pem"), MeasureDecode: false, Plates: ShippedModels.PlateReader is not null);
        if (request.Plates && SectionOf(clip.Folder) is var (file, entry))
            request = request with { Section = (file, Path.Combine(work, clip.Name[..^Path.GetFileName(clip.Folder).Length] + entry)) };
        switch (FileAnalysis.Run(request, _ => { }, TimeProvider.System, stop))
        {
            case AnalyzeOutcome.Failed failed:
                failure = failed.Failure with { Text = $"{clip.Name}: {failed.Failure.Text}" };
                return null;
            case AnalyzeOutcome.Done { Summary.Stopped: true }:
                failure = new(FailureKind.Cancelled, "stopped; nothing was written");
                return null;
            case AnalyzeOutcome.Done { Problem: { } problem }:
                failure = problem with { Text = $"{clip.Name}: {problem.Text}" };
                return null;
            case AnalyzeOutcome.Done { Summary.Frames: var read } when read < ScoreRunFiles.LeastRead * truth.Frames.Length:
                failure = new(FailureKind.Unreadable, $"{clip.Name}: only {read} of the {truth.Frames.Length} frames of its truth could be read from '{video}'");
                return null;
            default:
                if (ScoreRunFiles.Result(@out, out failure) is not { } result) return null;
                var score = RunScore.Of(truth, result);
                if (pages is not null) failure = ScoreRunPage.Write(Path.Combine(pages, clip.Name + ".html"), video, truth, result, score, stop);
                return failure is null ? score : null;
        }
    }

    private static ScoreSection Made(List<RunScore> runs, List<ScoreLeft> left)
    {
        List<RunSpeed> speeds = [.. runs.SelectMany(r => r.Speeds)];
        List<ScorePlot> plots = [];
        if (speeds.Count > 0)
        {
            plots.Add(new("simulated-speed-errors.svg", "Measured − true speed; outer bars hold everything beyond.",
                ScoreSvg.Histogram("Speed errors, simulated clips", "measured − true, km/h", [.. speeds.Select(s => s.DifferenceKmh)], -5, 5, 40)));
            plots.Add(new("simulated-speed-over-distance.svg", "Speed error over the distance the vehicle was followed.",
                ScoreSvg.Scatter("Speed error over followed distance", "followed over, m", "measured − true, km/h", [.. speeds.Select(s => (s.WayM, s.DifferenceKmh))])));
            plots.Add(new("simulated-speed-reliability.svg", "How often the true speed lies within the stated error, at every confidence; on the diagonal it is honest, below it is too sure.",
                ScoreSvg.Reliability("Is the stated error true?", [.. speeds.Select(s => Math.Abs(s.DifferenceKmh) / Math.Max(1e-9, s.Error.MmPerHour / 1e6))])));
        }
        List<ScoreFigure> figures = [.. ScoreRunGrids.Figures("simulated", runs).Select(f => f with { Total = true })];
        foreach (var run in runs) figures.AddRange(ScoreRunGrids.Figures($"simulated/{run.Scenario}", [run]).Select(f => f with { Total = false }));
        var how = "Rendered clips with exact truth, analysed with `qyran analyze --scene scene.yaml` (default settings, detector " + Path.GetFileNameWithoutExtension(Detector) + "). A vehicle is asked for where it is at least "
            + FormattableString.Invariant($"{RunTracks.MinHeight:0} px high, {100 * RunTracks.MinVisible:0} % visible, and not behind so much fog that less than {100 * RunTracks.MinAir:0.#} % of its light comes through. A true speed is the mean over the frames the measuring covered. ")
            + "Command for one clip: `qyran score run --truth CLIP/truth.json --result RESULTS`." + ScoreLeft.Sentence(left);
        return new("Simulated scenarios", how, ScoreRunGrids.Of(runs), plots, figures) { Left = [.. left] };
    }
}
