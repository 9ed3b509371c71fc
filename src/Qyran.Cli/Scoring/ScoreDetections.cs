using System.CommandLine;
using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Measure.Scoring.Boxes;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score detections</c>: ONNX detectors on labelled pictures, ours beside others'.</summary>
internal static class ScoreDetections
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the ground truth. Default: $QYRAN_DATA, else ../shared/data." };
        var detectors = new Option<string[]>("--detector") { Description = "An ONNX detector (may be given several times). Default: the shipped one and the third-party ones below the ground truth's models/.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var sets = new Option<string[]>("--sets") { Description = "Labelled sets: openimages_vehicles, atl_traffic, with /train or /test after them. Default: the test part of each.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var simulated = new Option<string?>("--simulated") { Description = "Folder of simulated clips (each a folder with video.mp4 and truth.json), or one of them: pictures out of them are a set of their own." };
        var join = new Option<bool>("--join-riders") { Description = "Score riders and their machines as one, as a camera's line sees them, not as the model gives them." };
        var @out = new Option<string?>("--out") { Description = "Folder for sheets of the worst misses and false alarms of every model and class." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
        var command = new Command("detections", """
            Score ONNX detectors on labelled pictures: AP50 and AP50:95 per class, speed on one thread.
            AP is COCO's (101 recalls, 100 boxes a picture and class). "vehicle" takes all motor vehicles as one class. Heights are those
            in the picture fitted into 416 × 256. The threshold of the best F1 is for reading only. Milliseconds are medians over the
            pictures; the models take turns picture by picture, so figures of one run can be compared with each other.

            Examples:
              qyran score detections
              qyran score detections --detector mine.onnx --detector yolox_nano.onnx --out worst
              qyran score detections --detector mine.onnx --sets atl_traffic/train --json > train.json
              qyran score detections --simulated clips
            """)
        { data, detectors, sets, simulated, join, @out, json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(data), parsed.GetValue(detectors) ?? [], parsed.GetValue(sets) ?? [],
            parsed.GetValue(simulated), parsed.GetValue(join), parsed.GetValue(@out), parsed.GetValue(json), stop)));
        return command;
    }

    private static int Run(string? given, string[] detectors, string[] sets, string? simulated, bool join, string? @out, bool json, CancellationToken stop)
    {
        if (ScoreMaterial.Find(given, out var failure) is not { } data) return Exit.Say(failure!);
        using var clips = simulated is null ? null : ScoreDetectionClips.Take(simulated, stop, out failure);
        if (failure is not null) return Exit.Say(failure);
        if (clips is { Untrue.Count: > 0 }) Console.Error.WriteLine($"qyran: left out, for they have no truth.json: {string.Join(", ", clips.Untrue)}");
        if (Measure(data, detectors, sets, clips?.Part, join, stop, out failure) is not { } measured) return Exit.Say(failure!);
        if (measured.Count == 0) return Exit.Say(new(FailureKind.NotFound, $"'{data}' holds no labelled pictures (detection/openimages_vehicles, detection/atl_traffic)"));
        if (json) Json(measured);
        else Tables(measured);
        if (@out is null) return 0;
        try
        {
            foreach (var (part, results) in measured) ScoreDetectionSheets.Write(part, results, @out);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.Say(new(FailureKind.CannotWrite, $"can't write into '{@out}': {e.Message}"));
        }
        return 0;
    }

    /// <summary>Every part with one result per model. Empty when nothing was named and there is none; null with the reason when something is wrong.</summary>
    public static List<(ScoreDetectionPart Part, List<ScoreDetectionResult> Results)>? Measure(
        string data, string[] detectors, string[] sets, ScoreDetectionPart? more, bool join, CancellationToken stop, out Failure? failure)
    {
        if (ScoreDetectionFiles.Parts(data, sets, out failure) is not { } parts) return null;
        if (more is not null) parts.Add(more);
        if (parts.Count == 0) return [];
        return ScoreDetectionFiles.Models(data, detectors, out failure) is { } models ? Measure(models, parts, join, stop, out failure) : null;
    }

    /// <summary>These parts, with one result for each of these models.</summary>
    public static List<(ScoreDetectionPart Part, List<ScoreDetectionResult> Results)>? Measure(
        List<string> models, List<ScoreDetectionPart> parts, bool join, CancellationToken stop, out Failure? failure)
    {
        using var run = ScoreDetectionRun.Open(models, join, out failure);
        if (run is null) return null;
        List<(ScoreDetectionPart, List<ScoreDetectionResult>)> all = [];
        using var progress = new DetectProgress(parts.Sum(p => p.Pictures.Count));
        var before = 0;
        foreach (var part in parts)
        {
            var base0 = before;
            if (run.Measure(part, done => progress.Show(base0 + done), stop, out failure) is not { } results) return null;
            all.Add((part, results));
            before += part.Pictures.Count;
        }
        return all;
    }

    private static void Tables(List<(ScoreDetectionPart Part, List<ScoreDetectionResult> Results)> measured)
    {
        var console = ScoreConsole.Open();
        foreach (var (part, results) in measured)
        {
            ScoreDetectionGrids.Overview(part, results).Print(console);
            ScoreDetectionGrids.Classes(part, results).Print(console);
            console.MarkupLine($"[grey]{Markup.Escape(part.Set.Notes)}[/]");
            console.WriteLine();
        }
    }

    private static void Json(List<(ScoreDetectionPart Part, List<ScoreDetectionResult> Results)> measured)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("qyran_score", "detections");
            json.WriteString("version", FileAnalysis.Version);
            json.WriteStartArray("sets");
            foreach (var (part, results) in measured)
            {
                json.WriteStartObject();
                json.WriteString("set", part.Key);
                json.WriteNumber("pictures", part.Pictures.Count);
                json.WriteNumber("doubles_left_out", part.Doubles);
                json.WriteStartArray("models");
                foreach (var r in results) One(json, r);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void One(Utf8JsonWriter json, ScoreDetectionResult r)
    {
        json.WriteStartObject();
        json.WriteString("model", r.Model.Name);
        json.WriteString("path", r.Path);
        json.WriteString("sha256", r.Model.WeightsSha256);
        json.WriteNumber("input_width", r.Model.AnalysisWidth);
        json.WriteNumber("input_height", r.Model.AnalysisHeight);
        foreach (var (key, ms) in ((string, double)[])[("inference_ms", r.InferenceMs), ("detect_ms", r.DetectMs), ("inference_ms_p10", r.LeastInferenceMs), ("detect_ms_p10", r.LeastDetectMs)])
            json.WriteNumber(key, Math.Round(ms, 3));
        Figure(json, "ap50", r.Score.Ap50);
        Figure(json, "ap", r.Score.Ap);
        json.WriteStartObject("classes");
        foreach (var c in r.Score.Classes.Append(r.Score.Vehicle)) One(json, c);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void One(Utf8JsonWriter json, ClassScore c)
    {
        json.WriteStartObject(c.Name);
        json.WriteNumber("boxes", c.Wanted);
        Figure(json, "ap50", c.Ap50);
        Figure(json, "ap", c.Ap);
        foreach (var (key, size) in ((string, SizeScore)[])[("small", c.Small), ("medium", c.Medium), ("large", c.Large)])
        {
            json.WriteNumber(key + "_boxes", size.Wanted);
            Figure(json, key + "_ap50", size.Ap50);
        }
        foreach (var (key, point) in ((string, OperatingPoint?)[])[("at_fixed", c.AtFixed), ("at_best_f1", c.Best)])
        {
            if (point is null) continue;
            json.WriteStartObject(key);
            json.WriteNumber("threshold", Math.Round(point.Threshold, 4));
            Figure(json, "recall", point.Recall);
            Figure(json, "precision", point.Precision);
            Figure(json, "f1", point.F1);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Figure(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } v) json.WriteNumber(key, Math.Round(v, 4));
        else json.WriteNull(key);
    }
}
