using System.IO.Enumeration;
using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>
/// The files in a folder and in all folders below it, one after another in the order in which the file system lists them: a million names are never held in
/// memory. Hidden ones are left out. A link to a file is taken; a link to a folder is not entered, for one that leads to a folder above brings the same files
/// over and over.
/// </summary>
internal static class FolderWalk
{
    private const int MostDepth = 40;

    /// <summary>The paths begin as <paramref name="folder"/> is written.</summary>
    /// <param name="endings">".jpg" and so on; capitals count the same.</param>
    /// <param name="unreadable">Told of each folder that can't be listed, and why; the walk goes on with the others.</param>
    /// <param name="stop">Ends the walk early.</param>
    public static IEnumerable<string> Files(string folder, string[] endings, Action<Failure> unreadable, CancellationToken stop)
    {
        var left = new Queue<(string Path, int Depth)>();
        left.Enqueue((folder, 0));
        while (left.TryDequeue(out var next))
            foreach (var (path, isFolder) in Entries(next.Path, endings, unreadable, stop))
            {
                if (!isFolder) yield return path;
                else if (next.Depth < MostDepth) left.Enqueue((path, next.Depth + 1));
            }
    }

    private static IEnumerable<(string Path, bool IsFolder)> Entries(string folder, string[] endings, Action<Failure> unreadable, CancellationToken stop)
    {
        IEnumerator<(string Path, bool IsFolder)>? entries = null;
        try
        {
            while (!stop.IsCancellationRequested && Next()) yield return entries!.Current;
        }
        finally
        {
            entries?.Dispose();
        }

        // apart, for nothing can be given out from within a try that catches
        bool Next()
        {
            try
            {
                entries ??= Listing(folder, endings).GetEnumerator();
                return entries.MoveNext();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unreadable(new(FailureKind.Unreadable, $"can't read the folder '{folder}': {e.Message}"));
                return false;
            }
        }
    }

    private static FileSystemEnumerable<(string Path, bool IsFolder)> Listing(string folder, string[] endings) =>
        new(folder, (ref FileSystemEntry entry) => (entry.ToSpecifiedFullPath(), entry.IsDirectory), new EnumerationOptions { IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory
                ? (entry.Attributes & FileAttributes.ReparsePoint) == 0
                : endings.Contains(Path.GetExtension(entry.FileName).ToString(), StringComparer.OrdinalIgnoreCase),
        };
}
