using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Domain.Plates;
using Qyran.Evidence;
using Qyran.Vision.Plates;

namespace Qyran.Cli;

/// <summary><c>qyran plates PATH…</c>: the plates in still pictures.</summary>
internal static class PlatesCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Pictures (JPEG, PNG, WebP, BMP, GIF), or folders that are searched for them with all folders below; links to folders are not followed.", Arity = ArgumentArity.OneOrMore };
        var threshold = new Option<double>("--threshold") { Description = "Readings less sure are left out, 0.05 to 1.", DefaultValueFactory = _ => 0.1 };
        var json = new Option<bool>("--json") { Description = "JSON lines on a terminal too." };
        var all = new Option<bool>("--all") { Description = "Look for small plates beside a large one too; takes two to five times as long." };
        var @out = new Option<string?>("--out") { Description = "Folder for the pictures with their plates drawn." };
        var command = new Command("plates", """
            Read the number plates in still pictures.
            Prints a JSON line per plate into a file or pipe, words on a terminal; a picture without a legible plate gets one line
            whose plate is null:
              {"image","plate","box":[x,y,w,h],"corners":[8 numbers],"confidence","country","accepted","ms"}
            Boxes are in the pixels of the picture turned as its EXIF data says, the surest plate first. confidence is the chance that
            the whole text is right; accepted says whether it is sure enough to stand by itself. ms is the time for the picture without
            reading the file, on one thread. A text is never changed to fit a country's pattern. Where a plate was read, those of
            vehicles much farther away are searched for with --all only. A file that is no picture or too large
            (120 million pixels, 300 MiB) and a folder that can't be read are named on stderr and left out; the exit code is then 65.

            Examples:
              qyran plates car.jpg
              qyran plates photos --json > plates.jsonl
              qyran plates photos --out seen
              qyran plates street.jpg --all
            """)
        { paths, threshold, json, all, @out };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(paths)!, parsed.GetValue(threshold), parsed.GetValue(json), parsed.GetValue(all), parsed.GetValue(@out), stop)));
        return command;
    }

    private static int Run(string[] paths, double threshold, bool json, bool searchAll, string? @out, CancellationToken stop)
    {
        if (!(threshold is >= PlateEyes.LeastReading and <= 1)) return Exit.Say(new(FailureKind.Invalid, "--threshold must be from 0.05 to 1"));
        if (PictureFiles.Check(paths) is { } missing) return Exit.Say(missing);
        using var eyes = PlateEyes.Open(out var failure);
        if (eyes is null) return Exit.Say(failure!);
        try
        {
            return All(paths, eyes, threshold, json || Console.IsOutputRedirected, searchAll, @out, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.Say(new(FailureKind.CannotWrite, @out is null ? $"can't go on: {e.Message}" : $"can't write into '{@out}': {e.Message}"));
        }
    }

    private static int All(string[] paths, PlateEyes eyes, double threshold, bool json, bool searchAll, string? folder, CancellationToken stop)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { AutoFlush = !Console.IsOutputRedirected };
        using var progress = new StatusLine();
        using var picture = new GreyPicture();
        var (done, unreadable, closed) = (0, 0, 0);
        var pictures = PictureFiles.Stream(paths, Closed, stop);
        // all must be known before the first is drawn: none is drawn over then, and no drawing taken for a picture to look at
        if (folder is not null) pictures = pictures.ToArray();
        var drawn = folder is null ? null : new DrawnFiles(folder, pictures.Select(p => p.Path));
        foreach (var (path, name) in pictures)
        {
            if (stop.IsCancellationRequested) break;
            if (progress.Due) progress.Show(string.Create(CultureInfo.InvariantCulture, $"{done} pictures, {Finding.OneLine(name)}"));
            done++;
            if (picture.TryRead(path, colours: drawn is not null) is { } why)
            {
                progress.Clear();
                Exit.Tell($"'{path}' {why}");
                unreadable++;
                continue;
            }
            var began = Stopwatch.GetTimestamp();
            var plates = eyes.Look(picture.Grey, searchAll);
            var ms = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            var told = plates.Where(p => p.Confidence >= threshold).ToArray();
            if (!json) progress.Clear();
            if (told.Length == 0) output.WriteLine(json ? Json(path, null, ms) : Words(path, null, ms));
            foreach (var plate in told) output.WriteLine(json ? Json(path, plate, ms) : Words(path, plate, ms));
            if (drawn is null) continue;
            PlatesDrawing.Draw(picture.Colours!, told);
            drawn.Write(picture.Colours!, name);
        }
        output.Flush();
        progress.Dispose();
        if (stop.IsCancellationRequested) return Exit.Of(FailureKind.Cancelled);
        if (done == 0 && closed == 0) return Exit.Say(new(FailureKind.NotFound, $"there are no pictures ({PictureFiles.Endings}) in {string.Join(", ", paths.Select(p => $"'{p}'"))}"));
        if (unreadable > 0 && done > 1) Exit.Tell($"{unreadable} of {done} pictures could not be read");
        return unreadable + closed > 0 ? Exit.Of(FailureKind.Unreadable) : 0;

        void Closed(Failure why)
        {
            progress.Clear();
            Exit.Tell(why.Text);
            closed++;
        }
    }

    internal static string Json(string image, PlateReading? plate, double ms)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("image", image);
            json.WriteString("plate", plate?.Text);
            if (plate is not null)
            {
                var box = plate.Quad.Box;
                Numbers(json, "box", [box.X, box.Y, box.Width, box.Height]);
                var q = plate.Quad;
                Numbers(json, "corners", [q.TopLeft.X, q.TopLeft.Y, q.TopRight.X, q.TopRight.Y, q.BottomRight.X, q.BottomRight.Y, q.BottomLeft.X, q.BottomLeft.Y]);
                json.WriteNumber("confidence", Math.Floor(plate.Confidence * 10_000) / 10_000);
                json.WriteString("country", plate.Country);
                json.WriteBoolean("accepted", PlateEyes.IsSure(plate));
            }
            json.WriteNumber("ms", Math.Round(ms, 2));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void Numbers(Utf8JsonWriter json, string name, ReadOnlySpan<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(Math.Round(value, 1));
        json.WriteEndArray();
    }

    internal static string Words(string image, PlateReading? plate, double ms)
    {
        var name = Finding.OneLine(image, int.MaxValue);
        return plate is null
            ? string.Create(CultureInfo.InvariantCulture, $"{name}  no legible plate  ({ms:0} ms)")
            : string.Create(CultureInfo.InvariantCulture, $"{name}  {plate.Text,-10} {Math.Floor(plate.Confidence * 100):0} %  {plate.Country ?? "–",-3}{(PlateEyes.IsSure(plate) ? "" : "  unsure")}  ({ms:0} ms)");
    }
}
