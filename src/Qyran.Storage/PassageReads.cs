using System.Collections.Immutable;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>What is read of passages in the same words on both engines.</summary>
internal static class PassageReads
{
    public static Task<PassageRow?> Find(IDatabase database, string id, CancellationToken stop) =>
        database.Read(c => c.First($"select {PassageColumns.Selected} from {PassageColumns.Tables} where p.id = @id", PassageColumns.Passage, ("id", id)), stop);

    public static Task<ImmutableArray<ReadingRow>> Readings(IDatabase database, string id, CancellationToken stop) =>
        database.Read(c => c.Rows("select r.frame_us, r.text, r.country, r.confidence, r.positions from passage p join reading r on r.passage_key = p.key where p.id = @id order by r.n",
            PassageColumns.Reading, ("id", id)), stop);

    public static Task<long> Count(IDatabase database, CancellationToken stop) =>
        database.Read(async c => (await c.Rows("select count(*) from passage", r => r.GetInt64(0)))[0], stop);
}
