using System.Globalization;
using Qyran.Domain.Plates;
using Qyran.Storage.Search;

namespace Qyran.Storage.Postgres;

/// <summary>
/// Finds plates by trigrams. An edit spoils at most three of a text's n + 1 trigrams, so what is within k edits shares at least n + 1 − 3k with it:
/// the similarity asked of the index is the least that such a plate can have, and none is missed. Texts too short for that are compared one by one.
/// </summary>
internal sealed class PostgresPlates(PostgresDatabase database) : IPlateFinder
{
    public async Task<FoundPlates> Find(PlatePattern pattern, int most, CancellationToken stop)
    {
        if (await PlateLookup.Plain(database, pattern, most, stop) is { } plain) return plain;
        if (pattern.HasWildcards)
            return PlateLookup.Finds(await PlateLookup.Candidates(database, pattern.LookAlikes ? "folded like @pattern" : "folded like @pattern and text like @text",
                most, stop, [("pattern", Like(pattern.Folded)), .. pattern.LookAlikes ? Array.Empty<(string, object?)>() : [("text", Like(pattern.Text))]]), pattern, most);
        const string near = "levenshtein_less_equal(folded, @folded, @edits) <= @edits";
        (string, object?)[] with = [("folded", pattern.Folded), ("edits", pattern.Edits)];
        var candidates = await database.Read(async c =>
        {
            if (LeastSimilarity(pattern.Folded, pattern.Edits) is not { } least) return await c.Rows($"select no, text from plate where {near}", PlateLookup.Candidate, with);
            await using var transaction = await c.BeginTransactionAsync(stop);
            await c.Run(string.Create(CultureInfo.InvariantCulture, $"set local pg_trgm.similarity_threshold = {least:0.####}"));
            return await c.Rows($"select no, text from plate where folded % @folded and {near}", PlateLookup.Candidate, with);
        }, stop);
        return PlateLookup.Finds(candidates, pattern, most);
    }

    /// <summary>Null where plates within the edits may share no trigram at all.</summary>
    internal static double? LeastSimilarity(string text, int edits)
    {
        // what counts as a letter beyond ASCII depends on the database's locale
        if (text.Any(c => c > 127)) return null;
        // pg_trgm puts two blanks before a word and one behind it, and counts each trigram once
        var padded = $"  {text} ";
        var trigrams = Enumerable.Range(0, padded.Length - 2).Select(i => padded.Substring(i, 3)).Distinct().Count();
        var shared = trigrams - 3 * edits;
        // an edit brings at most three new ones: so many there are in both texts together
        return shared < 1 ? null : Math.Floor(10000.0 * shared / (trigrams + 3 * edits)) / 10000;
    }

    public static string Like(string pattern) => pattern.Replace('*', '%').Replace('?', '_');
}
