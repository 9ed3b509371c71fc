using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json.Nodes;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Sites and their cameras. Few rows, changed by people.</summary>
public sealed class Sites
{
    private readonly IDatabase database;

    internal Sites(IDatabase database) => this.database = database;

    /// <summary>Adds the site or replaces the one of this id.</summary>
    public Task Save(SiteRow site, CancellationToken stop = default) => database.Write(c => c.Run("""
        insert into site (id, name, latitude_deg, longitude_deg) values (@id, @name, @latitude, @longitude)
        on conflict (id) do update set name = excluded.name, latitude_deg = excluded.latitude_deg, longitude_deg = excluded.longitude_deg
        """, ("id", site.Id), ("name", site.Name), ("latitude", site.LatitudeDeg), ("longitude", site.LongitudeDeg)), stop);

    /// <summary>Adds a site, called by its id where no name is given, or changes the one of this id: what is null stays as it is stored.</summary>
    /// <param name="offMap">Takes its place away; nothing for a new one.</param>
    /// <returns>As it is stored now.</returns>
    public async Task<SiteRow> Change(string id, string? name, double? latitudeDeg, double? longitudeDeg, bool offMap, CancellationToken stop = default) => (await database.Write(c => c.Rows("""
        insert into site (id, name, latitude_deg, longitude_deg) values (@id, coalesce(@name, @id), @latitude, @longitude)
        on conflict (id) do update set name = coalesce(@name, site.name),
            latitude_deg = case when @off then null else coalesce(@latitude, site.latitude_deg) end, longitude_deg = case when @off then null else coalesce(@longitude, site.longitude_deg) end
        returning id, name, latitude_deg, longitude_deg
        """, Site, ("id", id), ("name", name), ("latitude", latitudeDeg), ("longitude", longitudeDeg), ("off", offMap)), stop))[0];

    /// <summary>Adds the camera or replaces the one of this id. Its site must be there.</summary>
    public Task Save(CameraRow camera, CancellationToken stop = default) => database.Write(c => Put(c, camera), stop);

    internal static Task<int> Put(DbConnection c, CameraRow camera) => c.Run("""
        insert into camera (id, site_id, name, settings, sealed_secret, paused) values (@id, @site, @name, @settings, @secret, @paused)
        on conflict (id) do update set site_id = excluded.site_id, name = excluded.name, settings = excluded.settings,
            sealed_secret = excluded.sealed_secret, paused = excluded.paused
        """, ("id", camera.Id), ("site", camera.SiteId), ("name", camera.Name), ("settings", camera.Settings), ("secret", camera.SealedSecret?.ToArray()), ("paused", camera.Paused));

    /// <returns>0 where one of this id is there.</returns>
    internal static Task<int> Add(DbConnection c, CameraRow camera) => c.Run("""
        insert into camera (id, site_id, name, settings, sealed_secret, paused) values (@id, @site, @name, @settings, @secret, @paused) on conflict (id) do nothing
        """, ("id", camera.Id), ("site", camera.SiteId), ("name", camera.Name), ("settings", camera.Settings), ("secret", camera.SealedSecret?.ToArray()), ("paused", camera.Paused));

    /// <summary>Changes a camera's settings, or whether it is paused, from what is stored then: nothing that another has changed meanwhile is put back, and none that was removed comes again.</summary>
    /// <param name="change">May be asked again, and changes nothing else.</param>
    /// <returns>As it is stored now; null when there is none.</returns>
    public async Task<CameraRow?> Change(string id, Func<CameraRow, CameraRow> change, CancellationToken stop = default)
    {
        while (await FindCamera(id, stop) is { } before)
        {
            var after = change(before);
            if ((after.Settings, after.Paused) == (before.Settings, before.Paused) || await database.Write(c => c.Run(
                "update camera set settings = @settings, paused = @paused where id = @id and settings = @before and paused = @was",
                ("id", id), ("settings", after.Settings), ("paused", after.Paused), ("before", before.Settings), ("was", before.Paused)), stop) == 1) return after;
        }
        return null;
    }

    /// <summary>A camera's measuring waits for a person, over a restart too; with null it does not. Nothing where there is no such camera.</summary>
    public Task Suspend(string id, string? why, CancellationToken stop = default) => Change(id, row =>
    {
        var settings = JsonNode.Parse(row.Settings)!.AsObject();
        settings["suspended"] = why;
        return row with { Settings = settings.ToJsonString() };
    }, stop);

    /// <summary>False when there was none. Its passages, cases and recordings' rows stay, and so does where it stood.</summary>
    public Task<bool> RemoveCamera(string id, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("insert into place (camera_id, site_id) select id, site_id from camera where id = @id on conflict (camera_id, site_id) do nothing", ("id", id));
        return await c.Run("delete from camera where id = @id", ("id", id)) == 1;
    }, stop);

    /// <summary>The sites at which a camera of this id had passages or stood when it was removed.</summary>
    public Task<ImmutableArray<string>> StoodAt(string id, CancellationToken stop = default) =>
        database.Read(c => c.Rows("select site_id from place where camera_id = @id order by site_id", r => r.GetString(0), ("id", id)), stop);

    public Task<ImmutableArray<SiteRow>> All(CancellationToken stop = default) => database.Read(c => c.Rows(
        "select id, name, latitude_deg, longitude_deg from site order by id", Site), stop);

    public Task<ImmutableArray<CameraRow>> Cameras(CancellationToken stop = default) =>
        database.Read(c => c.Rows("select id, site_id, name, settings, sealed_secret, paused from camera order by id", Camera), stop);

    public Task<CameraRow?> FindCamera(string id, CancellationToken stop = default) =>
        database.Read(c => Find(c, id), stop);

    internal static Task<CameraRow?> Find(DbConnection c, string id) =>
        c.First("select id, site_id, name, settings, sealed_secret, paused from camera where id = @id", Camera, ("id", id));

    /// <summary>Where cameras stand; those nobody has placed are left out.</summary>
    public Task<ImmutableArray<PositionRow>> Positions(CancellationToken stop = default) => database.Read(c => c.Rows(
        "select camera_id, latitude_deg, longitude_deg from camera_position order by camera_id", r => new PositionRow(r.GetString(0), r.GetDouble(1), r.GetDouble(2))), stop);

    /// <summary>Places a camera, which must be there.</summary>
    /// <returns>False when there is no such camera.</returns>
    public Task<bool> Place(PositionRow at, CancellationToken stop = default) => database.Write(async c => await c.Run("""
        insert into camera_position (camera_id, latitude_deg, longitude_deg) select id, @latitude, @longitude from camera where id = @id
        on conflict (camera_id) do update set latitude_deg = excluded.latitude_deg, longitude_deg = excluded.longitude_deg
        """, ("id", at.CameraId), ("latitude", at.LatitudeDeg), ("longitude", at.LongitudeDeg)) == 1, stop);

    private static SiteRow Site(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.Real(2), r.Real(3));

    private static CameraRow Camera(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3),
        r.IsDBNull(4) ? null : [.. r.GetFieldValue<byte[]>(4)], r.GetBoolean(5));
}
