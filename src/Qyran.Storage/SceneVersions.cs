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
    /// <param name="before">Its row as it was read; null: there was none.</param>
    /// <returns>False, and nothing is written, where its row is another by now or one of the numbers is taken: somebody else was faster.</returns>
    public Task<bool> Save(CameraRow? before, CameraRow after, ImmutableArray<SceneVersionRow> added, CancellationToken stop = default) => database.Write(async c =>
    {
        if (before is null)
        {
            if (await Sites.Add(c, after) == 0) return false;
            if (await Add(c, added)) return true;
            await c.Run("delete from camera where id = @id", ("id", after.Id));
            return false;
        }
        await c.Run("update camera set settings = settings where id = @id", ("id", after.Id)); // nobody else changes the row from here on
        if (await Sites.Find(c, after.Id) != before || !await Add(c, added)) return false;
        await Sites.Put(c, after);
        return true;
    }, stop);

    /// <summary>Adds the versions and gives the camera these settings, both or neither. What else its row holds stays as it is then.</summary>
    /// <param name="before">Its settings as they were read.</param>
    /// <returns>False, and nothing is written, where the settings are others by now, the camera is gone or one of the numbers is taken.</returns>
    public Task<bool> Save(string camera, string before, string after, ImmutableArray<SceneVersionRow> added, CancellationToken stop = default) => database.Write(async c =>
    {
        // nobody else changes the row from here on
        if (await c.Run("update camera set settings = settings where id = @id and settings = @before", ("id", camera), ("before", before)) == 0 || !await Add(c, added)) return false;
        await c.Run("update camera set settings = @after where id = @id", ("id", camera), ("after", after));
        return true;
    }, stop);

    public Task<ImmutableArray<SceneVersionRow>> Of(string camera, CancellationToken stop = default) =>
        database.Read(c => c.Rows($"select {Columns} from scene_version where camera_id = @camera order by number", Version, ("camera", camera)), stop);

    public Task<SceneVersionRow?> Find(string camera, int number, CancellationToken stop = default) =>
        database.Read(c => c.First($"select {Columns} from scene_version where camera_id = @camera and number = @number", Version, ("camera", camera), ("number", number)), stop);

    private static async Task<bool> Add(DbConnection c, ImmutableArray<SceneVersionRow> added)
    {
        foreach (var v in added)
        {
            // the first one is the one that can be taken; nothing has been written then
            if (await c.Run($"insert into scene_version ({Columns}) values (@camera, @number, @sha, @text, @author, @from) on conflict (camera_id, number) do nothing",
                ("camera", v.CameraId), ("number", v.Number), ("sha", v.Sha256), ("text", v.Text), ("author", v.Author), ("from", v.ValidFromUs)) == 0) return false;
        }
        return true;
    }

    private static SceneVersionRow Version(DbDataReader r) => new(r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5));
}
