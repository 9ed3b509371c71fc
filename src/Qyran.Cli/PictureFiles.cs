using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>The pictures that paths on the command line mean, one after another: a folder with a million of them is never held in memory.</summary>
internal static class PictureFiles
{
    private static readonly string[] Known = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>For messages.</summary>
    public static string Endings => string.Join(", ", Known.Select(k => k[1..]));

    /// <summary>Why the paths can't be used: one is not there. Null when all are.</summary>
    public static Failure? Check(IEnumerable<string> paths) => paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing
        ? new(FailureKind.NotFound, $"there is no picture or folder '{missing}'") : null;

    /// <summary>Each picture's path and its name below the given folder. A file is taken whatever its ending; a folder in the order in which the file system lists it.</summary>
    public static IEnumerable<(string Path, string Name)> Stream(IEnumerable<string> paths)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 40, IgnoreInaccessible = true };
        foreach (var path in paths)
        {
            if (File.Exists(path)) yield return (path, Path.GetFileName(path));
            else
                foreach (var found in Directory.EnumerateFiles(path, "*", options))
                    if (Known.Contains(Path.GetExtension(found).ToLowerInvariant(), StringComparer.Ordinal)) yield return (found, Path.GetRelativePath(path, found));
        }
    }
}
