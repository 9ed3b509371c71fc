using System.CommandLine;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Domain.Tracks;
using Qyran.Line;
using Qyran.Measure.Scoring.Counts;
using Qyran.Vision.Onnx;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score counts</c>: vehicles that pass a line in real clips, against what a person counted.</summary>
internal static class ScoreCounts
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the ground truth. Default: $QYRAN_DATA, else ../shared/data." };
        var counts = new Option<string?>("--counts") { Description = "Folder of the counts that people made. Default: the project's testdata/counts." };
        var detector = new Option<string?>("--detector") { Description = "An ONNX detector, or motion. Default: the shipped one." };
        var strips = new Option<string?>("--strips") { Description = "Folder for a picture of every line over time, with what was counted, missed and counted too often." };
        var command = new Command("counts", """
            Count vehicles that pass a line in real clips and compare with what a person counted there.
            Every pass a person saw is looked for within a second; what no track belongs to is missed, a track that belongs to no pass is extra.
            Only times are compared: a vehicle missed and another counted twice within a second of it can't be told from two counted right.

            Examples:
              qyran score counts
              qyran score counts --strips strips
              qyran score counts --detector yolox_nano.onnx
            """)
        { data, counts, detector, strips };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(data), parsed.GetValue(counts), parsed.GetValue(detector), parsed.GetValue(strips), stop)));
        return command;
    }

    private static int Run(string? given, string? counts, string? detector, string? strips, CancellationToken stop)
    {
        if (ScoreMaterial.Find(given, out var failure) is not { } data) return Exit.Say(failure!);
        List<string> left = [];
        if (Measure(data, counts, detector, left, stop, out failure) is not { } results) return Exit.Say(failure!);
        if (results.Count == 0) return Exit.Say(new(FailureKind.NotFound, $"'{data}' holds none of the clips that somebody counted (docs/howto/measure-accuracy.md says what goes there)"));
        var console = ScoreConsole.Open();
        Table(results).Print(console);
        if (left.Count > 0) console.MarkupLine($"[yellow]Left out, for there is no such clip:[/] {Markup.Escape(string.Join(", ", left))}");
        return strips is null || ScoreCountStrip.Write(results, strips, stop) is not { } unwritten ? 0 : Exit.Say(unwritten);
    }

    /// <summary>Every counted clip that is there; null with the failure when one can't be counted.</summary>
    /// <param name="left">Gets the names of the clips that are not there.</param>
    public static List<ScoreCountResult>? Measure(string data, string? counts, string? detector, List<string> left, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        List<ScoreCountResult> results = [];
        counts ??= ScoreMaterial.Project is { } project ? Path.Combine(project, "testdata", "counts") : null;
        if (counts is null || !Directory.Exists(counts))
        {
            failure = new(FailureKind.NotFound, counts is null ? "no counts: give the folder of what people counted with --counts DIR" : $"there is no folder of counts '{counts}'");
            return null;
        }
        using var progress = new StatusLine();
        foreach (var path in Directory.GetFiles(counts, "*.yaml").Order(StringComparer.Ordinal))
        {
            if (Read(path, out failure) is not { } file) return null;
            var videos = Path.Combine(data, "videos");
            if (!Directory.Exists(videos) || Directory.GetFiles(videos, file.Clip + ".*").FirstOrDefault() is not { } video)
            {
                left.Add(file.Clip);
                continue;
            }
            progress.Show($"counting in {file.Clip}");
            if (Count(file, video, Path.Combine(counts, "..", "scenes", file.Clip + ".yaml"), detector, stop, out failure) is not { } result) return null;
            results.Add(result);
        }
        return results;
    }

    private static CountFile? Read(string path, out Failure? failure)
    {
        failure = null;
        try
        {
            if (CountFile.Read(File.ReadAllBytes(path), out var errors) is { } file) return file;
            failure = new(FailureKind.Invalid, $"{path}:{errors[0].Line}: {errors[0].Field} {errors[0].Text}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.Unreadable, $"{path}: {e.Message}");
        }
        return null;
    }

    private static ScoreCountResult? Count(CountFile file, string video, string scene, string? detector, CancellationToken stop, out Failure? failure)
    {
        (var setup, _, failure) = LineOpening.Open(video, File.Exists(scene) ? scene : null, detector ?? ShippedModels.Road ?? "motion", null, stop);
        if (setup is null) return null;
        using var open = setup.Detector;
        List<Track> tracks = [];
        var end = new CameraLine(setup).Run((outcome, _) =>
        {
            // what the line itself does not take for a vehicle's passage it does not count
            if (outcome.Passage is not null) tracks.Add(outcome.Track);
        }, (_, _) => { }, stop);
        if (stop.IsCancellationRequested)
        {
            failure = new(FailureKind.Cancelled, "stopped");
            return null;
        }
        // half a clip counted is no poor count
        if (end.Read?.Failure is { } broken)
        {
            failure = broken with { Text = $"{file.Clip}: {broken.Text}" };
            return null;
        }
        return new(file, video, [.. file.Lines.Select(line => (line, CountScore.Of(line, tracks.Select(line.PassedBy).OfType<double>())))]);
    }

    public static ScoreGrid Table(List<ScoreCountResult> results)
    {
        List<string[]> rows = [.. results.SelectMany(r => r.Lines.Select(l => Row($"{r.File.Clip}: {l.Line.Id}", [l.Score])))];
        rows.Add(Row("all", [.. results.SelectMany(r => r.Lines.Select(l => l.Score))]));
        return new("Vehicles counted at a line", ["clip and line", "person", "counted", "count off", "missed", "extra"], rows);

        static string[] Row(string name, List<CountScore> scores)
        {
            var (person, counted) = (scores.Sum(s => s.True), scores.Sum(s => s.Counted.Length));
            return [name, Text(person), Text(counted), person == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * (counted - person) / person:+0.0;-0.0;0.0} %"),
                Text(scores.Sum(s => s.Missed.Length)), Text(scores.Sum(s => s.Extra.Length))];
        }

        static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
    }
}
