using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>Which pictures the paths on the command line mean.</summary>
internal static class DetectFiles
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    /// <summary>
    /// Every path in turn: a file as it is given, a folder as the JPEG and PNG files below it in the order of their paths. Null with the reason
    /// when a path is not there or a folder holds none.
    /// </summary>
    public static List<DetectFile>? Find(IEnumerable<string> paths, out Failure? failure)
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
            try
            {
                if (Directory.Exists(path)) all.AddRange(Below(path));
                else failure = new(FailureKind.NotFound, $"there is no picture or folder '{path}'");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failure = new(FailureKind.Unreadable, $"can't read the folder '{path}': {e.Message}");
            }
            if (failure is null && all.Count == before) failure = new(FailureKind.NotFound, $"'{path}' holds no pictures (jpg, jpeg, png)");
            if (failure is not null) return null;
        }
        return all;
    }

    private static IEnumerable<DetectFile> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 40, IgnoreInaccessible = false })
            .Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant(), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => new DetectFile(f, Path.GetRelativePath(folder, f)));
}
