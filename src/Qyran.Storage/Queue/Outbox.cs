using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Storage.Rows;
using Qyran.Storage.Sqlite;

namespace Qyran.Storage.Queue;

/// <summary>
/// Passages, cases, packs, gaps and what stands beside them wait here, on this machine's disk, for a database that is away. What is put in survives a kill and a power cut, leaves in
/// order, and leaves only when the database has confirmed it. Full means the caller waits: nothing is ever dropped.
/// </summary>
public sealed class Outbox : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly SqliteDatabase database;
    private readonly SemaphoreSlim room;
    private readonly SemaphoreSlim news = new(0);
    private readonly TimeProvider clock;
    private int waiting;
    private int beyond;

    private Outbox(SqliteDatabase database, int waiting, int capacity, TimeProvider clock)
    {
        (this.database, this.waiting, this.clock) = (database, waiting, clock);
        // an earlier run may have been allowed more than this one: that much must leave before anything comes in
        beyond = Math.Max(0, waiting - capacity);
        room = new SemaphoreSlim(Math.Max(0, capacity - waiting));
    }

    /// <summary>How many items wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <param name="capacity">Items that may wait at most.</param>
    public static async Task<(Outbox?, Failure?)> Open(string path, int capacity, TimeProvider clock, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        var (database, failure) = await SqliteDatabase.Open(path, clock, stop, "outbox");
        if (database is null) return (null, failure);
        var waiting = (await database.Read(c => c.Rows("select count(*) from item", r => r.GetInt32(0)), stop))[0];
        return (new Outbox(database, waiting, capacity, clock), null);
    }

    /// <summary>On this machine's disk when the task ends. Waits while the box is full.</summary>
    public async Task Put(Outgoing item, CancellationToken stop = default)
    {
        if (item is Outgoing.Passage p) PassageColumns.Check(p.Entry.Passage); // what the database would refuse for ever must not block the rest
        var (kind, body) = item switch
        {
            Outgoing.Passage passage => ("passage", JsonSerializer.Serialize(passage.Entry)),
            Outgoing.Case filed => ("case", JsonSerializer.Serialize(filed.Row)),
            Outgoing.Evidence evidence => ("evidence", JsonSerializer.Serialize(evidence.Row)),
            Outgoing.Pack pack => ("pack", JsonSerializer.Serialize(pack.Row)),
            Outgoing.Gap gap => ("gap", JsonSerializer.Serialize(gap.Row)),
            Outgoing.Event happened => ("event", JsonSerializer.Serialize(happened.Row)),
            Outgoing.Suspension suspension => ("suspension", JsonSerializer.Serialize(suspension)),
            _ => throw new ArgumentOutOfRangeException(nameof(item), item, "an item without a kind"),
        };
        await room.WaitAsync(stop);
        try
        {
            await database.Write(c => c.Run("insert into item (kind, body) values (@kind, @body)", ("kind", kind), ("body", body)), stop);
        }
        catch
        {
            room.Release();
            throw;
        }
        Interlocked.Increment(ref waiting);
        news.Release();
    }

    /// <summary>Sends the oldest items. Throws <see cref="StoreException"/> when the database is away; then they wait on.</summary>
    /// <param name="arrived">Told what is new in the database, before it leaves the box.</param>
    /// <returns>How many have left.</returns>
    public async Task<int> Send(Store store, int most = 2000, Action<Delivered>? arrived = null, CancellationToken stop = default)
    {
        var items = await database.Read(c => c.Rows("select seq, kind, body from item order by seq limit @most", r => (Seq: r.GetInt64(0), Item: Of(r.GetString(1), r.GetString(2))), ("most", most)), stop);
        if (items.IsEmpty) return 0;
        var delivered = await Delivery.Run(store, [.. items.Select(i => i.Item)], stop);
        arrived?.Invoke(delivered);
        // what is confirmed there is removed here; a kill in between sends it once more, which changes nothing there
        await database.Write(c => c.Run("delete from item where seq <= @last", ("last", items[^1].Seq)), CancellationToken.None);
        Interlocked.Add(ref waiting, -items.Length);
        var owed = Math.Min(beyond, items.Length);
        beyond -= owed;
        if (items.Length > owed) room.Release(items.Length - owed);
        return items.Length;
    }

    /// <summary>For a start, before a camera runs: those whose suspension waits here are suspended in the database. It waits on, and comes again in its turn. Throws as <see cref="Send"/> does.</summary>
    public async Task Suspend(Store store, CancellationToken stop = default)
    {
        var items = await database.Read(c => c.Rows("select kind, body from item where kind = 'suspension' order by seq", r => Of(r.GetString(0), r.GetString(1))), stop);
        if (!items.IsEmpty) await Delivery.Run(store, items, stop);
    }

    /// <summary>Sends for ever, as soon as something waits; while the database is away it is tried again after pauses that grow to half a minute. One at a time.</summary>
    /// <param name="arrived">As for <see cref="Send"/>.</param>
    /// <param name="away">Told of every failed try, with how many items wait.</param>
    public async Task Run(Store store, Action<Delivered>? arrived, Action<Failure, int> away, CancellationToken stop)
    {
        var pause = TimeSpan.FromSeconds(0.5);
        while (true)
        {
            try
            {
                while (await Send(store, arrived: arrived, stop: stop) > 0) pause = TimeSpan.FromSeconds(0.5);
                while (news.Wait(0, stop)) { } // all of these have been sent
                if (Waiting == 0) await news.WaitAsync(stop);
                continue;
            }
            catch (StoreException e)
            {
                away(e.Failure, Waiting);
            }
            await Task.Delay(pause, clock, stop);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static Outgoing Of(string kind, string body) => kind switch
    {
        "passage" => new Outgoing.Passage(Read<PassageEntry>(body)),
        "case" => new Outgoing.Case(Read<CaseRow>(body)),
        "evidence" => new Outgoing.Evidence(Read<EvidenceRow>(body)),
        "pack" => new Outgoing.Pack(Read<EvidenceRow>(body)),
        "gap" => new Outgoing.Gap(Read<GapRow>(body)),
        "event" => new Outgoing.Event(Read<EventRow>(body)),
        "suspension" => Read<Outgoing.Suspension>(body),
        _ => throw new InvalidOperationException($"an item of the kind '{kind}', which this version does not know"),
    };

    // PostgreSQL keeps no zero in a text: it would refuse this item for ever, and with it all that waits behind
    private static T Read<T>(string body) => JsonSerializer.Deserialize<T>(body.Replace("\\u0000", "\\uFFFD", StringComparison.Ordinal))!;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        room.Dispose();
        news.Dispose();
    }
}
