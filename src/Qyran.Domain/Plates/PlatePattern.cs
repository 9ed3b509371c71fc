using Qyran.Domain.Failures;

namespace Qyran.Domain.Plates;

/// <summary>
/// What a plate search asks for: a text, or a pattern with <c>*</c> (any signs) and <c>?</c> (one sign); with look-alikes, or within one or two edits.
/// </summary>
public sealed record PlatePattern
{
    private PlatePattern(string text, bool lookAlikes, int edits) =>
        (Text, Folded, LookAlikes, Edits) = (text, PlateForm.Fold(text), lookAlikes || edits > 0, edits);

    /// <summary>Normalised; holds <c>*</c> and <c>?</c> where given.</summary>
    public string Text { get; }

    /// <summary>The same in look-alike classes.</summary>
    public string Folded { get; }

    /// <summary>Also what differs only in signs that look alike. Always so with edits.</summary>
    public bool LookAlikes { get; }

    /// <summary>0, 1 or 2; never with wildcards.</summary>
    public int Edits { get; }

    public bool HasWildcards => Text.AsSpan().ContainsAny('*', '?');

    /// <summary>The folded signs before the first wildcard; the whole text without one.</summary>
    public string FoldedStart => Folded.AsSpan().IndexOfAny('*', '?') is >= 0 and var at ? Folded[..at] : Folded;

    /// <summary>"AB12*": nothing but a beginning.</summary>
    public bool IsStart => HasWildcards && Text.IndexOfAny(['*', '?']) == Text.Length - 1 && Text[^1] == '*';

    /// <summary>Null and a failure for what cannot be searched: no sign at all, too long, edits of a pattern or of a text too short for them.</summary>
    public static PlatePattern? Parse(string text, bool lookAlikes, int edits, out Failure? failure)
    {
        var normal = PlateForm.Normalise(text, "*?");
        while (normal.Contains("**", StringComparison.Ordinal)) normal = normal.Replace("**", "*", StringComparison.Ordinal);
        var pattern = new PlatePattern(normal, lookAlikes, edits);
        var why = normal.Length switch
        {
            0 => "a plate search needs at least one letter or digit",
            > 32 => "no plate is longer than 32 signs",
            _ when edits is < 0 or > 2 => "a plate search allows 0, 1 or 2 edits",
            _ when edits > 0 && pattern.HasWildcards => "a plate search takes wildcards or edits, not both",
            _ when edits > 0 && normal.Length < edits + 2 => $"a text of {normal.Length} signs is too short for {edits} edits: nearly everything would match",
            _ => null,
        };
        failure = why is null ? null : new Failure(FailureKind.Invalid, why);
        return why is null ? pattern : null;
    }

    /// <summary>How a stored plate (normalised) matches; null when it does not.</summary>
    public PlateMatch? Match(string plate)
    {
        if (HasWildcards ? Glob(Text, plate) : plate == Text) return PlateMatch.Exact;
        if (!LookAlikes) return null;
        var folded = PlateForm.Fold(plate);
        if (HasWildcards) return Glob<char>(Folded, folded) ? PlateMatch.LookAlike : null;
        return EditDistance.AtMost<char>(Folded, folded, Edits) switch
        {
            0 => PlateMatch.LookAlike,
            1 when Edits >= 1 => PlateMatch.OneEdit,
            2 when Edits >= 2 => PlateMatch.TwoEdits,
            _ => null,
        };
    }

    /// <summary>Whether a text fits a pattern with <c>*</c> and <c>?</c>. Linear but for what follows the last star tried.</summary>
    public static bool Glob<T>(ReadOnlySpan<T> pattern, ReadOnlySpan<T> text) where T : unmanaged, IEquatable<T>
    {
        T any = Sign<T>('*'), one = Sign<T>('?');
        int p = 0, t = 0, star = -1, from = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p].Equals(any)) (star, from, p) = (p, t, p + 1);
            else if (p < pattern.Length && (pattern[p].Equals(one) || pattern[p].Equals(text[t]))) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++from);
            else return false;
        }
        while (p < pattern.Length && pattern[p].Equals(any)) p++;
        return p == pattern.Length;
    }

    private static bool Glob(string pattern, string text) => Glob<char>(pattern, text);

    private static T Sign<T>(char sign) where T : unmanaged =>
        typeof(T) == typeof(char) ? (T)(object)sign : typeof(T) == typeof(byte) ? (T)(object)(byte)sign : throw new NotSupportedException(typeof(T).Name);
}
