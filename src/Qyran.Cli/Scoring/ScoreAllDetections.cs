using System.Collections.Immutable;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Cli.Scoring;

/// <summary>The part of the accuracy page on detections: the tables of <c>score detections</c> and the figures to keep.</summary>
internal static class ScoreAllDetections
{
    private const long EveryUs = 2_000_000; // of a simulated clip: what is seen has moved on meanwhile

    /// <summary>Null without a failure where the labelled pictures or every detector are missing.</summary>
    public static ScoreSection? Section(string data, CancellationToken stop, out Failure? failure)
    {
        if (ScoreDetectionFiles.Models(data, [], out failure) is null)
        {
            failure = null;
            return null;
        }
        if (ScoreDetections.Measure(data, [], [], null, join: false, stop, out failure) is not { Count: > 0 } measured) return null;
        var how = "Detectors as they are, without tracking: ours, where one is shipped, beside third-party ones of the same size (never shipped), run by the same code on the same pictures. "
            + "AP as COCO counts it: 101 recalls, at most 100 boxes a picture and class, all boxes down to a score of 0.001 after the product's own suppression, rider and machine apart. "
            + "AP50:95 is the mean over overlaps 0.50, 0.55 … 0.95. \"vehicle\" takes all motor vehicles as one class. In brackets: boxes to be found. Of pictures that are there twice, byte for byte, one is taken. Heights are those in the picture fitted into 416 × 256. "
            + "A van is a right car, since neither set parts them; a van on a lorry or bus is no false car, but the lorry is not found. "
            + "Milliseconds are medians on one thread of a machine that did other work too; the models take turns picture by picture, so compare them with each other, not with another day's. "
            + "The threshold of the best F1 stands here for reading; nothing was chosen by it. Command: `qyran score detections`.\n\n"
            + string.Concat(measured.Select(m => $"- **{m.Part.Set.Title}**: {m.Part.Set.Notes}\n")).TrimEnd();
        List<ScoreLeft> left =
        [
            .. LabelSet.All.Where(s => !measured.Exists(m => m.Part.Set.Folder == s.Folder)).Select(s => new ScoreLeft($"{s.Folder} (no pictures)", [$"detections/{s.Folder}/"])),
            .. WithoutModels(data, [.. measured.Select(m => $"detections/{m.Part.Key}")]),
        ];
        if (left.Count > 0) how += "\n\n" + ScoreLeft.Sentence(left).TrimStart();
        return new("Detections", how,
            [.. measured.SelectMany(m => new[] { ScoreDetectionGrids.Overview(m.Part, m.Results), ScoreDetectionGrids.Classes(m.Part, m.Results) })], [],
            [.. measured.SelectMany(m => m.Results.SelectMany(r => Figures($"detections/{m.Part.Key}/{r.NameAmong(m.Results)}", r)))]) { Left = [.. left] };
    }

    /// <summary>The same on pictures of simulated clips, where people, bicycles and vans are labelled too. Null without a failure where there is no detector.</summary>
    /// <param name="data">Folder of the ground truth, for the third-party models; null for none.</param>
    public static ScoreSection? Simulated(string? data, IReadOnlyCollection<ScoreClip> clips, CancellationToken stop, out Failure? failure)
    {
        if (ScoreDetectionFiles.Models(data, [], out failure) is not { } models)
        {
            failure = null;
            return null;
        }
        using var pictures = ScoreDetectionClips.Take(clips, [], EveryUs, stop, out failure);
        if (pictures is null or { Part.Pictures.Count: 0 } || ScoreDetections.Measure(models, [pictures.Part], join: false, stop, out failure) is not [var (part, results), ..]) return null;
        List<ScoreLeft> left = [.. WithoutModels(data, ["simulated-detections"])];
        var how = "The same measures on one picture every " + FormattableString.Invariant($"{EveryUs / 1e6:0} s of each of the {clips.Count} clips above ({part.Pictures.Count} pictures, some {part.Pictures.Count / (double)clips.Count:0} a clip). ")
            + "qyran-road learned from other simulated scenes, drawn by the same simulator; the third-party models never saw its pictures, so these figures part our versions from each other, not us from them. "
            + part.Set.Notes + " Command: `qyran score detections --simulated CLIPS`, which takes a picture a second." + ScoreLeft.Sentence(left);
        return new("Detections in simulated scenarios", how, [ScoreDetectionGrids.Overview(part, results), ScoreDetectionGrids.Classes(part, results)], [],
            [.. results.SelectMany(r => Figures($"simulated-detections/{r.NameAmong(results)}", r))]) { Left = [.. left] };
    }

    /// <summary>The third-party models that are not there, with their figures below these parts of keys.</summary>
    /// <param name="data">Folder of the ground truth; null for none.</param>
    internal static IEnumerable<ScoreLeft> WithoutModels(string? data, ImmutableArray<string> parts) =>
        ScoreDetectionFiles.Missing(data).Select(n => new ScoreLeft($"{n} (no such model)", [.. parts.Select(p => $"{p}/{n}/")]));

    private static IEnumerable<ScoreFigure> Figures(string prefix, ScoreDetectionResult r)
    {
        foreach (var c in r.Score.Classes.Append(r.Score.Vehicle))
        {
            if (c.Ap50 is { } ap50) yield return new($"{prefix}/{c.Name}/ap50", ap50, 1);
            if (c.Ap is { } ap) yield return new($"{prefix}/{c.Name}/ap", ap, 1);
        }
        if (r.Score.Ap50 is { } mean50) yield return new($"{prefix}/all/ap50", mean50, 1);
        if (r.Score.Ap is { } mean) yield return new($"{prefix}/all/ap", mean, 1);
    }
}
