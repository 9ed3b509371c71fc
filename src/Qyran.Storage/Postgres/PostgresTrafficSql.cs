using Qyran.Storage.Traffic;

namespace Qyran.Storage.Postgres;

/// <summary>The planner knows how many rows a place has and chooses itself.</summary>
internal sealed class PostgresTrafficSql : ITrafficSql
{
    public string Passages(bool byPlace) => "passage";

    public string NoIndex => "";
}
