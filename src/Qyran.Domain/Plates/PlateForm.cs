namespace Qyran.Domain.Plates;

/// <summary>
/// The one place where plate texts are brought into a comparable form. <see cref="Normalise"/> maps what is the same sign in another alphabet;
/// <see cref="Fold"/> goes further and puts what a reader or a person easily takes for one another into one class. Neither is ever used to change
/// what stands in evidence: they serve storing and searching.
/// </summary>
public static class PlateForm
{
    // The same drawing in two alphabets: a Russian plate's letters are those that exist in both. Cyrillic, then Greek; then Latin letters with marks, which the
    // reader writes without (a table, for the program runs without the data that take a letter apart).
    private const string Twins = "АВЕКМНОРСТУХІЈЅҮЁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ÀÁÂÃÄÅĀĂĄÇĆČĎĐÈÉÊËĒĖĘĚĞĢÌÍÎÏĪĮİıĶŁĻÑŃŅŇÒÓÔÕÖØŌŐŘŚŞŠȘŢŤȚÙÚÛÜŪŮŰŲÝŸŹŻŽ";
    private const string Latin = "ABEKMHOPCTYXIJSYE" + "ABEZHIKMNOPTYX" + "AAAAAAAAACCCDDEEEEEEEEGGIIIIIIIIKLLNNNNOOOOOOOORSSSSTTTUUUUUUUUYYZZZ";

    // What is mistaken for a digit, in print, in dirt and at night. Cyrillic letters without a Latin twin stand here too.
    private const string Alike = "OQDIZSBЗЧБ";
    private const string Class = "0001258346";

    /// <summary>Plates that cameras here read have so many signs: shorter texts are badges and single letters, longer ones lettering.</summary>
    public const int FewestRead = 4, MostRead = 10;

    /// <summary>Capital letters and digits only, Latin where a letter of another alphabet looks the same, without marks (Ö is O); gaps, dashes and dots are left out.</summary>
    /// <param name="keep">Further signs that stay as they are (the wildcards of a search).</param>
    public static string Normalise(ReadOnlySpan<char> text, ReadOnlySpan<char> keep = default)
    {
        Span<char> into = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        var n = 0;
        foreach (var raw in text)
        {
            // full-width forms, as East Asian keyboards give them: before anything else, for a ？ left out would make another plate
            var c = char.ToUpperInvariant(raw is >= '！' and <= '～' ? (char)(raw - '！' + '!') : raw);
            if (!char.IsLetterOrDigit(c) && !keep.Contains(c)) continue;
            var twin = c < 128 ? -1 : Twins.IndexOf(c, StringComparison.Ordinal);
            into[n++] = twin < 0 ? c : Latin[twin];
        }
        return new string(into[..n]);
    }

    /// <summary>The look-alike class of a normalised text: two texts that differ only in 0/O/Q/D, 1/I, 2/Z, 5/S or 8/B fold to the same one.</summary>
    public static string Fold(string normalised) => string.Create(normalised.Length, normalised, static (into, from) =>
    {
        for (var i = 0; i < into.Length; i++)
        {
            var at = Alike.IndexOf(from[i], StringComparison.Ordinal);
            into[i] = at < 0 ? from[i] : Class[at];
        }
    });
}
