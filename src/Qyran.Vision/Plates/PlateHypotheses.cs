using System.Collections.Immutable;
using Qyran.Domain.Plates;

namespace Qyran.Vision.Plates;

/// <summary>
/// Texts the reader itself may hold possible: its likeliest one, that with one or more signs taken from its own second thoughts, and that without one of its signs
/// (a line or a screw taken for an I); with each what may stand at its signs. How possible each is, the reader's distributions say afterwards. Pure.
/// </summary>
internal static class PlateHypotheses
{
    /// <summary>A second thought below this is none.</summary>
    private const double Least = 0.03;

    /// <summary>The likeliest texts by the product of their signs, best first; the first is the likeliest path's; then those without one sign.</summary>
    public static List<(string Text, ImmutableArray<ImmutableArray<SignGuess>> Signs)> Of(string text, ImmutableArray<ImmutableArray<SignGuess>> signs, int most)
    {
        List<(string Text, double Chance)> beam = [("", 1)];
        for (var i = 0; i < signs.Length; i++)
        {
            List<(string, double)> next = [];
            foreach (var (start, chance) in beam)
                foreach (var guess in signs[i])
                    if (guess.Confidence >= Least || guess.Sign == text[i]) next.Add((start + guess.Sign, chance * guess.Confidence));
            next.Sort(static (a, b) => b.Item2.CompareTo(a.Item2));
            if (next.Count > most) next.RemoveRange(most, next.Count - most);
            beam = next;
        }
        List<(string Text, ImmutableArray<ImmutableArray<SignGuess>> Signs)> texts = [(text, signs)];
        foreach (var (other, _) in beam)
            if (other != text) texts.Add((other, signs));
        for (var i = 0; i < text.Length; i++)
        {
            var without = text.Remove(i, 1);
            if (without.Length > 0 && !texts.Exists(t => t.Text == without)) texts.Add((without, signs.RemoveAt(i)));
        }
        return texts;
    }
}
