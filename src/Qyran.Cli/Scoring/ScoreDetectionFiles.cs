using System.Security.Cryptography;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Boxes;
using Qyran.Vision.Onnx;

namespace Qyran.Cli.Scoring;

/// <summary>Finds the labelled pictures and the models of <c>score detections</c>.</summary>
internal static class ScoreDetectionFiles
{
    /// <summary>Third-party detectors as they lie below the ground truth's <c>models</c>: what ours is set beside.</summary>
    private static readonly string[] Others =
        ["yolox_nano/yolox_nano.onnx", "nanodet/nanodet_m.onnx", "picodet/picodet_s_320_coco.onnx", "fastestdet/FastestDet.onnx"];

    /// <summary>The given models; without any, the shipped one (first) and the third-party ones that are there. Null with the reason when there are none.</summary>
    /// <param name="data">Folder of the ground truth; null for none.</param>
    public static List<string>? Models(string? data, string[] given, out Failure? failure)
    {
        failure = null;
        if (given.Length > 0) return [.. given];
        List<string> found = data is null ? [] : [.. Others.Select(o => Path.Combine(data, "models", o)).Where(File.Exists)];
        if (ShippedModels.Road is { } road) found.Insert(0, road);
        if (found.Count > 0) return found;
        failure = new(FailureKind.NotFound, $"no detector to measure: none in {ShippedModels.Where}{(data is null ? "" : $", none in '{Path.Combine(data, "models")}'")}; give one with --detector MODEL.onnx");
        return null;
    }

    /// <summary>Names of the third-party models that are not there.</summary>
    /// <param name="data">Folder of the ground truth; null for none.</param>
    public static IEnumerable<string> Missing(string? data) => Others.Where(o => data is null || !File.Exists(Path.Combine(data, "models", o))).Select(o => Path.GetFileNameWithoutExtension(o));

    /// <summary>
    /// The named sets (<c>atl_traffic</c> for its test part, <c>atl_traffic/train</c> for another), without names the test part of every known one that
    /// is there. Null with the reason when one is not known or a file of it is wrong; empty when no names were given and none is there.
    /// </summary>
    public static List<ScoreDetectionPart>? Parts(string data, string[] names, out Failure? failure)
    {
        failure = null;
        List<ScoreDetectionPart> parts = [];
        var wanted = names.Length > 0 ? names : [.. LabelSet.All.Select(s => s.Folder).Where(f => Directory.Exists(Path.Combine(data, "detection", f, "test")))];
        foreach (var name in wanted)
        {
            var split = name.Split('/');
            if (LabelSet.All.FirstOrDefault(s => s.Folder == split[0]) is not { } set || split.Length > 2 || split[^1].Length == 0 || split[^1].StartsWith('.'))
            {
                failure = new(FailureKind.Invalid, $"--sets '{name}' is not known; there are {string.Join(", ", LabelSet.All.Select(s => s.Folder))}, each with /train or /test after it");
                return null;
            }
            if (Part(data, set, split.Length == 2 ? split[1] : "test", out failure) is not { } part) return null;
            parts.Add(part);
        }
        return parts;
    }

    private static string? Hash(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ScoreDetectionPart? Part(string data, LabelSet set, string name, out Failure? failure)
    {
        var folder = Path.Combine(data, "detection", set.Folder, name);
        if (DetectFiles.Find([Path.Combine(folder, "images")], out failure) is not { } files) return null;
        List<(DetectFile, List<Label>)> pictures = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Hash(file.Path) is not { } hash)
            {
                failure = new(FailureKind.Unreadable, $"'{file.Path}' can't be read");
                return null;
            }
            if (!seen.Add(hash)) continue; // shown twice it would only count twice
            if (!ScoreMaterial.TryRead<List<Label>>(Path.Combine(folder, "labels", Path.ChangeExtension(file.Name, ".txt")), Read, out var labels, out failure)) return null;
            pictures.Add((file, labels));
        }
        return new(set, name, pictures, files.Count - pictures.Count);

        bool Read(TextReader text, out List<Label>? labels, out Failure? wrong)
        {
            var sound = YoloText.TryRead(text, set.Classes.Length, out var read, out wrong);
            labels = read;
            return sound;
        }
    }
}
