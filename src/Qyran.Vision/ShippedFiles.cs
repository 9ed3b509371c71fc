namespace Qyran.Vision;

/// <summary>What comes with the program: beside it where it is installed, in the project's folder where it is built.</summary>
public static class ShippedFiles
{
    /// <summary>
    /// Full path of a file or folder (<c>models/road.onnx</c>) beside <paramref name="program"/> or in a folder above it, up to the project's own: above that
    /// other people's things begin. Null where it is not there. Asks the disk each time.
    /// </summary>
    public static string? Find(string relative, string program)
    {
        for (var at = Path.TrimEndingDirectorySeparator(Path.GetFullPath(program)); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Combine(at, relative) is var path && (File.Exists(path) || Directory.Exists(path))) return path;
            if (File.Exists(Path.Combine(at, "Qyran.slnx"))) return null;
        }
        return null;
    }

    /// <summary>The same for the running program.</summary>
    public static string? Find(string relative) => Find(relative, AppContext.BaseDirectory);
}
