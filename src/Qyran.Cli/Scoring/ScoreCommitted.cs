using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Qyran.Cli.Scoring;

/// <summary>The figures of the last commit. Every run writes over the file beside the page: held against that, a second run would find nothing changed.</summary>
internal static class ScoreCommitted
{
    /// <summary>Null where the file lies in no git repository, where git is not there, and where the commit holds no such figures.</summary>
    public static (ScoreBefore Figures, string Commit)? Read(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        return Git(folder, "rev-parse", "--short", "HEAD") is { } commit && Git(folder, "show", $"HEAD:./{name}") is { } json && ScoreKept.Parse(json, out _) is { } figures
            ? (figures, Encoding.UTF8.GetString(commit).Trim()) : null;
    }

    /// <summary>What git says; null where it fails.</summary>
    private static byte[]? Git(string folder, params string[] arguments)
    {
        if (!Directory.Exists(folder)) return null;
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            using var said = new MemoryStream();
            git.StandardOutput.BaseStream.CopyTo(said);
            git.WaitForExit();
            return git.ExitCode == 0 ? said.ToArray() : null;
        }
        catch (Win32Exception)
        {
            return null; // no such program
        }
    }
}
