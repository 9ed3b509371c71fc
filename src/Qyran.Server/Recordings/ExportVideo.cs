using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Line.Live;
using Qyran.Media.Recording;
using Qyran.Server.Cameras;
using Qyran.Storage.Files;

namespace Qyran.Server.Recordings;

/// <summary>A recorded span as one MP4, its pictures as the camera sent them. Begins at the key picture at or before the asked instant.</summary>
internal static class ExportVideo
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(string id, DateTimeOffset from, DateTimeOffset until, CameraBoard board, IRecordingRows rows, DataFolder folder, HttpResponse response, CancellationToken stop)
    {
        if (until <= from || until - from > Longest) return Problems.Invalid("a span ends after it begins and is at most an hour long");
        var path = Path.Combine(Directory.CreateTempSubdirectory("qyran-export-").FullName, "export.mp4");
        // a camera that runs also gives what it is writing just now
        var (span, failure) = board.Find(id) is { } camera ? await camera.Export(from.Us(), until.Us(), path, stop)
            : await RecordingExport.Write(folder.Root, await rows.Covering(id, from.Us(), until.Us(), stop), from.Us(), until.Us(), path, stop);
        if (span is null)
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
            return Problems.Of(failure!);
        }
        // open, then gone from its folder: whatever happens to the answer, nothing is left behind
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        response.Headers["X-Starts-At"] = Moment.Of(span.FromUs).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return TypedResults.Stream(file, "video/mp4", $"{id}-{Moment.Of(span.FromUs).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.mp4", enableRangeProcessing: true);
    }
}
