using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>Which pictures the paths on the command line mean.</summary>
internal static class DetectFiles
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    /// <summary>
    /// Every path in turn: a file as it is given, a folder as the JPEG and PNG files below it (<see cref="FolderWalk"/>) in the order of their paths. Null with
    /// the reason when a path is not there, a folder can't be read or holds none, or somebody stops it.
    /// </summary>
    public static List<DetectFile>? Find(IEnumerable<string> paths, out Failure? failure, CancellationToken stop = default)
    {
        List<DetectFile> all = [];
        failure = null;
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                all.Add(new(path, Path.GetFileName(path)));
                continue;
            }
            var before = all.Count;
            List<Failure> unreadable = [];
            if (Directory.Exists(path))
                all.AddRange(FolderWalk.Files(path, Endings, unreadable.Add, stop).Order(StringComparer.Ordinal).Select(f => new DetectFile(f, Path.GetRelativePath(path, f))));
            else failure = new(FailureKind.NotFound, $"there is no picture or folder '{path}'");
            if (stop.IsCancellationRequested) failure = new(FailureKind.Cancelled, "stopped");
            else if (unreadable.Count > 0) failure = unreadable[0];
            else if (failure is null && all.Count == before) failure = new(FailureKind.NotFound, $"'{path}' holds no pictures (jpg, jpeg, png)");
            if (failure is not null) return null;
        }
        return all;
    }
}
