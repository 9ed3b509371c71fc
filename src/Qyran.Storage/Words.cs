namespace Qyran.Storage;

/// <summary>Closed choices as they stand in a column: the name in lower case.</summary>
internal static class Words
{
    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Throws when the database holds a word this program does not know: it was written by hand.</summary>
    public static T Parse<T>(string word) where T : struct, Enum =>
        Enum.TryParse<T>(word, ignoreCase: true, out var value) && Word(value) == word ? value
            : throw new StoreException(new(Domain.Failures.FailureKind.Unreadable, $"the database holds '{word}' where a {typeof(T).Name} belongs"));
}
