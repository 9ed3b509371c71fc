namespace Qyran.Server.People;

/// <summary>What a person may be called: it is typed at the sign-in and stands in decisions and the audit log.</summary>
internal static class PersonName
{
    public const string Rule = "a name has 2 to 60 letters, digits, dots, dashes, underscores, @ and single spaces";

    public static bool IsGood(string? name) => name?.Trim() is { Length: >= 2 and <= 60 } text && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or ' ') && !text.Contains("  ", StringComparison.Ordinal)
        // "key …" in a list of who did what is a machine
        && !text.StartsWith("key ", StringComparison.OrdinalIgnoreCase);
}
