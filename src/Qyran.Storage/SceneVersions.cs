using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Every scene each camera has had, oldest first.</summary>
public sealed class SceneVersions
{
    private const string Columns = "camera_id, number, sha256, text, author, valid_from_us";
    private readonly IDatabase database;

    internal SceneVersions(IDatabase database) => this.database = database;

    /// <summary>Adds the versions and saves the camera that has the last of them, both or neither.</summary>
    /// <returns>False, and nothing is written, where one of the numbers is taken: somebody else was faster.</returns>
    public Task<bool> Save(CameraRow camera, ImmutableArray<SceneVersionRow> added, CancellationToken stop = default) => database.Write(async c =>
    {
        foreach (var v in added)
        {
            // the first one is the one that can be taken; nothing has been written then
            if (await c.Run($"insert into scene_version ({Columns}) values (@camera, @number, @sha, @text, @author, @from) on conflict (camera_id, number) do nothing",
                ("camera", v.CameraId), ("number", v.Number), ("sha", v.Sha256), ("text", v.Text), ("author", v.Author), ("from", v.ValidFromUs)) == 0) return false;
        }
        await Sites.Put(c, camera);
        return true;
    }, stop);

    public Task<ImmutableArray<SceneVersionRow>> Of(string camera, CancellationToken stop = default) =>
        database.Read(c => c.Rows($"select {Columns} from scene_version where camera_id = @camera order by number", Version, ("camera", camera)), stop);

    public Task<SceneVersionRow?> Find(string camera, int number, CancellationToken stop = default) =>
        database.Read(c => c.First($"select {Columns} from scene_version where camera_id = @camera and number = @number", Version, ("camera", camera), ("number", number)), stop);

    private static SceneVersionRow Version(DbDataReader r) => new(r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5));
}
