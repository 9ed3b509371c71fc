using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>The part of the accuracy page on detections: the tables of <c>score detections</c> and the figures to keep.</summary>
internal static class ScoreAllDetections
{
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
        return new("Detections", how,
            [.. measured.SelectMany(m => new[] { ScoreDetectionGrids.Overview(m.Part, m.Results), ScoreDetectionGrids.Classes(m.Part, m.Results) })], [],
            [.. measured.SelectMany(m => m.Results.SelectMany(r => Figures($"detections/{m.Part.Key}/{r.Model.Name}", r)))]);
    }

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
