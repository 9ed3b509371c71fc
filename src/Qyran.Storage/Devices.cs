using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Other makers' devices and what they have handed in.</summary>
public sealed class Devices
{
    private const string Columns = "id, site_id, name, maker, model, serial, approval, made_us";
    private readonly IDatabase database;

    internal Devices(IDatabase database) => this.database = database;

    /// <summary>Adds the device or replaces the one of this id. Its site must be there.</summary>
    public Task Save(DeviceRow d, CancellationToken stop = default) => database.Write(c => c.Run($"""
        insert into device ({Columns}) values (@id, @site, @name, @maker, @model, @serial, @approval, @made)
        on conflict (id) do update set site_id = excluded.site_id, name = excluded.name, maker = excluded.maker, model = excluded.model, serial = excluded.serial, approval = excluded.approval
        """, ("id", d.Id), ("site", d.SiteId), ("name", d.Name), ("maker", d.Maker), ("model", d.Model), ("serial", d.Serial), ("approval", d.Approval), ("made", d.MadeUs)), stop);

    public Task<ImmutableArray<DeviceRow>> All(CancellationToken stop = default) => database.Read(c => c.Rows($"select {Columns} from device order by id", Device), stop);

    public Task<DeviceRow?> Find(string id, CancellationToken stop = default) => database.Read(c => c.First($"select {Columns} from device where id = @id", Device, ("id", id)), stop);

    /// <summary>With its keys; what it has handed in stays. False when there was none.</summary>
    public Task<bool> Remove(string id, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("delete from api_key where device_id = @id", ("id", id));
        return await c.Run("delete from device where id = @id", ("id", id)) == 1;
    }, stop);

    /// <summary>Claims a device's own id for what it hands in.</summary>
    /// <returns>What stands under that id: <paramref name="row"/> itself, or what was handed in before.</returns>
    public Task<HandedInRow> HandIn(HandedInRow row, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("insert into handed_in (device_id, their_id, sha256, passage_id) values (@device, @their, @sha, @passage) on conflict (device_id, their_id) do nothing",
            ("device", row.DeviceId), ("their", row.TheirId), ("sha", row.Sha256), ("passage", row.PassageId));
        return (await c.First("select device_id, their_id, sha256, passage_id from handed_in where device_id = @device and their_id = @their",
            r => new HandedInRow(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)), ("device", row.DeviceId), ("their", row.TheirId)))!;
    }, stop);

    private static DeviceRow Device(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.Text(6), r.GetInt64(7));
}
