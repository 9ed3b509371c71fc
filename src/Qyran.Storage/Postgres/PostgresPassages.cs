using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Qyran.Storage.Rows;

namespace Qyran.Storage.Postgres;

/// <summary>Passages in PostgreSQL: binary COPY, many rows to a transaction; row by row only where some are stored already.</summary>
internal sealed class PostgresPassages(PostgresDatabase database, PostgresPartitions partitions) : IPassages
{
    private static readonly NpgsqlDbType[] Types =
    [
        NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text,
        NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Double, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text,
    ];

    private static readonly NpgsqlDbType[] ReadingTypes =
        [NpgsqlDbType.Bigint, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Double, NpgsqlDbType.Text];

    public async Task<int> Add(IReadOnlyList<PassageEntry> batch, CancellationToken stop)
    {
        if (batch.Count == 0) return 0;
        foreach (var entry in batch) PassageColumns.Check(entry.Passage);
        await partitions.Ensure(batch.Select(e => e.Passage.FirstSeenUs), stop);
        // in the order of the keys, so that two writers with the same rows rarely wait for each other
        batch = [.. batch.OrderBy(e => Key(e.Passage))];
        try
        {
            return await database.WriteWith(c => Copy(c, batch, stop), stop);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
        {
            return await FindPlaces(batch, stop);
        }
    }

    public Task<PassageRow?> Find(string id, CancellationToken stop) => PassageReads.Find(database, id, stop);

    public Task<ImmutableArray<ReadingRow>> Readings(string id, CancellationToken stop) => PassageReads.Readings(database, id, stop);

    public Task<long> Count(CancellationToken stop) => PassageReads.Count(database, stop);

    /// <summary>Some are stored already, or share a µs and a slot: each finds its own place.</summary>
    private async Task<int> FindPlaces(IReadOnlyList<PassageEntry> batch, CancellationToken stop)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await database.WriteWith(c => Insert(c, batch, stop), stop);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && tried < 10)
            {
                // one of the two was let through; nothing of this one is kept, so it goes again
            }
        }
    }

    private static long Key(PassageRow p) => PassageKey.From(p.FirstSeenUs) + PassageKey.Slot(p.Id);

    private static async Task<int> Copy(NpgsqlConnection c, IReadOnlyList<PassageEntry> batch, CancellationToken stop)
    {
        var numbers = await PostgresNumbers.Of(c, batch, stop);
        await Copy(c, $"copy passage ({PassageColumns.Inserted}) from stdin (format binary)", Types,
            batch.Select(e => (object?[])[Key(e.Passage), e.Passage.Id, .. numbers.Values(e.Passage)]), stop);
        await Copy(c, "copy reading (passage_key, n, frame_us, text, country, confidence, positions) from stdin (format binary)", ReadingTypes,
            batch.SelectMany(e => e.Readings.Select((r, n) => Reading(Key(e.Passage), n, r))), stop);
        return batch.Count;
    }

    private static async Task<int> Insert(NpgsqlConnection c, IReadOnlyList<PassageEntry> batch, CancellationToken stop)
    {
        var numbers = await PostgresNumbers.Of(c, batch, stop);
        var added = 0;
        foreach (var (p, readings) in batch)
        {
            var first = PassageKey.From(p.FirstSeenUs);
            if (await c.First("select id from passage where key >= @from and key < @to and id = @id", r => r.GetString(0), ("from", first), ("to", first + PassageKey.Slots), ("id", p.Id)) is not null)
                continue;
            var key = Key(p);
            for (var tried = 0; tried < PassageKey.Slots; tried++, key = PassageKey.Next(key))
                if (await InsertOne(c, [key, p.Id, .. numbers.Values(p)], stop)) break;
            added++;
            await Copy(c, "copy reading (passage_key, n, frame_us, text, country, confidence, positions) from stdin (format binary)", ReadingTypes, readings.Select((r, n) => Reading(key, n, r)), stop);
        }
        return added;
    }

    private static async Task<bool> InsertOne(NpgsqlConnection c, object?[] values, CancellationToken stop)
    {
        await using var command = c.CreateCommand();
        command.CommandText = $"insert into passage ({PassageColumns.Inserted}) values ({string.Join(", ", values.Select((_, i) => "$" + (i + 1)))}) on conflict (key) do nothing";
        for (var i = 0; i < values.Length; i++) command.Parameters.Add(new NpgsqlParameter { Value = values[i] ?? DBNull.Value, NpgsqlDbType = Types[i] });
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    private static object?[] Reading(long key, int n, ReadingRow r) => [key, n, r.FrameUs, r.Text, r.Country, r.Confidence, PassageColumns.Positions(r.Positions)];

    private static async Task Copy(NpgsqlConnection c, string text, NpgsqlDbType[] types, IEnumerable<object?[]> rows, CancellationToken stop)
    {
        await using var copy = await c.BeginBinaryImportAsync(text, stop);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(stop);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is { } value) await copy.WriteAsync(value, types[i], stop);
                else await copy.WriteNullAsync(stop);
            }
        }
        await copy.CompleteAsync(stop);
    }
}
