using Qyran.Domain.Failures;

namespace Qyran.Cli.Scoring;

/// <summary>The part of the accuracy page on plates in still pictures.</summary>
internal static class ScoreAllPlates
{
    /// <summary>Null without a failure where the pictures or the models are missing.</summary>
    public static ScoreSection? Section(string data, CancellationToken stop, out Failure? failure)
    {
        var results = ScorePlates.Measure(data, stop, out failure);
        if (failure?.Kind == FailureKind.NotFound) failure = null;
        if (failure is not null || results.Count == 0) return null;
        const string how = "Our finder and reader on pictures that were never learned from, tuned or chosen by. A text is exact when every sign is right (Cyrillic letters counted as their Latin twins); the province sign of Chinese plates is no sign of ours and is left out. "
            + "A plate is found where a text was read that overlaps its label by one half; where only boxes are known, where any spot of the finder does that it scores 0.3 and more, read or not. "
            + "Elsewhere are texts (where only boxes are known: spots) given out beside the labelled plates; most are other cars' plates that nobody wrote down. "
            + "Accepted elsewhere are the sure texts among those read beside the labels: right or wrong, nobody knows, and in no share. Character error counts signs put in, left out or changed, unread plates in full. Accepted are single-picture readings sure enough to stand by themselves; in a video at least two must agree. Milliseconds are medians on one thread of a machine that did other work too. Command: `qyran score plates`.";
        List<ScoreLeft> left =
        [
            .. ScorePlateSet.All.Where(s => results.TrueForAll(r => r.Set.Key != s.Key)).Select(s => new ScoreLeft($"{s.Title} (no pictures)", [$"plates/{s.Key}/"])),
            .. results.Where(r => r.Left.Length > 0).Select(r => new ScoreLeft($"of {r.Set.Title} {string.Join(", ", r.Left)}", [])),
        ];
        return new("Plates in still pictures", how + ScoreLeft.Sentence(left), [ScorePlateGrids.Overview(results), ScorePlateGrids.ByHeight(results), ScorePlateGrids.ByConfidence(results)], [],
            [.. results.SelectMany(r => Figures($"plates/{r.Set.Key}", r))]) { Left = [.. left] };
    }

    internal static IEnumerable<ScoreFigure> Figures(string prefix, ScorePlateResult r)
    {
        if (r.Score.FoundShare is { } found) yield return new($"{prefix}/found", 100 * found, 1);
        if (r.Score.ExactShare is { } exact) yield return new($"{prefix}/exact", 100 * exact, 1);
        if (r.Score.CharacterError is { } error) yield return new($"{prefix}/character_error", 100 * error, -1);
        if (r.Score.AcceptedShare is { } accepted) yield return new($"{prefix}/accepted", 100 * accepted, 1);
        if (r.Score.AcceptedPrecision is { } precision) yield return new($"{prefix}/accepted_right", 100 * precision, 1);
        if (!r.Crops) yield return new($"{prefix}/elsewhere", r.Score.Elsewhere, -1);
        yield return new($"{prefix}/accepted_elsewhere", r.Score.AcceptedElsewhere, -1);
    }
}
