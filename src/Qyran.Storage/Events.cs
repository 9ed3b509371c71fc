using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>What has happened and is not yet shared out to the subscribers. Noted in the transaction of what happened, so neither is there without the other.</summary>
public sealed class Events
{
    private readonly IDatabase database;

    internal Events(IDatabase database) => this.database = database;

    /// <summary>Notes what leaves no row of its own. The same id again changes nothing.</summary>
    public Task Add(EventRow row, CancellationToken stop = default) => database.Write(c => Note(c, [row]), stop);

    /// <summary>What waits, the earliest first.</summary>
    public Task<ImmutableArray<EventRow>> Waiting(int most, CancellationToken stop = default) => database.Read(c => c.Rows(
        "select id, kind, subject, camera_id, site_id, at_us, body from event order by at_us, id limit @most", Event, ("most", most)), stop);

    /// <summary>Takes events away and puts what became of them in their place, in one step. A delivery that is there already stays as it is.</summary>
    public Task Share(IReadOnlyList<string> events, IReadOnlyList<DeliveryRow> deliveries, CancellationToken stop = default) => database.Write(async c =>
    {
        foreach (var delivery in deliveries) await Deliveries.Insert(c, delivery);
        foreach (var id in events) await c.Run("delete from event where id = @id", ("id", id));
        return 0;
    }, stop);

    /// <summary>Nothing is noted while nobody subscribes.</summary>
    internal static async Task<int> Note(DbConnection c, IReadOnlyList<EventRow> events)
    {
        if (events.Count == 0 || (await c.Rows("select 1 where exists (select 1 from subscriber)", r => r.GetInt32(0))).IsEmpty) return 0;
        foreach (var e in events)
            await c.Run("insert into event (id, kind, subject, camera_id, site_id, at_us, body) values (@id, @kind, @subject, @camera, @site, @at, @body) on conflict (id) do nothing",
                ("id", e.Id), ("kind", e.Kind), ("subject", e.Subject), ("camera", e.CameraId), ("site", e.SiteId), ("at", e.AtUs), ("body", e.Body));
        return events.Count;
    }

    private static EventRow Event(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Text(4), r.GetInt64(5), r.Text(6));
}
