using System.Globalization;
using Qyran.Domain.Plates;
using Qyran.Storage.Search;

namespace Qyran.Storage.Sqlite;

/// <summary>
/// SQLite's planner has no figures to go by, so it is told: a plate's or a place's own index where one is asked for, else the rows in the order of time.
/// </summary>
internal sealed class SqliteKeySql : IKeySql
{
    /// <summary>More places than this are a filter along the way: each needs a select of its own, and SQLite takes at most 500 in one statement.</summary>
    private const int MostPlaces = 100;

    public (string, (string, object?)[]) Keys(KeyFilter f)
    {
        var (where, with) = KeySql.Where(f);
        // the sign + keeps the planner from taking the place's index
        var place = f.Places.IsEmpty ? "" : $" and +place_no in ({KeySql.List(f.Places)})";
        if (f.Pattern is { } pattern)
        {
            with.Add(("pattern", pattern.Text));
            with.Add(("folded", pattern.Folded));
            var fits = f.PatternMatch == PlateMatch.Exact ? "text glob @pattern" : "folded glob @folded and not text glob @pattern";
            return ($"select key from passage not indexed cross join plate on plate.no = plate_no where {where}{place} and plate_no is not null and {fits} order by key desc limit @most", [.. with]);
        }
        if (!f.Plates.IsEmpty)
            return ($"select key from passage indexed by passage_plate where plate_no in ({KeySql.List(f.Plates)}) and {where}{place} order by key desc limit @most", [.. with]);
        if (f.BySpeed) return ($"select key from passage indexed by passage_speed where speed_mmph is not null and {where} order by key desc limit @most", [.. with]);
        if (f.Places.IsEmpty || f.Places.Length > MostPlaces)
            return ($"select key from passage not indexed where {where}{place} order by key desc limit @most", [.. with]);
        var each = f.Places.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"select * from (select key from passage indexed by passage_place where place_no = {p} and {where} order by key desc limit @most)"));
        return ($"select key from ({string.Join(" union all ", each)}) order by key desc limit @most", [.. with]);
    }
}
