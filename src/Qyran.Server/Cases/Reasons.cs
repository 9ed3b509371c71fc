using System.Collections.Immutable;

namespace Qyran.Server.Cases;

/// <summary>Why a case was decided as it was: codes, so that they can be counted. The first word says for which decision.</summary>
internal static class Reasons
{
    public static readonly ImmutableArray<(string Code, string Title)> Approve =
    [
        ("clear", "The pictures show the offence"),
    ];

    public static readonly ImmutableArray<(string Code, string Title)> Reject =
    [
        ("not-shown", "The pictures do not show the offence"),
        ("wrong-vehicle", "Another vehicle is meant"),
        ("plate-unreadable", "The plate cannot be read"),
        ("measurement-doubt", "The measurement is in doubt"),
        ("signal-doubt", "The signal's state is in doubt"),
        ("exempt", "The vehicle is exempt (emergency, authorised)"),
        ("necessity", "The driver had to: an emergency, an order, an obstacle"),
        ("duplicate", "The offence has a case already"),
    ];

    /// <summary>The reason for people; the code itself where it is none of these.</summary>
    public static string? Title(string? code) => Approve.Concat(Reject).FirstOrDefault(r => r.Code == code).Title ?? code;
}
