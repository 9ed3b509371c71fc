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
        NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.Bigint,
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
        // nearly always every passage is new and its slot free: then nothing is asked first
        for (var tried = 0; ; tried++)
        {
            try
            {
                return await database.WriteWith(async c => await Copy(c, tried == 0 ? [.. batch.Select(e => (Key(e.Passage), e))] : await Places(c, batch), stop), stop);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected && tried < 10)
            {
                // some are stored already, or share a µs and a slot, or another writer was faster; nothing is kept of this attempt
            }
        }
    }

    public Task<PassageRow?> Find(string id, CancellationToken stop) => PassageReads.Find(database, id, stop);

    public Task<ImmutableArray<ReadingRow>> Readings(string id, CancellationToken stop) => PassageReads.Readings(database, id, stop);

    public Task<long> Count(CancellationToken stop) => PassageReads.Count(database, stop);

    private static long Key(PassageRow p) => PassageKey.From(p.FirstSeenUs) + PassageKey.Slot(p.Id);

    /// <summary>The passages that are not stored yet, each with a free key.</summary>
    private static async Task<(long Key, PassageEntry Entry)[]> Places(NpgsqlConnection c, IReadOnlyList<PassageEntry> batch)
    {
        var instants = batch.Select(e => PassageKey.From(e.Passage.FirstSeenUs)).Distinct().ToArray();
        var stored = await c.Rows($"select key, id from unnest(@instants) i (at) join passage on key >= i.at and key < i.at + {PassageKey.Slots}", r => (Key: r.GetInt64(0), Id: r.GetString(1)), ("instants", instants));
        var taken = stored.Select(s => s.Key).ToHashSet();
        var known = stored.Select(s => (PassageKey.Us(s.Key), s.Id)).ToHashSet();
        var placed = new List<(long, PassageEntry)>();
        foreach (var entry in batch)
        {
            if (!known.Add((entry.Passage.FirstSeenUs, entry.Passage.Id))) continue;
            var key = Key(entry.Passage);
            for (var i = 0; !taken.Add(key); i++)
                key = i < PassageKey.Slots ? PassageKey.Next(key) : throw new InvalidOperationException("more than 1024 passages in one µs");
            placed.Add((key, entry));
        }
        return [.. placed];
    }

    private static async Task<int> Copy(NpgsqlConnection c, (long Key, PassageEntry Entry)[] rows, CancellationToken stop)
    {
        var numbers = await PostgresNumbers.Of(c, [.. rows.Select(r => r.Entry)], stop);
        await Copy(c, $"copy passage ({PassageColumns.Inserted}) from stdin (format binary)", Types,
            rows.Select(r => (object?[])[r.Key, r.Entry.Passage.Id, .. numbers.Values(r.Entry.Passage)]), stop);
        await Copy(c, "copy reading (passage_key, n, frame_us, text, country, confidence, positions) from stdin (format binary)", ReadingTypes,
            rows.SelectMany(row => row.Entry.Readings.Select((r, n) => Reading(row.Key, n, r))), stop);
        await Events.Note(c, [.. rows.Select(r => EventRow.Of(r.Entry.Passage))]);
        await Watchlist.Note(c, [.. rows.Select(r => r.Entry)]);
        return rows.Length;
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
