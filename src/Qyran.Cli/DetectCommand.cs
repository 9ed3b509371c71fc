using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Line;
using Qyran.Vision.Adapted;
using Qyran.Vision.Onnx;

namespace Qyran.Cli;

/// <summary><c>qyran detect PATH…</c>: what a detector says of still pictures.</summary>
internal static class DetectCommand
{
    /// <summary>More boxes in one picture are not given out; the best stay.</summary>
    private const int MostBoxes = 1000;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Pictures (JPEG, PNG), or folders that are searched for them with all folders below; links to folders are not followed.", Arity = ArgumentArity.OneOrMore };
        var detector = new Option<string?>("--detector") { Description = "An ONNX detector. Default: the one that comes with the program." };
        var threshold = new Option<float>("--threshold") { Description = "Boxes scored lower are left out, 0.001 to 1. Counts instead of the one in the model's sidecar.", DefaultValueFactory = _ => 0.3f };
        var json = new Option<bool>("--json") { Description = "JSON lines on a terminal too." };
        var @out = new Option<string?>("--out") { Description = "Folder for the pictures with their boxes drawn (pictures/) and contact sheets (sheet-001.png …)." };
        var command = new Command("detect", """
            Find road users in still pictures with an ONNX detector.
            Prints a JSON line per picture into a file or pipe, words on a terminal:
              {"image","width","height","ms","boxes":[{"class","score","box":[x,y,w,h]}]}
            Boxes are in the pixels of the picture turned as its EXIF data say, best first, as the model and its suppression of doubles give them: a rider and
            the machine are two. ms is the time of one detection without reading the file, on one thread. A file that is no
            picture or too large (120 million pixels, 300 MiB) is named on stderr and left out; the exit code is then 65.

            Examples:
              qyran detect street.jpg
              qyran detect photos --threshold 0.05 > boxes.jsonl
              qyran detect photos --detector yolox_nano.onnx --out seen
            """)
        { paths, detector, threshold, json, @out };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            parsed.GetValue(paths)!, parsed.GetValue(detector), parsed.GetValue(threshold), parsed.GetValue(json), parsed.GetValue(@out), stop)));
        return command;
    }

    private static int Run(string[] paths, string? model, float threshold, bool json, string? @out, CancellationToken stop)
    {
        if (!(threshold is >= 0.001f and <= 1)) return Exit.Say(new(FailureKind.Invalid, "--threshold must be from 0.001 to 1"));
        if (DetectFiles.Find(paths, out var failure, stop) is not { } files) return Exit.Say(failure!);
        if ((model ?? ShippedModels.Road) is not { } path)
            return Exit.Say(new(FailureKind.NotFound, $"no detector comes with this program ({ShippedModels.Where}): give one with --detector MODEL.onnx"));
        if (path == "motion" || AdaptedDetector.IsNamed(path))
            return Exit.Say(new(FailureKind.Invalid, $"'{path}' works on video: qyran analyze VIDEO --detector {Shell.Quoted(path)}; for pictures give an ONNX detector"));
        if (!OnnxDetector.TryOpen(path, new OnnxSettings(LeastScore: Math.Min(threshold, OnnxDetector.LeastSharpened), JoinRiders: false), out var detector, out failure)) return Exit.Say(failure);
        using (detector)
        {
            try
            {
                return All(files, detector, threshold, json || Console.IsOutputRedirected, @out, stop);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Exit.Say(new(FailureKind.CannotWrite, @out is null ? $"can't write: {e.Message}" : $"can't write into '{@out}': {e.Message}"));
            }
        }
    }

    private static int All(List<DetectFile> files, OnnxDetector detector, float threshold, bool json, string? folder, CancellationToken stop)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { AutoFlush = !Console.IsOutputRedirected };
        using var drawing = folder is null ? null : new DetectDrawing(folder, pictures: [.. files.Select(f => f.Path)]);
        using var progress = new DetectProgress(files.Count);
        using var picture = new DetectPicture();
        var found = new Detection[MostBoxes];
        var unreadable = 0;
        for (var i = 0; i < files.Count && !stop.IsCancellationRequested; i++)
        {
            progress.Show(i);
            if (!picture.TryRead(files[i].Path, out var why))
            {
                progress.Clear();
                Exit.Tell($"'{files[i].Path}' {why}");
                unreadable++;
                continue;
            }
            var frame = picture.Frame();
            var began = Stopwatch.GetTimestamp();
            var boxes = found.AsSpan(0, detector.Sharpen(frame, found.AsSpan(0, detector.Detect(frame, found))));
            var ms = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            // best come first; what is scored lower is known only after the close look
            while (!boxes.IsEmpty && boxes[^1].Score < threshold) boxes = boxes[..^1];
            output.WriteLine(json ? Json(files[i].Path, picture.Width, picture.Height, ms, boxes) : Words(files[i].Path, ms, boxes));
            drawing?.Add(picture.Colours, files[i].Name, boxes);
        }
        drawing?.Flush();
        output.Flush();
        progress.Dispose();
        if (stop.IsCancellationRequested) return Exit.Of(FailureKind.Cancelled);
        if (unreadable > 0 && files.Count > 1) Exit.Tell($"{unreadable} of {files.Count} pictures could not be read");
        return unreadable > 0 ? Exit.Of(FailureKind.Unreadable) : 0;
    }

    internal static string Json(string image, int width, int height, double ms, ReadOnlySpan<Detection> boxes)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("image", image);
            json.WriteNumber("width", width);
            json.WriteNumber("height", height);
            json.WriteNumber("ms", Math.Round(ms, 2));
            json.WriteStartArray("boxes");
            foreach (ref readonly var d in boxes)
            {
                json.WriteStartObject();
                json.WriteString("class", d.Class.ToString().ToLowerInvariant());
                json.WriteNumber("score", Math.Round(d.Score, 4));
                json.WriteStartArray("box");
                foreach (var side in (ReadOnlySpan<double>)[d.Box.X, d.Box.Y, d.Box.Width, d.Box.Height]) json.WriteNumberValue(Math.Round(side, 2));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static string Words(string image, double ms, ReadOnlySpan<Detection> boxes)
    {
        Detection[] all = [.. boxes];
        var counts = string.Join(", ", all.GroupBy(d => d.Class).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} × {g.Key.ToString().ToLowerInvariant()}"));
        return string.Create(CultureInfo.InvariantCulture, $"{Finding.OneLine(image, int.MaxValue)}  {(counts.Length > 0 ? counts : "nothing")}  ({ms:0} ms)");
    }
}
