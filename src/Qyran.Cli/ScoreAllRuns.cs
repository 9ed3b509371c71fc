using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Measure.Scoring.Runs;
using Qyran.Rules.Sections;
using Qyran.Vision.Onnx;

namespace Qyran.Cli;

/// <summary>The simulated part of the accuracy page: every clip below a folder is analysed and held against its truth.</summary>
internal static class ScoreAllRuns
{
    /// <summary>Analyses each clip (video.mp4, scene.yaml, truth.json in a folder of its own) and scores it; null with the failure when one can't be.</summary>
    public static ScoreSection? Section(string folder, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        // a scenario of several cameras has a folder for each
        string[] clips = [.. Directory.GetFiles(folder, "truth.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Select(f => Path.GetDirectoryName(f)!).Order(StringComparer.Ordinal)];
        if (clips.Length == 0)
        {
            failure = new(FailureKind.NotFound, $"'{folder}' holds no simulated clip (folders with video.mp4, scene.yaml and truth.json, as qyran simulate writes them)");
            return null;
        }
        var work = Directory.CreateTempSubdirectory("qyran-score-").FullName;
        try
        {
            List<RunScore> runs = [];
            // a section's exit is judged by what was seen at its entry
            foreach (var clip in clips.OrderBy(c => SectionOf(c) is not null))
            {
                var name = Path.GetRelativePath(folder, clip).Replace(Path.DirectorySeparatorChar, '-');
                Console.Error.WriteLine($"qyran: analysing {name}");
                if (Score(clip, name, work, stop, out failure) is not { } run) return null;
                runs.Add(run with { Scenario = name });
            }
            return Made([.. runs.OrderBy(r => r.Scenario, StringComparer.Ordinal)]);
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

    private static RunScore? Score(string clip, string name, string work, CancellationToken stop, out Failure? failure)
    {
        var @out = Path.Combine(work, name);
        if (ScoreRunFiles.Truth(Path.Combine(clip, "truth.json"), out failure) is not { } truth) return null;
        var scene = Path.Combine(clip, "scene.yaml");
        var request = new AnalyzeRequest(Path.Combine(clip, "video.mp4"), File.Exists(scene) ? scene : null, @out, Detector, truth.StartUtc, false, Path.Combine(work, "device.pem"), MeasureDecode: false, Plates: ShippedModels.PlateReader is not null);
        if (request.Plates && SectionOf(clip) is var (file, entry))
            request = request with { Section = (file, Path.Combine(work, name[..^Path.GetFileName(clip).Length] + entry)) };
        switch (FileAnalysis.Run(request, _ => { }, TimeProvider.System, stop))
        {
            case AnalyzeOutcome.Failed failed:
                failure = failed.Failure with { Text = $"{Path.GetFileName(clip)}: {failed.Failure.Text}" };
                return null;
            case AnalyzeOutcome.Done { Summary.Stopped: true }:
                failure = new(FailureKind.Cancelled, "stopped; nothing was written");
                return null;
            default:
                return ScoreRunFiles.Result(@out, out failure) is { } result ? RunScore.Of(truth, result) : null;
        }
    }

    private static ScoreSection Made(List<RunScore> runs)
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
        List<ScoreFigure> figures = [.. ScoreRunGrids.Figures("simulated", runs)];
        foreach (var run in runs) figures.AddRange(ScoreRunGrids.Figures($"simulated/{run.Scenario}", [run]));
        var how = "Rendered clips with exact truth, analysed with `qyran analyze --scene scene.yaml` (default settings, detector " + Path.GetFileNameWithoutExtension(Detector) + "). A vehicle is asked for where it is at least "
            + FormattableString.Invariant($"{RunTracks.MinHeight:0} px high and {100 * RunTracks.MinVisible:0} % visible. A true speed is the mean over the frames the measuring covered. ")
            + "Command for one clip: `qyran score run --truth CLIP/truth.json --result RESULTS`.";
        return new("Simulated scenarios", how, ScoreRunGrids.Of(runs), plots, figures);
    }
}
