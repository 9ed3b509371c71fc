using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Line.Calibrating;
using Qyran.Measure.Calibration;

namespace Qyran.Cli;

/// <summary><c>qyran calibrate VIDEO</c>: a first scene where nobody has surveyed, to be refined by hand.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var video = new Argument<string>("VIDEO") { Description = "A video of a fixed camera with some traffic." };
        var @out = new Option<string?>("--out") { Description = "Scene file to write; an existing one is not overwritten. Default: <video's name>.yaml here." };
        var length = new Option<string[]>("--length")
        {
            Description = "Something of known length on the road: two pixels, metres, and its direction. May be given several times.",
            HelpName = "x1,y1 x2,y2 METRES [along|across]", DefaultValueFactory = _ => [],
        };
        var line = new Option<string[]>("--line")
        {
            Description = "A straight line along or across the road, its length unknown: a kerb, a stop line. May be given several times.",
            HelpName = "x1,y1 x2,y2 [along|across]", DefaultValueFactory = _ => [],
        };
        var lens = new Option<string?>("--lens") { Description = "Known lens, pixels and coefficients.", HelpName = "fx,fy,cx,cy[,k1,k2[,p1,p2[,k3]]]" };
        var detector = new Option<string>("--detector") { Description = "'motion' or the path of an ONNX detector.", DefaultValueFactory = _ => "motion" };
        var preview = new Option<string?>("--preview") { Description = "Also write a JPEG: the empty road under a grid of metres. Look at it before trusting anything. An existing file is not overwritten." };
        var command = new Command("calibrate", """
            Estimate a first calibration from traffic and write a scene file to refine by hand. Never good enough for a fine.

            Examples:
              qyran calibrate street.mp4 --out street.yaml --preview street.jpg
              qyran calibrate street.mp4 --length "412,655 480,512 12 along" --length "300,600 520,600 3.5 across"
            """)
        { video, @out, length, line, lens, detector, preview };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            parsed.GetValue(video)!, parsed.GetValue(@out), parsed.GetValue(length)!, parsed.GetValue(line)!, parsed.GetValue(lens),
            parsed.GetValue(detector)!, parsed.GetValue(preview), stop)));
        return command;
    }

    private static int Run(
        string video, string? @out, string[] lengths, string[] lines, string? lensText, string detector, string? preview, CancellationToken stop)
    {
        var sizes = ImmutableArray.CreateBuilder<KnownSize>();
        foreach (var text in lengths)
        {
            if (Length(text) is not { } size) return Bad($"--length '{text}' is not understood; write it like \"412,655 480,512 12 along\"");
            sizes.Add(size);
        }
        foreach (var text in lines)
        {
            if (Line(text) is not { } size) return Bad($"--line '{text}' is not understood; write it like \"412,655 480,512 along\"");
            sizes.Add(size);
        }
        LensModel? lens = null;
        if (lensText is not null && (lens = Lens(lensText)) is null) return Bad($"--lens '{lensText}' is not understood; write it like 1500,1500,960,540,-0.1");
        var path = @out ?? Path.GetFileNameWithoutExtension(video) + ".yaml";
        if (File.Exists(path)) return Bad($"'{path}' exists and may hold somebody's work; name another file with --out");
        if (preview is not null && File.Exists(preview)) return Bad($"'{preview}' exists and would be written over; name another file with --preview");
        if ((OutputFile.Refusal(path) ?? (preview is null ? null : OutputFile.Refusal(preview))) is { } unwritable) return Exit.Say(unwritable);
        if (preview is not null && Path.GetFullPath(preview) == Path.GetFullPath(path)) return Bad("--out and --preview name one file");
        using var progress = new ProgressLine();
        var found = FirstCalibrationRun.Run(video, detector, lens, sizes.ToImmutable(), progress.Show, stop, out var failure);
        progress.Dispose();
        if (found is null) return Exit.Say(failure!);
        string? made = null;
        try
        {
            if (preview is not null) Write(preview, found.Preview);
            made = preview;
            Write(path, Encoding.UTF8.GetBytes(Head(found) + SceneFileWriter.Write(found.Scene)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (made is not null) File.Delete(made); // half of the results, and the next try would be refused because of it
            return Exit.Say(new(FailureKind.CannotWrite, $"can't write: {e.Message}"));
        }
        Print(found, path, preview);
        return 0;
    }

    /// <summary>A new file, whole or none.</summary>
    private static void Write(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            file.Write(bytes);
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static int Bad(string why) => Exit.Say(new(FailureKind.Invalid, why));

    private static string Head(FirstCalibrationRun.Found found) => string.Create(CultureInfo.InvariantCulture, $"""
        # Estimated by qyran calibrate from {found.TracksUsed} of {found.Tracks} tracks and {found.Lines} lines; speeds ±{found.SpeedErrorPercent:0.#} % (95 %).
        # A draft: look at the grid, correct lanes, add lines, zones and limits, and replace the survey by a measured one (points and scale_error_percent).
        # Nobody is accused of speeding by a clock that begins with "assumed:": check the camera's rate and say in clock who did and how.

        """);

    private static void Print(FirstCalibrationRun.Found found, string path, string? preview)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"First calibration from {found.TracksUsed} of {found.Tracks} tracks and {found.Lines} lines that meet in the road's vanishing point.\n");
        if (found.Calibration.Pose is { } pose) text.Append(CultureInfo.InvariantCulture, $"  camera: {pose.HeightM:0.0} m above the road, focal length {pose.FocalPx:0} px\n");
        text.Append(CultureInfo.InvariantCulture, $"  speeds: uncertain by ±{found.SpeedErrorPercent:0.#} % (95 %). Not for enforcement.\n");
        if (!found.Speeds.IsEmpty)
            text.Append(CultureInfo.InvariantCulture, $"  check: {found.Speeds.Length} vehicles at {found.Speeds[found.Speeds.Length / 10]:0} to {found.Speeds[found.Speeds.Length * 9 / 10]:0} km/h, median {found.Speeds[found.Speeds.Length / 2]:0}. Plausible here?\n");
        text.Append(CultureInfo.InvariantCulture, $"  lanes: {found.Scene.Lanes.Length} drafted from the tracks\n");
        text.Append(CultureInfo.InvariantCulture, $"Written: {path}{(preview is null ? "" : " and " + preview)}. A known length makes it better: --length \"x1,y1 x2,y2 METRES along\"\n");
        Console.Write(text);
    }

    private static KnownSize.Marked? Length(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (3 or 4) || Point(words[0]) is not { } from || Point(words[1]) is not { } to || !Number(words[2], out var metres) || metres <= 0) return null;
        LengthDirection? along = words.Length == 3 ? LengthDirection.Any : words[3] switch { "along" => LengthDirection.Along, "across" => LengthDirection.Across, _ => null };
        // a person knows a lane or a dash from a standard, or paces it out: 2 %, and 5 cm at least
        return along is { } direction ? new(new SurveyLength(from, to, metres, direction, 1, Math.Max(0.05, 0.02 * metres))) : null;
    }

    private static KnownSize? Line(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (2 or 3) || Point(words[0]) is not { } from || Point(words[1]) is not { } to) return null;
        return words.Length == 2 ? new KnownSize.LineAlong(from, to) : words[2] switch
        {
            "along" => new KnownSize.LineAlong(from, to),
            "across" => new KnownSize.LineAcross(from, to),
            _ => null,
        };
    }

    private static LensModel? Lens(string text)
    {
        var parts = text.Split(',');
        var n = new double[9];
        if (parts.Length is < 4 or > 9) return null;
        for (var i = 0; i < parts.Length; i++)
            if (!Number(parts[i], out n[i])) return null;
        return n[0] > 0 && n[1] > 0 ? new(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]) : null;
    }

    private static RawPixel? Point(string text)
    {
        var parts = text.Split(',');
        return parts.Length == 2 && Number(parts[0], out var x) && Number(parts[1], out var y) ? new(x, y) : null;
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && Math.Abs(value) < 1e6;
}
