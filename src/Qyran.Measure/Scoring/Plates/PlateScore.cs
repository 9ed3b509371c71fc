using System.Collections.Immutable;
using Qyran.Domain.Plates;

namespace Qyran.Measure.Scoring.Plates;

/// <summary>How well plates of still pictures were found and read. Sums; add pictures up with +.</summary>
/// <param name="Plates">Plates with a box or a text.</param>
/// <param name="Found">Of those with a box, something was given out with an overlap of at least one half.</param>
/// <param name="Boxed">Plates with a box.</param>
/// <param name="Elsewhere">Given out beside the labelled plates: other cars' plates nobody wrote down, or none at all.</param>
/// <param name="Texts">Plates whose text is known.</param>
/// <param name="Exact">Read without a mistake.</param>
/// <param name="Edits">Signs put in, left out or changed, over all known texts; an unread plate loses all its signs.</param>
/// <param name="Signs">Signs of all known texts.</param>
/// <param name="Accepted">Given out as sure, where the text is known.</param>
/// <param name="AcceptedRight">…and without a mistake.</param>
public sealed record PlateScore(int Plates, int Found, int Boxed, int Elsewhere, int Texts, int Exact, int Edits, int Signs, int Accepted, int AcceptedRight)
{
    /// <summary>The overlap from which a plate counts as found.</summary>
    public const double LeastIou = 0.5;

    /// <summary>The overlap above which something lies on a plate: its text is held against the plate's.</summary>
    private const double Touching = 0.1;

    public static readonly PlateScore None = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public double? ExactShare => Texts == 0 ? null : (double)Exact / Texts;
    public double? CharacterError => Signs == 0 ? null : (double)Edits / Signs;
    public double? FoundShare => Boxed == 0 ? null : (double)Found / Boxed;
    public double? AcceptedPrecision => Accepted == 0 ? null : (double)AcceptedRight / Accepted;

    public static PlateScore operator +(PlateScore a, PlateScore b) => new(a.Plates + b.Plates, a.Found + b.Found, a.Boxed + b.Boxed, a.Elsewhere + b.Elsewhere, a.Texts + b.Texts,
        a.Exact + b.Exact, a.Edits + b.Edits, a.Signs + b.Signs, a.Accepted + b.Accepted, a.AcceptedRight + b.AcceptedRight);

    /// <summary>
    /// One picture: every true plate takes of the guesses that lie on it the surest, whose text is held against its own. Guesses that lie on no plate lie elsewhere.
    /// </summary>
    /// <param name="only">Counts this one plate (for tables by size); others of the picture only take their guesses.</param>
    public static PlateScore Of(IReadOnlyList<PlateTruth> truth, IReadOnlyList<PlateGuess> guesses, PlateTruth? only = null)
    {
        var free = guesses.ToList();
        var score = None;
        foreach (var plate in truth)
        {
            var found = plate.Box is { } box && free.Exists(g => g.Box.Iou(box) >= LeastIou);
            var taken = Surest(plate, free);
            if (taken is not null) free.Remove(taken);
            if (only is not null && !ReferenceEquals(only, plate)) continue;
            score += Of(plate, taken, found);
        }
        return only is not null ? score : score with { Elsewhere = score.Elsewhere + free.Count(g => !truth.Any(t => t.Box is { } box && g.Box.Iou(box) > Touching)) };
    }

    /// <summary>The guess whose text is held against a plate's: the surest of those that lie on it, of all where the picture shows it alone; null where there is none.</summary>
    public static PlateGuess? Surest(PlateTruth plate, IEnumerable<PlateGuess> guesses) =>
        (plate.Box is { } box ? guesses.Where(g => g.Box.Iou(box) > Touching) : guesses).MaxBy(g => g.Confidence);

    private static PlateScore Of(PlateTruth plate, PlateGuess? guess, bool found)
    {
        var score = None with { Plates = 1 };
        if (plate.Box is not null) score = score with { Boxed = 1, Found = found ? 1 : 0 };
        // a text without a letter or digit says nothing, and would be right where nothing was read
        if (plate.Text is not { } text || PlateForm.Normalise(text) is not { Length: > 0 } right) return score;
        var read = guess is null ? "" : PlateForm.Normalise(guess.Text);
        return score with
        {
            Texts = 1,
            Exact = read == right ? 1 : 0,
            Edits = EditDistance.AtMost<char>(right, read, Math.Max(right.Length, read.Length)),
            Signs = right.Length,
            Accepted = guess is { Accepted: true } ? 1 : 0,
            AcceptedRight = guess is { Accepted: true } && read == right ? 1 : 0,
        };
    }

    /// <summary>How often readings of a stated confidence were right: lower bound, readings, right ones.</summary>
    public static ImmutableArray<(double From, int Readings, int Right)> Reliability(IEnumerable<(double Confidence, bool Right)> readings)
    {
        double[] from = [0, 0.5, 0.8, 0.9, 0.95, 0.99];
        var all = readings.ToArray();
        return [.. from.Select((f, i) =>
        {
            var bin = all.Where(r => r.Confidence >= f && (i + 1 == from.Length || r.Confidence < from[i + 1])).ToArray();
            return (f, bin.Length, bin.Count(r => r.Right));
        })];
    }
}
