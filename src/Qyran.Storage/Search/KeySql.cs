using System.Collections.Immutable;
using System.Globalization;

namespace Qyran.Storage.Search;

/// <summary>What both engines say alike.</summary>
internal static class KeySql
{
    /// <summary>Conditions on the key, the columns and the values they name.</summary>
    public static (string Text, List<(string, object?)> With) Where(KeyFilter f, string key = "key")
    {
        var parts = new List<string> { $"{key} >= @from", $"{key} < @until" };
        var with = new List<(string, object?)> { ("from", f.From), ("until", Math.Min(f.Until, f.Below)), ("most", (long)f.Most) };
        parts.AddRange(f.Conditions);
        if (f.Country is not null) with.Add(("country", f.Country));
        return (string.Join(" and ", parts), with);
    }

    public static string List(ImmutableArray<int> numbers) => string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
}
