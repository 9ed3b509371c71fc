using System.Text;

namespace Qyran.Simulator;

/// <summary>The files of one run: written under other names and named together when all are whole, or taken away again. Touches no others.</summary>
internal sealed class RunFiles
{
    /// <summary>What is not whole yet has its name with this behind it.</summary>
    public const string Unfinished = ".part";

    /// <summary>Folders, the inner ones first.</summary>
    private readonly List<string> made = [];
    private readonly List<(string Part, string Name)> files = [];

    /// <summary>Makes a folder, and those above it, where they are missing.</summary>
    public void Folder(string path)
    {
        var missing = new List<string>();
        string? at = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        while (at is not null && !Directory.Exists(at))
        {
            missing.Add(at);
            at = System.IO.Path.GetDirectoryName(at);
        }
        made.InsertRange(0, missing);
        Directory.CreateDirectory(path);
    }

    /// <summary>Where to write what gets this path in the end.</summary>
    public string Part(string path)
    {
        files.Add((path + Unfinished, path));
        return files[^1].Part;
    }

    /// <summary>Writes a text that gets this path in the end.</summary>
    public void Write(string path, string text) => File.WriteAllText(Part(path), text, new UTF8Encoding(false));

    /// <summary>Gives every file its name, over one that bore it.</summary>
    public void Name()
    {
        foreach (var (part, name) in files) File.Move(part, name, overwrite: true);
    }

    /// <summary>True when this run has written a file of this path.</summary>
    public bool Wrote(string path) => files.Any(f => f.Name == path);

    /// <summary>Takes away what has been written, and folders that were made for it and are empty.</summary>
    public void TakeAway()
    {
        try
        {
            foreach (var (part, _) in files.Where(f => File.Exists(f.Part))) File.Delete(part);
            foreach (var folder in made)
                if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // why it failed has been found already; what can't be deleted now couldn't be written either
        }
    }
}
