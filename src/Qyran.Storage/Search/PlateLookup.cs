using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Domain.Plates;

namespace Qyran.Storage.Search;

/// <summary>The searches an ordinary index answers, in the same words on both engines; and how candidates become finds.</summary>
internal static class PlateLookup
{
    /// <summary>Null when the pattern needs more than an ordinary index.</summary>
    public static async Task<FoundPlates?> Plain(IDatabase database, PlatePattern pattern, int most, CancellationToken stop)
    {
        if (pattern is { HasWildcards: false, Edits: 0 })
            return pattern.LookAlikes
                ? Finds(await Candidates(database, "folded = @folded", most, stop, ("folded", pattern.Folded)), pattern, most)
                : Finds(await Candidates(database, "folded = @folded and text = @text", most, stop, ("folded", pattern.Folded), ("text", pattern.Text)), pattern, most);
        if (!pattern.IsStart || pattern.FoldedStart is not { Length: > 0 } start) return null;
        var where = "folded >= @from and folded < @to";
        (string, object?)[] with = [("from", start), ("to", Behind(start))];
        if (pattern.LookAlikes) return Finds(await Candidates(database, where, most, stop, with), pattern, most);
        var text = pattern.Text[..^1];
        return Finds(await Candidates(database, where + " and text >= @textFrom and text < @textTo", most, stop, [.. with, ("textFrom", text), ("textTo", Behind(text))]), pattern, most);
    }

    /// <summary>The numbers and texts a condition on the plates gives, one more than wanted.</summary>
    public static Task<ImmutableArray<(int No, string Text)>> Candidates(IDatabase database, string where, int most, CancellationToken stop, params (string, object?)[] with) =>
        database.Read(c => c.Rows($"select no, text from plate where {where} limit @most", Candidate, [.. with, ("most", (long)most + 1)]), stop);

    /// <summary>The first text after all that begin so.</summary>
    private static string Behind(string start) => start[..^1] + (char)(start[^1] + 1);

    public static (int No, string Text) Candidate(DbDataReader r) => (r.GetInt32(0), r.GetString(1));

    /// <summary>Holds candidates against the pattern, the one judge of what matches; keeps the nearest.</summary>
    public static FoundPlates Finds(ImmutableArray<(int No, string Text)> candidates, PlatePattern pattern, int most)
    {
        var finds = candidates.Select(c => (c.No, Match: pattern.Match(c.Text))).Where(c => c.Match is not null)
            .Select(c => new FoundPlate(c.No, c.Match!.Value)).OrderBy(f => f.Match).ThenBy(f => f.No).ToImmutableArray();
        return new FoundPlates(finds.Length > most ? finds[..most] : finds, finds.Length > most || candidates.Length > most);
    }
}
