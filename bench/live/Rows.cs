using System.Collections.Immutable;
using Qyran.Line.Live;
using Qyran.Media.Recording;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.LiveBench;

/// <summary>The table of recordings in a real store.</summary>
internal sealed class Rows(Store store, DataFolder folder) : IRecordingRows
{
    public Task Add(string cameraId, RecordedFile file, CancellationToken stop) =>
        store.Recordings.Add(new RecordingRow(file.Path, cameraId, file.StartUs, file.EndUs, file.LengthBytes, file.Sha256), stop);

    public async Task<ImmutableArray<RecordedFile>> Covering(string cameraId, long fromUs, long untilUs, CancellationToken stop) =>
        [.. (await store.Recordings.Covering(cameraId, fromUs, untilUs, stop)).Select(Of)];

    public async Task Protect(string cameraId, long fromUs, long untilUs, CancellationToken stop) => await store.Recordings.Protect(cameraId, fromUs, untilUs, stop);

    public async Task<ImmutableArray<RecordedFile>> Oldest(string? cameraId, int most, CancellationToken stop) => [.. (await store.Recordings.Oldest(cameraId, most, stop)).Select(Of)];

    public Task<long> Bytes(string cameraId, CancellationToken stop) => store.Recordings.Bytes(cameraId, stop);

    public async Task<int> Recycle(IReadOnlyList<string> paths, CancellationToken stop)
    {
        var retired = await store.Recordings.Retire(paths, stop);
        await Keep.Sweep(store, folder, stop);
        return retired;
    }

    private static RecordedFile Of(RecordingRow row) => new(row.Path, row.StartUs, row.EndUs, row.LengthBytes, row.Sha256);
}
