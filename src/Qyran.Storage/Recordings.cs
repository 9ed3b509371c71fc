using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Which video of which camera lies in which file.</summary>
public sealed class Recordings
{
    private const string Columns = "path, camera_id, start_us, end_us, length_bytes, sha256, protected";
    private readonly IDatabase database;

    internal Recordings(IDatabase database) => this.database = database;

    /// <summary>Adds the file's row; a path that has one keeps it. The file must be on disk before (see <see cref="Files.Keep"/>).</summary>
    public Task Add(RecordingRow row, CancellationToken stop = default) => database.Write(c => c.Run($"""
        insert into recording ({Columns}) values (@path, @camera, @start, @end, @length, @sha, @protected) on conflict (path) do nothing
        """, ("path", row.Path), ("camera", row.CameraId), ("start", row.StartUs), ("end", row.EndUs), ("length", row.LengthBytes), ("sha", row.Sha256), ("protected", row.Protected)), stop);

    /// <summary>A camera's files that hold anything of a span (from inclusive, until exclusive), in order of time.</summary>
    public Task<ImmutableArray<RecordingRow>> Covering(string cameraId, long fromUs, long untilUs, CancellationToken stop = default) => database.Read(c => c.Rows($"""
        select {Columns} from recording where camera_id = @camera and start_us < @until and end_us > @from order by start_us, path
        """, Recording, ("camera", cameraId), ("from", fromUs), ("until", untilUs)), stop);

    /// <summary>Notes why there is no video; the same beginning again changes nothing.</summary>
    public Task AddGap(GapRow gap, CancellationToken stop = default) => database.Write(c => c.Run(
        "insert into recording_gap (camera_id, from_us, until_us, why) values (@camera, @from, @until, @why) on conflict do nothing",
        ("camera", gap.CameraId), ("from", gap.FromUs), ("until", gap.UntilUs), ("why", gap.Why)), stop);

    /// <summary>A camera's gaps within a span, in order of time.</summary>
    public Task<ImmutableArray<GapRow>> Gaps(string cameraId, long fromUs, long untilUs, CancellationToken stop = default) => database.Read(c => c.Rows(
        "select camera_id, from_us, until_us, why from recording_gap where camera_id = @camera and from_us < @until and until_us > @from order by from_us",
        r => new GapRow(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetString(3)), ("camera", cameraId), ("from", fromUs), ("until", untilUs)), stop);

    /// <summary>Protects a camera's files of a span: something rests on them.</summary>
    /// <returns>How many files that are.</returns>
    public Task<int> Protect(string cameraId, long fromUs, long untilUs, CancellationToken stop = default) => database.Write(c => c.Run(
        "update recording set protected = @yes where camera_id = @camera and start_us < @until and end_us > @from",
        ("yes", true), ("camera", cameraId), ("from", fromUs), ("until", untilUs)), stop);

    /// <summary>
    /// Ends the protection of a camera's files once their cases have their packs, which hold the very clip. A file stays protected where no case is stored that it may have been
    /// protected for, or where one of those within six minutes has no stored pack, whatever was decided of it: a row does not say which video its case needs.
    /// </summary>
    /// <param name="beforeUs">Only of files that ended before this: what is newer may be of a case that is just being found.</param>
    /// <returns>How many files that are.</returns>
    public Task<int> Release(string cameraId, long beforeUs, CancellationToken stop = default) => database.Write(c => c.Run("""
        update recording set protected = @no where camera_id = @camera and protected = @yes and end_us < @before
        and exists (select 1 from road_case k where k.camera_id = recording.camera_id and k.at_us between recording.start_us - @near and recording.end_us + @near)
        and not exists (select 1 from road_case k where k.camera_id = recording.camera_id and k.at_us between recording.start_us - @near and recording.end_us + @near
            and not exists (select 1 from evidence e where e.path = k.evidence))
        """, ("no", false), ("yes", true), ("camera", cameraId), ("before", beforeUs), ("near", Files.Recovery.CaseUs)), stop);

    /// <summary>The oldest files that may be recycled, over all cameras or of one.</summary>
    public Task<ImmutableArray<RecordingRow>> Oldest(string? cameraId, int most, CancellationToken stop = default) => database.Read(c => c.Rows($"""
        select {Columns} from recording where protected = @no {(cameraId is null ? "" : "and camera_id = @camera")} order by start_us, path limit @most
        """, Recording, [("no", false), ("most", most), .. cameraId is null ? Array.Empty<(string, object?)>() : [("camera", cameraId)]]), stop);

    /// <summary>Ids of the cameras that have files, also of those that were removed.</summary>
    public Task<ImmutableArray<string>> Cameras(CancellationToken stop = default) =>
        database.Read(c => c.Rows("select distinct camera_id from recording order by camera_id", r => r.GetString(0)), stop);

    /// <summary>How many bytes a camera's recordings take; all cameras' for null.</summary>
    public Task<long> Bytes(string? cameraId, CancellationToken stop = default) => database.Read(async c => (await c.Rows(
        $"select cast(coalesce(sum(length_bytes), 0) as bigint) from recording {(cameraId is null ? "" : "where camera_id = @camera")}", r => r.GetInt64(0),
        cameraId is null ? [] : [("camera", cameraId)]))[0], stop);

    /// <summary>Takes unprotected files out of the table and notes them as garbage, in one step; then they may be deleted (<see cref="Files.Keep.Sweep"/>).</summary>
    /// <returns>How many were taken out; protected and unknown ones are not.</returns>
    public Task<int> Retire(IReadOnlyList<string> paths, CancellationToken stop = default) => database.Write(async c =>
    {
        var retired = 0;
        foreach (var path in paths)
        {
            if (await c.Run("delete from recording where path = @path and protected = @no", ("path", path), ("no", false)) != 1) continue;
            retired += await c.Run("insert into garbage (path) values (@path) on conflict do nothing", ("path", path));
        }
        return retired;
    }, stop);

    /// <summary>Files whose rows are gone and which are to be deleted.</summary>
    internal Task<ImmutableArray<string>> Garbage(CancellationToken stop) => database.Read(c => c.Rows("select path from garbage order by path", r => r.GetString(0)), stop);

    /// <summary>Forgets garbage that is deleted.</summary>
    internal Task Swept(IReadOnlyList<string> paths, CancellationToken stop) => database.Write(async c =>
    {
        foreach (var path in paths) await c.Run("delete from garbage where path = @path", ("path", path));
        return 0;
    }, stop);

    internal Task<RecordingRow?> Find(string path, CancellationToken stop) =>
        database.Read(c => c.First($"select {Columns} from recording where path = @path", Recording, ("path", path)), stop);

    internal Task<ImmutableArray<RecordingRow>> All(CancellationToken stop) => database.Read(c => c.Rows($"select {Columns} from recording order by path", Recording), stop);

    private static RecordingRow Recording(DbDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetString(5), r.GetBoolean(6));
}
