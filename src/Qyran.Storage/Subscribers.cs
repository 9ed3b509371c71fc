using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Other systems that are told what happens here. Few rows, changed by people.</summary>
public sealed class Subscribers
{
    private const string Columns = "id, kind, address, kinds, site_id, sealed_secret, paused, made_us";
    private readonly IDatabase database;

    internal Subscribers(IDatabase database) => this.database = database;

    /// <summary>Adds the subscriber or replaces the one of this id.</summary>
    public Task Save(SubscriberRow row, CancellationToken stop = default) => database.Write(c => c.Run($"""
        insert into subscriber ({Columns}) values (@id, @kind, @address, @kinds, @site, @secret, @paused, @made)
        on conflict (id) do update set kind = excluded.kind, address = excluded.address, kinds = excluded.kinds, site_id = excluded.site_id,
            sealed_secret = excluded.sealed_secret, paused = excluded.paused
        """, ("id", row.Id), ("kind", row.Kind), ("address", row.Address), ("kinds", JsonSerializer.Serialize(row.Kinds.ToArray())), ("site", row.SiteId),
        ("secret", row.SealedSecret.ToArray()), ("paused", row.Paused), ("made", row.MadeUs)), stop);

    public Task<ImmutableArray<SubscriberRow>> All(CancellationToken stop = default) => database.Read(c => c.Rows($"select {Columns} from subscriber order by id", Subscriber), stop);

    public Task<SubscriberRow?> Find(string id, CancellationToken stop = default) => database.Read(c => c.First($"select {Columns} from subscriber where id = @id", Subscriber, ("id", id)), stop);

    /// <summary>With all its deliveries. False when there was none.</summary>
    public Task<bool> Remove(string id, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("delete from delivery where subscriber_id = @id", ("id", id));
        return await c.Run("delete from subscriber where id = @id", ("id", id)) == 1;
    }, stop);

    private static SubscriberRow Subscriber(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), [.. JsonSerializer.Deserialize<string[]>(r.GetString(3))!],
        r.Text(4), [.. r.GetFieldValue<byte[]>(5)], r.Text(6), r.GetInt64(7));
}
