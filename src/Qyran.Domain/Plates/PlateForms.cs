using System.Collections.Immutable;

namespace Qyran.Domain.Plates;

/// <summary>The forms plates of one country have. Advice for choosing between readings that are as likely; never a gate, never a repair.</summary>
/// <param name="Country">"KZ".</param>
/// <param name="Letters">Letters that stand where a form says A.</param>
/// <param name="Forms">9 digit, A letter, a letter that is not taken for a digit, =X the sign X itself.</param>
public sealed record PlateForms(string Country, string Letters, ImmutableArray<string> Forms)
{
    // Poland keeps its series free of these for that reason. In a rarer form they would make a letter of a commoner form's digit.
    private const string LikeDigits = "BDIOQZ";

    /// <summary>Whether a text (capital letters and digits) has one of the forms.</summary>
    public bool Fit(ReadOnlySpan<char> text)
    {
        foreach (var form in Forms)
            if (Fits(form, text)) return true;
        return false;
    }

    private bool Fits(string form, ReadOnlySpan<char> text)
    {
        var at = 0;
        for (var i = 0; i < form.Length; i++, at++)
        {
            if (at == text.Length) return false;
            var fits = form[i] switch
            {
                '9' => char.IsAsciiDigit(text[at]),
                'A' => Letters.Contains(text[at], StringComparison.Ordinal),
                'a' => Letters.Contains(text[at], StringComparison.Ordinal) && !LikeDigits.Contains(text[at], StringComparison.Ordinal),
                '=' when i + 1 < form.Length => form[++i] == text[at],
                _ => false,
            };
            if (!fits) return false;
        }
        return at == text.Length;
    }
}
