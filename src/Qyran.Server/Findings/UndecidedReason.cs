using System.Text.RegularExpressions;
using Qyran.Storage;

namespace Qyran.Server.Findings;

/// <summary>Why a rule left a passage undecided, without the figures and names of that one passage: the doubt at the line a and at the line b is one reason. Pure.</summary>
internal static partial class UndecidedReason
{
    private const int Longest = 200;

    /// <param name="why">The verdict's sentence.</param>
    /// <returns>The sentence with … for what was put in; <see cref="Undecided.Other"/> for one too long to be counted by.</returns>
    public static string Of(string why)
    {
        var reason = Figure().Replace(Quoted().Replace(Named().Replace(why, "…"), "…"), "…");
        return reason.Length <= Longest ? reason : Undecided.Other;
    }

    // the scene's ids stand behind these words and nowhere else; "the line and the junction" names none
    [GeneratedRegex(@"(?<=\b(?:line|lane|zone|arrow) )(?!and\b)[^\s:;,]+", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    // not the apostrophe of "the signal's state"
    [GeneratedRegex(@"(?<!\w)'[^']*'(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    // a time of day and a date are one figure
    [GeneratedRegex(@"\d+(?:[.,:T-]\d+)*Z?", RegexOptions.CultureInvariant)]
    private static partial Regex Figure();
}
