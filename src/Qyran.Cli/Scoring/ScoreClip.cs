namespace Qyran.Cli.Scoring;

/// <summary>A simulated clip: a folder with video.mp4, scene.yaml and truth.json.</summary>
/// <param name="Name">As tables and figures call it.</param>
internal sealed record ScoreClip(string Name, string Folder)
{
    /// <summary>Every clip below a folder, or the folder where it is one itself; a scenario of several cameras has a folder for each. None where there is no folder.</summary>
    /// <param name="untrue">Names of the folders that hold a video but no truth.</param>
    public static List<ScoreClip> Find(string folder, out List<string> untrue)
    {
        untrue = [];
        if (!Directory.Exists(folder)) return [];
        List<ScoreClip> clips = [.. Holding("truth.json").Select(f => new ScoreClip(NameOf(f), f))];
        untrue.AddRange(Holding("video.mp4").Where(f => !clips.Exists(c => c.Folder == f)).Select(NameOf));
        return clips;

        IEnumerable<string> Holding(string file) => Directory.GetFiles(folder, file, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Select(f => Path.GetDirectoryName(f)!).Order(StringComparer.Ordinal);

        string NameOf(string clip) => Path.GetRelativePath(folder, clip) is var below and not "."
            ? below.Replace(Path.DirectorySeparatorChar, '-') : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }
}
