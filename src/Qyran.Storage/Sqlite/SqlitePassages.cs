using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Qyran.Domain.Plates;
using Qyran.Storage.Rows;

namespace Qyran.Storage.Sqlite;

/// <summary>Passages in SQLite: prepared statements, many rows to a transaction.</summary>
internal sealed class SqlitePassages(SqliteDatabase database) : IPassages
{
    public Task<int> Add(IReadOnlyList<PassageEntry> batch, CancellationToken stop)
    {
        foreach (var entry in batch) PassageColumns.Check(entry.Passage);
        return database.WriteWith(c => Insert(c, batch), stop);
    }

    public Task<PassageRow?> Find(string id, CancellationToken stop) => PassageReads.Find(database, id, stop);

    public Task<ImmutableArray<ReadingRow>> Readings(string id, CancellationToken stop) => PassageReads.Readings(database, id, stop);

    public Task<long> Count(CancellationToken stop) => PassageReads.Count(database, stop);

    private static int Insert(SqliteConnection c, IReadOnlyList<PassageEntry> batch)
    {
        using var place = new Statement(c, "insert into place (camera_id, site_id) values (@0, @1) on conflict do update set site_id = site_id returning no", 2);
        using var plate = new Statement(c, "insert into plate (text, folded) values (@0, @1) on conflict do nothing returning no", 2);
        using var plateNo = new Statement(c, "select no from plate where text = @0 and folded = @1", 2);
        using var passage = new Statement(c, $"insert or ignore into passage ({PassageColumns.Inserted}) values ({string.Join(", ", Enumerable.Range(0, 20).Select(i => "@" + i))})", 20);
        using var known = new Statement(c, "select 1 from passage where id = @0", 1);
        using var reading = new Statement(c, "insert into reading (passage_key, n, frame_us, text, country, confidence, positions) values (@0, @1, @2, @3, @4, @5, @6)", 7);
        var places = new Dictionary<(string, string), int>();
        var added = new List<PassageEntry>();
        foreach (var (p, readings) in batch)
        {
            if (!places.TryGetValue((p.CameraId, p.SiteId), out var placeNo)) places[(p.CameraId, p.SiteId)] = placeNo = place.Number(p.CameraId, p.SiteId)!.Value;
            int? no = null;
            if (p.Plate is { } read)
            {
                var text = PlateForm.Normalise(read.Text);
                var folded = PlateForm.Fold(text);
                no = plateNo.Number(text, folded) ?? plate.Number(text, folded);
            }
            var key = PassageKey.From(p.FirstSeenUs) + PassageKey.Slot(p.Id);
            var values = PassageColumns.Values(p, placeNo, no);
            var isNew = passage.Run([key, p.Id, .. values]) == 1;
            // not taken: it is stored already, or another passage of the same µs sits in its slot
            for (var tried = 1; !isNew && tried < PassageKey.Slots && known.Number(p.Id) is null; tried++)
                isNew = passage.Run([key = PassageKey.Next(key), p.Id, .. values]) == 1;
            if (!isNew && known.Number(p.Id) is null) throw new InvalidOperationException("more than 1024 passages in one µs");
            if (!isNew) continue;
            added.Add(new(p, readings));
            for (var n = 0; n < readings.Length; n++)
            {
                var r = readings[n];
                reading.Run([key, n, r.FrameUs, r.Text, r.Country, r.Confidence, PassageColumns.Positions(r.Positions)]);
            }
        }
        Events.Note(c, [.. added.Select(e => EventRow.Of(e.Passage))]).GetAwaiter().GetResult(); // in the same transaction; SQLite has no real asynchronous calls
        Watchlist.Note(c, added).GetAwaiter().GetResult();
        return added.Count;
    }

    /// <summary>A statement compiled once and run many times.</summary>
    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand command;

        public Statement(SqliteConnection connection, string text, int values)
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            for (var i = 0; i < values; i++) command.Parameters.Add(new SqliteParameter("@" + i, null));
            command.Prepare();
        }

        public int Run(object?[] values)
        {
            Set(values);
            return command.ExecuteNonQuery();
        }

        public int? Number(params object?[] values)
        {
            Set(values);
            return command.ExecuteScalar() is long number ? checked((int)number) : null;
        }

        public void Dispose() => command.Dispose();

        private void Set(object?[] values)
        {
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
