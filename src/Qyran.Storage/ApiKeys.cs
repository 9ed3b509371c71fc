using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Machines that may ask. Few rows.</summary>
public sealed class ApiKeys
{
    private const string Columns = "id, name, sha256, role, sites, made_us, device_id";
    private readonly IDatabase database;

    internal ApiKeys(IDatabase database) => this.database = database;

    public Task Add(ApiKeyRow key, CancellationToken stop = default) => database.Write(c => c.Run(
        $"insert into api_key ({Columns}) values (@id, @name, @sha, @role, @sites, @made, @device)",
        ("id", key.Id), ("name", key.Name), ("sha", key.Sha256), ("role", key.Role), ("sites", SiteList.Text(key.Sites)), ("made", key.MadeUs), ("device", key.DeviceId)), stop);

    public Task<ImmutableArray<ApiKeyRow>> All(CancellationToken stop = default) =>
        database.Read(c => c.Rows($"select {Columns} from api_key order by made_us, id", Key), stop);

    /// <summary>The key with this hash; null for none.</summary>
    public Task<ApiKeyRow?> Find(string sha256, CancellationToken stop = default) =>
        database.Read(c => c.First($"select {Columns} from api_key where sha256 = @sha", Key, ("sha", sha256)), stop);

    /// <summary>False when there was none.</summary>
    public async Task<bool> Remove(string id, CancellationToken stop = default) =>
        await database.Write(c => c.Run("delete from api_key where id = @id", ("id", id)), stop) == 1;

    private static ApiKeyRow Key(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), SiteList.Of(r.Text(4)), r.GetInt64(5), r.Text(6));
}
