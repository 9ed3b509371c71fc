using System.Collections.Immutable;
using Qyran.Domain.Plates;
using Qyran.Storage.Search;

namespace Qyran.Storage.Postgres;

/// <summary>For each plate or place the newest keys by its own index, then the newest of all: however the planner guesses, it reads no more.</summary>
internal sealed class PostgresKeySql : IKeySql
{
    public (string, (string, object?)[]) Keys(KeyFilter f)
    {
        var (where, with) = KeySql.Where(f);
        var place = f.Places.IsEmpty ? "" : $" and place_no in ({KeySql.List(f.Places)})";
        if (f.Pattern is { } pattern)
        {
            with.Add(("pattern", PostgresPlates.Like(pattern.Text)));
            var fits = "text like @pattern";
            if (f.PatternMatch != PlateMatch.Exact)
            {
                with.Add(("folded", PostgresPlates.Like(pattern.Folded)));
                fits = "folded like @folded and text not like @pattern";
            }
            return ($"select key from passage join plate on plate.no = plate_no where {where}{place} and {fits} order by key desc limit @most", [.. with]);
        }
        if (!f.Plates.IsEmpty) return Each("plate_no", f.Plates, where + place);
        if (!f.Places.IsEmpty) return Each("place_no", f.Places, where);
        // what is materialised is planned without the order and the limit, so by the index on the speed
        if (f.BySpeed) return ($"select key from (with fast as materialized (select key from passage where {where}) select key from fast order by key desc limit @most) few", [.. with]);
        return ($"select key from passage where {where} order by key desc limit @most", [.. with]);

        (string, (string, object?)[]) Each(string column, ImmutableArray<int> numbers, string condition)
        {
            with.Add(("numbers", numbers.ToArray()));
            return ($"select each.key from unnest(@numbers) one (no) cross join lateral (select key from passage where {column} = one.no and {condition} order by key desc limit @most) each order by each.key desc limit @most", [.. with]);
        }
    }
}
