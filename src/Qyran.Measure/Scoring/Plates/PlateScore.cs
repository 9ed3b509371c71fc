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
/// <param name="AcceptedElsewhere">Given out as sure beside the labelled plates: in no share, for nobody wrote down what stands there.</param>
public sealed record PlateScore(int Plates, int Found, int Boxed, int Elsewhere, int Texts, int Exact, int Edits, int Signs, int Accepted, int AcceptedRight, int AcceptedElsewhere)
{
    /// <summary>The overlap from which a plate counts as found.</summary>
    public const double LeastIou = 0.5;

    /// <summary>The overlap above which something lies on a plate: its text is held against the plate's.</summary>
    private const double Touching = 0.1;

    public static readonly PlateScore None = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public double? ExactShare => Texts == 0 ? null : (double)Exact / Texts;
    public double? CharacterError => Signs == 0 ? null : (double)Edits / Signs;
    public double? FoundShare => Boxed == 0 ? null : (double)Found / Boxed;
    public double? AcceptedShare => Texts == 0 ? null : (double)Accepted / Texts;
    public double? AcceptedPrecision => Accepted == 0 ? null : (double)AcceptedRight / Accepted;

    public static PlateScore operator +(PlateScore a, PlateScore b) => new(a.Plates + b.Plates, a.Found + b.Found, a.Boxed + b.Boxed, a.Elsewhere + b.Elsewhere, a.Texts + b.Texts,
        a.Exact + b.Exact, a.Edits + b.Edits, a.Signs + b.Signs, a.Accepted + b.Accepted, a.AcceptedRight + b.AcceptedRight, a.AcceptedElsewhere + b.AcceptedElsewhere);

    /// <summary>
    /// One picture: every true plate takes of the guesses that lie on it the surest, whose text is held against its own. Guesses that lie on no plate lie elsewhere.
    /// </summary>
    public static PlateScore Of(IReadOnlyList<PlateTruth> truth, IReadOnlyList<PlateGuess> guesses)
    {
        var free = guesses.ToList();
        var score = truth.Aggregate(None, (sum, plate) => sum + Take(plate, free, out _));
        var elsewhere = free.FindAll(g => !truth.Any(t => t.Box is { } box && g.Box.Iou(box) > Touching));
        return score with { Elsewhere = elsewhere.Count, AcceptedElsewhere = elsewhere.Count(g => g.Accepted) };
    }

    /// <summary>One plate of a picture alone (for tables by size): those before it only take their guesses.</summary>
    /// <param name="only">One of <paramref name="truth"/>, the very object.</param>
    /// <param name="taken">The guess whose text was held against its own; null where none lies on it.</param>
    public static PlateScore Of(IReadOnlyList<PlateTruth> truth, IReadOnlyList<PlateGuess> guesses, PlateTruth only, out PlateGuess? taken)
    {
        var free = guesses.ToList();
        foreach (var plate in truth)
        {
            var score = Take(plate, free, out taken);
            if (ReferenceEquals(plate, only)) return score;
        }
        throw new ArgumentException("is no plate of this picture", nameof(only));
    }

    /// <summary>The surest of the guesses that lie on a plate, of all where the picture shows it alone, is its own and no other's.</summary>
    private static PlateScore Take(PlateTruth plate, List<PlateGuess> free, out PlateGuess? taken)
    {
        var found = plate.Box is { } own && free.Exists(g => g.Box.Iou(own) >= LeastIou);
        taken = (plate.Box is { } box ? free.Where(g => g.Box.Iou(box) > Touching) : free).MaxBy(g => g.Confidence);
        if (taken is not null) free.Remove(taken);
        return Of(plate, taken, found);
    }

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
