using System.Globalization;
using System.Text;

namespace Qyran.Evidence;

/// <summary>One thing that is wrong.</summary>
/// <param name="File">The file inside the pack, <see cref="Archive"/> for the archive itself, or a pack's name within a chain. Safe to print.</param>
/// <param name="Text">For people: what is wrong with it.</param>
public sealed record Finding(string File, FindingKind Kind, string Text)
{
    /// <summary>Stands for the archive as a whole.</summary>
    public const string Archive = "(archive)";

    public override string ToString() => $"{File}: {Text}";

    /// <summary>
    /// Words of a pack, or a file's name, made harmless for a terminal, where a name may be in any script: line ends, controls and what turns or hides text are replaced, and it is cut to
    /// <paramref name="most"/>. Anybody can sign a pack of his own with anything in it.
    /// </summary>
    public static string OneLine(string words, int most = 400) => string.Concat(words[..Math.Min(words.Length, most)].EnumerateRunes().Select(r =>
        (Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) ? "?" : r.ToString()));

    /// <summary>A hostile name made harmless for a terminal: control characters and everything beyond ASCII replaced, cut to 80.</summary>
    internal static string Printable(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, 80))) text.Append(c is >= ' ' and <= '~' ? c : '?');
        return text.Length == 0 ? "(no name)" : text.ToString();
    }
}
