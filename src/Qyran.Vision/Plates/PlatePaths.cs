using System.Collections.Immutable;
using Qyran.Domain.Plates;

namespace Qyran.Vision.Plates;

/// <summary>
/// From the reader's distributions over places to a text: connectionist temporal classification (Graves et al., 2006). Pure.
/// Rows are places in reading order, <see cref="PlateAlphabet.Outputs"/> probabilities each.
/// </summary>
internal static class PlatePaths
{
    /// <summary>Guesses below this are not worth keeping.</summary>
    private const double LeastGuess = 0.01;
    private const int MostGuesses = 4;

    /// <summary>The text of the likeliest path and, for each of its signs, what else may stand there.</summary>
    public static (string Text, ImmutableArray<ImmutableArray<SignGuess>> Signs) Best(ReadOnlySpan<float> places)
    {
        var count = places.Length / PlateAlphabet.Outputs;
        Span<char> text = stackalloc char[count];
        Span<int> at = stackalloc int[count];
        var (length, last) = (0, PlateAlphabet.Blank);
        for (var i = 0; i < count; i++)
        {
            var row = Row(places, i);
            var top = Top(row);
            if (top != PlateAlphabet.Blank)
            {
                if (top != last)
                {
                    text[length] = PlateAlphabet.Signs[top];
                    at[length++] = i;
                }
                else if (row[top] > Row(places, at[length - 1])[top])
                {
                    at[length - 1] = i; // the place where this sign stands out most
                }
            }
            last = top;
        }
        var signs = ImmutableArray.CreateBuilder<ImmutableArray<SignGuess>>(length);
        for (var k = 0; k < length; k++) signs.Add(Guesses(Row(places, at[k])));
        return (new string(text[..length]), signs.MoveToImmutable());
    }

    /// <summary>The probability of a text over all paths that spell it, 0 to 1.</summary>
    public static double Probability(ReadOnlySpan<float> places, ReadOnlySpan<char> text)
    {
        var count = places.Length / PlateAlphabet.Outputs;
        Span<int> signs = stackalloc int[text.Length];
        for (var k = 0; k < text.Length; k++) signs[k] = PlateAlphabet.Signs.IndexOf(text[k], StringComparison.Ordinal);
        // even states are before, between and behind the signs, odd ones on a sign
        Span<double> now = stackalloc double[(2 * text.Length) + 1];
        now.Clear();
        now[0] = 1; // before the first place, in front of everything
        for (var i = 0; i < count; i++)
        {
            var row = Row(places, i);
            double none = row[PlateAlphabet.Blank];
            // from the end, so that a state still finds those before it as they were at the place before; behind this many signs no path is yet
            for (var s = Math.Min(now.Length - 1, 2 * (i + 1)); s > 0; s--)
            {
                var sum = now[s] + now[s - 1];
                if ((s & 1) == 0)
                {
                    now[s] = sum * none;
                    continue;
                }
                // a sign may follow another at once when they differ; equal ones need a gap
                if (s > 2 && signs[s / 2] != signs[(s / 2) - 1]) sum += now[s - 2];
                now[s] = sum * row[signs[s / 2]];
            }
            now[0] *= none;
        }
        return Math.Clamp(now[^1] + (now.Length > 1 ? now[^2] : 0), 0, 1);
    }

    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> places, int i) => places.Slice(i * PlateAlphabet.Outputs, PlateAlphabet.Outputs);

    private static int Top(ReadOnlySpan<float> row)
    {
        var top = 0;
        for (var k = 1; k < row.Length; k++)
            if (row[k] > row[top]) top = k;
        return top;
    }

    /// <summary>Shares among the signs alone: that there is one here is settled.</summary>
    private static ImmutableArray<SignGuess> Guesses(ReadOnlySpan<float> row)
    {
        double all = 0;
        for (var k = 0; k < PlateAlphabet.Blank; k++) all += row[k];
        List<SignGuess> guesses = [];
        for (var k = 0; k < PlateAlphabet.Blank; k++)
            if (row[k] / all >= LeastGuess) guesses.Add(new(PlateAlphabet.Signs[k], row[k] / all));
        guesses.Sort((a, b) => b.Confidence.CompareTo(a.Confidence));
        return [.. guesses.Take(MostGuesses)];
    }
}
