using Qyran.Storage.Rows;

namespace Qyran.Storage.Files;

/// <summary>The order that loses nothing: first the file, whole and on disk, then its row. What stops between the two is put right by <see cref="Recovery"/>.</summary>
public static class Keep
{
    /// <summary>Writes evidence and its row.</summary>
    public static async Task<EvidenceRow> Evidence(Store store, DataFolder folder, string path, string? caseId, Action<Stream> write, TimeProvider clock, CancellationToken stop = default) =>
        await Add(store, Row(folder.Create(path, write), caseId, clock), stop);

    /// <summary>Adds the row of evidence that lies in its place already, such as a pack. May be called again after a failure.</summary>
    public static async Task<EvidenceRow> Evidence(Store store, DataFolder folder, string path, string? caseId, TimeProvider clock, CancellationToken stop = default) =>
        await Add(store, Row(folder.Settle(path), caseId, clock), stop);

    /// <summary>The row of a file that is whole and on disk, for whoever adds it later.</summary>
    public static EvidenceRow Row(StoredFile file, string? caseId, TimeProvider clock) =>
        new(file.Path, caseId, file.LengthBytes, file.Sha256, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10);

    /// <summary>Names a finished recording and adds its row.</summary>
    /// <param name="from">Its name while it was written, below the data folder.</param>
    public static async Task<RecordingRow> Recording(Store store, DataFolder folder, string from, string path, string cameraId, long startUs, long endUs, CancellationToken stop = default)
    {
        var file = folder.Settle(path, from);
        var row = new RecordingRow(file.Path, cameraId, startUs, endUs, file.LengthBytes, file.Sha256);
        await store.Recordings.Add(row, stop);
        return row;
    }

    /// <summary>Deletes what <see cref="Recordings.Retire"/> has taken out of the table.</summary>
    /// <returns>How many files.</returns>
    public static async Task<int> Sweep(Store store, DataFolder folder, CancellationToken stop = default)
    {
        var garbage = await store.Recordings.Garbage(stop);
        if (garbage.IsEmpty) return 0;
        folder.Delete(garbage);
        await store.Recordings.Swept(garbage, stop);
        return garbage.Length;
    }

    private static async Task<EvidenceRow> Add(Store store, EvidenceRow row, CancellationToken stop)
    {
        await store.Evidence.Add(row, stop);
        return row;
    }
}
