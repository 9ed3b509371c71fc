using System.Collections.Immutable;
using Qyran.Line.Live;
using Qyran.Media.Recording;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server.Findings;

/// <summary>The table of recordings as the cameras see it.</summary>
internal sealed class RecordingRows(Store store, DataFolder folder) : IRecordingRows
{
    public Task Add(string cameraId, RecordedFile file, CancellationToken stop) =>
        store.Recordings.Add(new RecordingRow(file.Path, cameraId, file.StartUs, file.EndUs, file.LengthBytes, file.Sha256), stop);

    public async Task<ImmutableArray<RecordedFile>> Covering(string cameraId, long fromUs, long untilUs, CancellationToken stop) =>
        [.. (await store.Recordings.Covering(cameraId, fromUs, untilUs, stop)).Select(File)];

    public Task Protect(string cameraId, long fromUs, long untilUs, CancellationToken stop) => store.Recordings.Protect(cameraId, fromUs, untilUs, stop);

    public async Task<ImmutableArray<RecordedFile>> Oldest(string? cameraId, int most, CancellationToken stop) => [.. (await store.Recordings.Oldest(cameraId, most, stop)).Select(File)];

    public Task<long> Bytes(string cameraId, CancellationToken stop) => store.Recordings.Bytes(cameraId, stop);

    public async Task<int> Recycle(IReadOnlyList<string> paths, CancellationToken stop)
    {
        await store.Recordings.Retire(paths, stop);
        return await Keep.Sweep(store, folder, stop);
    }

    private static RecordedFile File(RecordingRow r) => new(r.Path, r.StartUs, r.EndUs, r.LengthBytes, r.Sha256);
}
