using System.Collections.Immutable;

namespace Qyran.Domain.Plates;

/// <summary>An accepted plate text with what may stand at each place instead.</summary>
/// <param name="Text">Normalised.</param>
/// <param name="Others">For each sign of the text, the other signs that a reading held for possible there; normalised.</param>
public sealed record ReadPlate(string Text, ImmutableArray<ImmutableSortedSet<char>> Others)
{
    /// <summary>A sign that a reading holds for less likely than this is noise of the reader and no alternative.</summary>
    public const double LeastChance = 0.05;

    /// <param name="accepted">As it was read.</param>
    /// <param name="readings">Every reading of the vehicle: its text as read, and for each sign of it what may stand there.</param>
    public static ReadPlate Of(string accepted, IEnumerable<(string Text, ImmutableArray<ImmutableArray<SignGuess>> Signs)> readings)
    {
        var text = PlateForm.Normalise(accepted);
        var others = Enumerable.Range(0, text.Length).Select(_ => ImmutableSortedSet.CreateBuilder<char>()).ToArray();
        foreach (var (read, signs) in readings)
        {
            var normal = PlateForm.Normalise(read);
            // only where sign lies under sign: as long, nothing left out, and at most one of them read otherwise
            if (signs.IsDefault || signs.Length != text.Length || read.Length != text.Length || normal.Length != text.Length || normal.Zip(text).Count(p => p.First != p.Second) > 1) continue;
            for (var i = 0; i < text.Length; i++)
                foreach (var guess in signs[i])
                    if (guess.Confidence >= LeastChance && PlateForm.Normalise(guess.Sign.ToString()) is [var sign] && sign != text[i]) others[i].Add(sign);
        }
        return new(text, [.. others.Select(o => o.ToImmutable())]);
    }

    /// <summary>The text, and every text that has one sign replaced by what may stand there instead.</summary>
    public IEnumerable<string> Texts() => Others.SelectMany((signs, i) => signs.Select(s => string.Concat(Text.AsSpan(0, i), [s], Text.AsSpan(i + 1)))).Prepend(Text);
}
