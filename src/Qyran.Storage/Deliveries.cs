using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Events on their way to subscribers: a durable queue for each of them, and what became of it.</summary>
public sealed class Deliveries
{
    private const string Columns = "subscriber_id, event_id, kind, camera_id, body, state, made_us, due_us, tries, tried_us, answer";
    private readonly IDatabase database;

    internal Deliveries(IDatabase database) => this.database = database;

    /// <summary>What of a subscriber's queue may be tried now, the longest due first.</summary>
    public Task<ImmutableArray<DeliveryRow>> Due(string subscriber, long nowUs, int most, CancellationToken stop = default) => database.Read(c => c.Rows(
        $"select {Columns} from delivery where subscriber_id = @id and state = 'waiting' and due_us <= @now order by due_us, event_id limit @most", Delivery,
        ("id", subscriber), ("now", nowUs), ("most", most)), stop);

    /// <summary>When the next one is due; null when none waits.</summary>
    public async Task<long?> NextDue(string subscriber, CancellationToken stop = default) => (await database.Read(c => c.Rows(
        "select min(due_us) from delivery where subscriber_id = @id and state = 'waiting'", r => r.Number(0), ("id", subscriber)), stop))[0];

    public Task<DeliveryRow?> Find(string subscriber, string eventId, CancellationToken stop = default) => database.Read(c => c.First(
        $"select {Columns} from delivery where subscriber_id = @id and event_id = @event", Delivery, ("id", subscriber), ("event", eventId)), stop);

    /// <summary>The newest first, page by page.</summary>
    /// <param name="state">Null: in any.</param>
    /// <param name="after">The last of the page before; null for the first page.</param>
    public Task<ImmutableArray<DeliveryRow>> Newest(string subscriber, DeliveryState? state, DeliveryRow? after, int most, CancellationToken stop = default) => database.Read(c => c.Rows($"""
        select {Columns} from delivery where subscriber_id = @id {(state is null ? "" : "and state = @state")} {(after is null ? "" : "and (made_us, event_id) < (@made, @event)")}
        order by made_us desc, event_id desc limit @most
        """, Delivery, [("id", subscriber), ("most", most), .. state is { } s ? new (string, object?)[] { ("state", Words.Word(s)) } : [],
        .. after is null ? Array.Empty<(string, object?)>() : [("made", after.MadeUs), ("event", after.EventId)]]), stop);

    /// <summary>How many of a subscriber's deliveries stand in each state; states without one are left out.</summary>
    public Task<ImmutableDictionary<DeliveryState, long>> Counts(string subscriber, CancellationToken stop = default) => database.Read(async c => (await c.Rows(
        "select state, count(*) from delivery where subscriber_id = @id group by state", r => (State: Words.Parse<DeliveryState>(r.GetString(0)), Count: r.GetInt64(1)), ("id", subscriber)))
        .ToImmutableDictionary(r => r.State, r => r.Count), stop);

    /// <summary>Stores how a delivery stands after a try. One that was removed meanwhile stays removed.</summary>
    public Task Save(DeliveryRow d, CancellationToken stop = default) => database.Write(c => c.Run(
        "update delivery set state = @state, due_us = @due, tries = @tries, tried_us = @tried, answer = @answer where subscriber_id = @id and event_id = @event",
        ("state", Words.Word(d.State)), ("due", d.DueUs), ("tries", d.Tries), ("tried", d.TriedUs), ("answer", d.Answer), ("id", d.SubscriberId), ("event", d.EventId)), stop);

    /// <summary>Everything that waits may be tried now: the receiver is back.</summary>
    public Task Hasten(string subscriber, long nowUs, CancellationToken stop = default) => database.Write(c => c.Run(
        "update delivery set due_us = @now where subscriber_id = @id and state = 'waiting' and due_us > @now", ("now", nowUs), ("id", subscriber)), stop);

    /// <summary>Gives up what has waited since before <paramref name="giveUpUs"/>, and forgets what was delivered or given up and is older than the other two.</summary>
    public Task Tidy(long giveUpUs, long deliveredUs, long deadUs, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("update delivery set state = 'dead' where state = 'waiting' and made_us < @at", ("at", giveUpUs));
        return await c.Run("delete from delivery where state = 'delivered' and made_us < @delivered or state = 'dead' and made_us < @dead", ("delivered", deliveredUs), ("dead", deadUs));
    }, stop);

    internal static Task<int> Insert(DbConnection c, DeliveryRow d) => c.Run($"""
        insert into delivery ({Columns}) values (@id, @event, @kind, @camera, @body, @state, @made, @due, @tries, @tried, @answer) on conflict (subscriber_id, event_id) do nothing
        """, ("id", d.SubscriberId), ("event", d.EventId), ("kind", d.Kind), ("camera", d.CameraId), ("body", d.Body), ("state", Words.Word(d.State)), ("made", d.MadeUs),
        ("due", d.DueUs), ("tries", d.Tries), ("tried", d.TriedUs), ("answer", d.Answer));

    private static DeliveryRow Delivery(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), Words.Parse<DeliveryState>(r.GetString(5)),
        r.GetInt64(6), r.GetInt64(7), r.GetInt32(8), r.Number(9), r.Text(10));
}
