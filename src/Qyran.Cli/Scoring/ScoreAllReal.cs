using System.Globalization;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Plates;
using Qyran.Line;
using Qyran.Line.Plates;
using Qyran.Measure.Scoring.Crossings;
using Qyran.Measure.Scoring.Plates;
using Qyran.Vision.Onnx;

namespace Qyran.Cli.Scoring;

/// <summary>The part of the accuracy page on real clips whose violations or plates a person read.</summary>
internal static class ScoreAllReal
{
    /// <summary>Null without a failure where no such clip is there, or the program runs outside the project.</summary>
    /// <param name="kept">Keys of the figures kept from earlier runs.</param>
    public static ScoreSection? Section(string data, IEnumerable<string> kept, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        if (ScoreMaterial.Project is not { } project) return null;
        using var progress = new StatusLine();
        List<ScoreLeft> left = [];
        List<ScoreFigure> figures = [];
        if (Violations(data, project, progress, left, figures, stop, out failure) is not { } violations || Plates(data, project, kept, progress, left, figures, stop, out failure) is not { } plates) return null;
        if (figures.Count == 0) return null;
        var how = "Real clips through the whole line (`qyran analyze --scene` with default settings, detector " + Path.GetFileNameWithoutExtension(Detector) + ") against what a person read from them frame by frame (`testdata/truth`; plates: `videos/ground_truth.json` of the ground truth). "
            + "Counted are vehicles that run the red light: a case belongs to the nearest crossing within a second and 60 px of it; one of somebody of whom the person was not sure is false, and so is a second one. "
            + "Of other rules a case is false where the person is sure that nobody broke them in the whole clip; where the person says nothing of a rule, its cases are not judged. "
            + "A plate is legible when a person can read it, and read when a passage has exactly its text. "
            + "These are few, and no blind trial: the handling of riders was written while looking at the clip uvhnael_16h30_redlight ([design/signals.md](design/signals.md#measured)), and the models learned from pictures of clips marked *train* in the ground truth's README, parkpow_toll_cars among them." + ScoreLeft.Sentence(left);
        return new("Real clips: violations and plates", how, [.. new[] { violations, plates }.Where(g => g.Rows.Count > 0)], [], figures) { Left = [.. left] };
    }

    private static string Detector => ShippedModels.Road ?? "motion";

    private static ScoreGrid? Violations(
        string data, string project, StatusLine progress, List<ScoreLeft> left, List<ScoreFigure> figures, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        var grid = new ScoreGrid("Violations", ["clip", "a person counts", "found", "missed", "false", "not judged"], []);
        List<ClipScore> scores = [];
        foreach (var path in Directory.GetFiles(Path.Combine(project, "testdata", "truth"), "*.yaml").Order(StringComparer.Ordinal))
        {
            if (Read(path, out failure) is not { } file) return null;
            if (!file.JudgesCases) continue;
            if (Video(data, file.Clip + ".*") is not { } video)
            {
                left.Add(new($"{file.Clip} (no such clip)", [$"real/{file.Clip}/"]));
                continue;
            }
            progress.Show($"judging {file.Clip}");
            List<(string Rule, long AtUs, double X)> cases = [];
            failure = Run(video, project, null, outcome => cases.AddRange(Cases(outcome)), stop);
            if (failure is not null) return null;
            scores.Add(ClipScore.Of(file, cases));
            Add(file.Clip, [scores[^1]]);
        }
        if (scores.Count > 1) Add("all", scores);
        return grid;

        void Add(string name, List<ClipScore> of)
        {
            var (person, found) = (of.Sum(s => s.RedLight.True), of.Sum(s => s.RedLight.Found));
            var wrong = of.Sum(s => s.RedLight.False.Length + s.False);
            List<(string Rule, int Cases)> open = [.. of.SelectMany(s => s.NotJudged).GroupBy(n => n.Key, n => n.Value).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum()))];
            grid.Rows.Add([name, Text(person), Text(found), Text(person - found), Text(wrong), open.Count == 0 ? "0" : string.Join(", ", open.Select(o => $"{Text(o.Cases)} {o.Rule}"))]);
            figures.Add(new($"real/{name}/violations", person, 0));
            figures.Add(new($"real/{name}/violations_found", found, 1));
            figures.Add(new($"real/{name}/violations_false", wrong, -1));
            figures.Add(new($"real/{name}/violations_not_judged", open.Sum(o => o.Cases), 0));
        }
    }

    /// <summary>What a track is accused of: the rule, when it broke it, and where in the picture it touched the road then.</summary>
    internal static IEnumerable<(string Rule, long AtUs, double X)> Cases(TrackOutcome outcome)
    {
        foreach (var finding in outcome.Findings)
            if (finding.Verdict is Verdict.Broken broken)
                yield return (finding.Rule, broken.AtUs, outcome.Track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - broken.AtUs)).Box.Contact.X);
    }

    /// <summary>What is left out where nobody's reading of plates is there: the figures of the clips that had one stay.</summary>
    internal static ScoreLeft WithoutPlates(IEnumerable<string> kept)
    {
        List<string> clips = [.. kept.Select(k => k.Split('/')).Where(k => k is ["real", _, var figure] && figure.StartsWith("plates_", StringComparison.Ordinal)).Select(k => k[1]).Distinct()];
        return new($"plates{(clips.Count == 0 ? "" : $" of {string.Join(", ", clips)}")} (no videos/ground_truth.json)", [.. clips.Select(c => $"real/{c}/plates_")]);
    }

    private static ScoreGrid? Plates(
        string data, string project, IEnumerable<string> kept, StatusLine progress, List<ScoreLeft> left, List<ScoreFigure> figures, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        var grid = new ScoreGrid("Plates that a person can read", ["clip", "legible", "read exactly", "other texts accepted"], []);
        var truth = Path.Combine(data, "videos", "ground_truth.json");
        if (!File.Exists(truth))
        {
            left.Add(WithoutPlates(kept));
            return grid;
        }
        if (!ScoreMaterial.TryRead<List<ClipPlates>>(truth, ClipPlatesText.TryRead, out var clips, out failure)) return null;
        using var eyes = new PlateEyesPool(1);
        if (!eyes.Ready(out var blind))
        {
            left.AddRange(clips.Select(c => new ScoreLeft($"plates of {c.Clip} ({blind!.Text})", [$"real/{Path.GetFileNameWithoutExtension(c.Clip)}/plates_"])));
            return grid;
        }
        foreach (var clip in clips)
        {
            var name = Path.GetFileNameWithoutExtension(clip.Clip);
            if (Video(data, clip.Clip) is not { } video)
            {
                left.Add(new($"{name} (no such clip)", [$"real/{name}/plates_"]));
                continue;
            }
            progress.Show($"reading plates in {name}");
            List<string> accepted = [];
            failure = Run(video, project, eyes, outcome => { if (outcome.Passage?.Plate is { } plate) accepted.Add(PlateForm.Normalise(plate.Text)); }, stop);
            if (failure is not null) return null;
            string[] legible = [.. clip.Plates.Select(p => PlateForm.Normalise(p))];
            var (read, other) = (legible.Count(accepted.Contains), accepted.Count(a => !legible.Contains(a)));
            grid.Rows.Add([name, Text(legible.Length), Text(read), Text(other)]);
            figures.Add(new($"real/{name}/plates_legible", legible.Length, 0));
            figures.Add(new($"real/{name}/plates_exact", read, 1));
            figures.Add(new($"real/{name}/plates_other", other, -1));
        }
        return grid;
    }

    private static CrossingFile? Read(string path, out Failure? failure)
    {
        failure = null;
        try
        {
            if (CrossingFile.Read(File.ReadAllBytes(path), out var errors) is { } file) return file;
            failure = new(FailureKind.Invalid, $"{path}:{errors[0].Line}: {errors[0].Field} {errors[0].Text}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.Unreadable, $"{path}: {e.Message}");
        }
        return null;
    }

    private static string? Video(string data, string name) =>
        Path.Combine(data, "videos") is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder, name).Order(StringComparer.Ordinal).FirstOrDefault() : null;

    /// <summary>One clip through the line, with its scene file where it has one.</summary>
    private static Failure? Run(string video, string project, PlateEyesPool? eyes, Action<TrackOutcome> onOutcome, CancellationToken stop)
    {
        var scene = Path.Combine(project, "testdata", "scenes", Path.GetFileNameWithoutExtension(video) + ".yaml");
        var (setup, _, failure) = LineOpening.Open(video, File.Exists(scene) ? scene : null, Detector, null, stop);
        if (setup is null) return failure;
        using var open = setup.Detector;
        var end = new CameraLine(setup with { Plates = eyes }).Run((outcome, _) => onOutcome(outcome), (_, _) => { }, stop);
        if (stop.IsCancellationRequested) return new(FailureKind.Cancelled, "stopped");
        // half a clip judged is no poor judgement
        return end.Read?.Failure is { } broken ? broken with { Text = $"{Path.GetFileName(video)}: {broken.Text}" } : null;
    }

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
}
