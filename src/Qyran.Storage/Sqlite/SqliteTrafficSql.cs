using Qyran.Storage.Traffic;

namespace Qyran.Storage.Sqlite;

/// <summary>Told by name.</summary>
internal sealed class SqliteTrafficSql : ITrafficSql
{
    public string Passages(bool byPlace) => byPlace ? "passage indexed by passage_place" : "passage not indexed";

    public string NoIndex => "+";
}
