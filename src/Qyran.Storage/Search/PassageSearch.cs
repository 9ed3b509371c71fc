using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Domain.Plates;

namespace Qyran.Storage.Search;

/// <summary>
/// Finds passages. First the plates that fit, then for each nearness in turn their passages from the newest on: each page costs a few short
/// walks along an index, whichever page it is.
/// </summary>
public sealed class PassageSearch
{
    /// <summary>More plates than this are not looked up one by one.</summary>
    private const int MostPlates = 4000;

    /// <summary>So many fast passages at most are looked up by their speed and put into the order of time.</summary>
    private const int MostBySpeed = 5000;

    private readonly IDatabase database;
    private readonly IPlateFinder plates;
    private readonly IKeySql sql;

    internal PassageSearch(IDatabase database, IPlateFinder plates, IKeySql sql) => (this.database, this.plates, this.sql) = (database, plates, sql);

    /// <summary>A page of at most <paramref name="most"/> hits.</summary>
    /// <param name="after"><see cref="PassagePage.Next"/> of the page before; null for the first.</param>
    /// <returns>The page, or null and why the question makes no sense. Throws <see cref="StoreException"/> when the database is away.</returns>
    public async Task<(PassagePage?, Failure?)> Find(PassageQuery query, int most = 50, string? after = null, CancellationToken stop = default)
    {
        if (most is < 1 or > 1000) return (null, new Failure(FailureKind.Invalid, "a page holds 1 to 1000 passages"));
        var mark = PageMark.Start;
        if (after is not null)
        {
            if (PageMark.Parse(after) is not { } given) return (null, new Failure(FailureKind.Invalid, "the page asked for is not one this search gave"));
            mark = given;
        }
        var found = query.Plate is { } pattern ? await plates.Find(pattern, MostPlates, stop) : null;
        return (await database.Read(c => Page(c, query, found, mark, most), stop), null);
    }

    private async Task<PassagePage> Page(DbConnection connection, PassageQuery query, FoundPlates? found, PageMark mark, int most)
    {
        if (await Filter(connection, query) is not { } filter) return new PassagePage([], null, true);
        var hits = new List<(PassageHit Hit, PageMark Mark)>();
        var byPattern = found is { More: true } && query.Plate is { HasWildcards: true };
        foreach (var match in query.Plate is null ? [PlateMatch.Exact] : Enum.GetValues<PlateMatch>())
        {
            if (match < mark.Match || hits.Count > most) continue;
            var below = match == mark.Match ? mark.Key : long.MaxValue;
            var some = filter with { Below = below, Most = most + 1 - hits.Count };
            if (byPattern)
            {
                if (match > (query.Plate!.LookAlikes ? PlateMatch.LookAlike : PlateMatch.Exact)) continue;
                some = some with { Pattern = query.Plate, PatternMatch = match };
            }
            else if (found is not null)
            {
                some = some with { Plates = [.. found.Plates.Where(p => p.Match == match).Select(p => p.No)] };
                if (some.Plates.IsEmpty) continue;
            }
            hits.AddRange(await Rows(connection, some, query.Plate is null ? null : match, match));
        }
        var page = hits.Take(most).ToImmutableArray();
        return new PassagePage([.. page.Select(h => h.Hit)], hits.Count > most ? page[^1].Mark.ToString() : null, found is not { More: true } || byPattern);
    }

    private async Task<ImmutableArray<(PassageHit, PageMark)>> Rows(DbConnection connection, KeyFilter filter, PlateMatch? match, PlateMatch rank)
    {
        var (keys, with) = sql.Keys(filter);
        return await connection.Rows($"select {PassageColumns.Selected} from {PassageColumns.Tables} where p.key in ({keys}) order by p.key desc",
            r => (new PassageHit(PassageColumns.Passage(r), match), new PageMark(rank, r.GetInt64(0))), [.. with]);
    }

    /// <summary>Null when nothing can fit: no such camera or site.</summary>
    private static async Task<KeyFilter?> Filter(DbConnection connection, PassageQuery q)
    {
        var places = ImmutableArray<int>.Empty;
        if (!q.Cameras.IsEmpty || !q.Sites.IsEmpty)
        {
            // few rows: one for each camera and site it ever stood at
            places = [.. (await connection.Rows("select no, camera_id, site_id from place", r => (No: r.GetInt32(0), Camera: r.GetString(1), Site: r.GetString(2))))
                .Where(p => (q.Cameras.IsEmpty || q.Cameras.Contains(p.Camera)) && (q.Sites.IsEmpty || q.Sites.Contains(p.Site))).Select(p => p.No)];
            if (places.IsEmpty) return null;
        }
        var conditions = new List<string>();
        if (!q.Classes.IsEmpty) conditions.Add($"class in ({string.Join(", ", q.Classes.Select(c => $"'{Words.Word(c)}'"))})");
        if (q.SpeedFrom is { } slowest) conditions.Add(string.Create(CultureInfo.InvariantCulture, $"speed_mmph >= {slowest.MmPerHour}"));
        if (q.SpeedUntil is { } fastest) conditions.Add(string.Create(CultureInfo.InvariantCulture, $"speed_mmph <= {fastest.MmPerHour}"));
        if (q.Country is not null) conditions.Add("plate_country = @country");
        return new KeyFilter(q.FromUs is { } from ? PassageKey.From(from) : 0, q.UntilUs is { } until ? PassageKey.From(until) : long.MaxValue, places, [.. conditions], q.Country)
        {
            BySpeed = q is { Plate: null, SpeedFrom: { } least } && places.IsEmpty && await AreFew(connection, least.MmPerHour),
        };
    }

    /// <summary>Whether at most <see cref="MostBySpeed"/> passages of all time are so fast; reads no more of the index than that.</summary>
    private static async Task<bool> AreFew(DbConnection connection, long mmPerHour) =>
        (await connection.Rows("select count(*) from (select 1 from passage where speed_mmph >= @least limit @most) fast", r => r.GetInt64(0), ("least", mmPerHour), ("most", MostBySpeed + 1L)))[0] <= MostBySpeed;
}
