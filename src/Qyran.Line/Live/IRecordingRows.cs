using System.Collections.Immutable;
using Qyran.Media.Recording;

namespace Qyran.Line.Live;

/// <summary>The table of recordings as a camera needs it. All paths are below the data folder. A call that throws is made again after a while.</summary>
public interface IRecordingRows
{
    /// <summary>The file is whole on the disk: now it gets its row. The same path again changes nothing.</summary>
    Task Add(string cameraId, RecordedFile file, CancellationToken stop);

    /// <summary>A camera's files that hold anything of a span (µs UTC), in order of time.</summary>
    Task<ImmutableArray<RecordedFile>> Covering(string cameraId, long fromUs, long untilUs, CancellationToken stop);

    /// <summary>A camera's files of a span are not recycled from now on: evidence rests on them, until it has its pack.</summary>
    Task Protect(string cameraId, long fromUs, long untilUs, CancellationToken stop);

    /// <summary>The oldest unprotected files, of one camera or (null) of all.</summary>
    Task<ImmutableArray<RecordedFile>> Oldest(string? cameraId, int most, CancellationToken stop);

    /// <summary>Bytes of a camera's files, protected ones included.</summary>
    Task<long> Bytes(string cameraId, CancellationToken stop);

    /// <summary>Takes rows out and deletes the files, in this order; protected ones stay.</summary>
    /// <returns>How many files were deleted.</returns>
    Task<int> Recycle(IReadOnlyList<string> paths, CancellationToken stop);
}
