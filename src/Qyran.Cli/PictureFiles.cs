using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>The pictures that paths on the command line mean, one after another: a folder with a million of them is never held in memory.</summary>
internal static class PictureFiles
{
    private static readonly string[] Known = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>For messages.</summary>
    public static string Endings => string.Join(", ", Known.Select(k => k[1..]));

    /// <summary>Whether a file is named as a picture is.</summary>
    public static bool IsOne(string path) => Known.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Why the paths can't be used: one is not there. Null when all are.</summary>
    public static Failure? Check(IEnumerable<string> paths) => paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing
        ? new(FailureKind.NotFound, $"there is no picture or folder '{missing}'") : null;

    /// <summary>A file is taken whatever its ending; a folder as <see cref="FolderWalk"/> finds the pictures in it.</summary>
    /// <param name="unreadable">Told of each folder that can't be listed, and why; its pictures are left out.</param>
    public static IEnumerable<DetectFile> Stream(IEnumerable<string> paths, Action<Failure> unreadable, CancellationToken stop)
    {
        foreach (var path in paths)
        {
            if (File.Exists(path)) yield return new(path, Path.GetFileName(path));
            else
                foreach (var found in FolderWalk.Files(path, Known, unreadable, stop)) yield return new(found, Path.GetRelativePath(path, found));
        }
    }
}
