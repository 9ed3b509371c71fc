using OpenCvSharp;

namespace Qyran.Cli;

/// <summary>Where pictures that were drawn on go: a JPEG each, below a folder. None of the pictures that are looked at is ever drawn over. May throw what writing files throws.</summary>
/// <param name="given">The paths on the command line: pictures and folders of them.</param>
internal sealed class DrawnFiles(string folder, IEnumerable<string> given)
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly string[] inputs = [.. given.Select(Path.GetFullPath)];

    /// <summary>Writes it under its name, with a number where another picture of this run has it.</summary>
    public void Write(Mat picture, string name)
    {
        var stem = Path.ChangeExtension(name, null);
        var free = stem;
        for (var n = 2; !used.Add(free); n++) free = $"{stem}-{n}";
        Save(picture, Path.Combine(folder, free + ".jpg"));
    }

    /// <summary>Writes it in the format that its path ends in; as PNG where a JPEG cannot be so large.</summary>
    public void Save(Mat picture, string path)
    {
        if (!Cv2.ImEncode(Path.GetExtension(path), picture, out var bytes))
        {
            path = Path.ChangeExtension(path, ".png");
            if (!Cv2.ImEncode(".png", picture, out bytes)) throw new IOException($"a picture of {picture.Width} × {picture.Height} pixels can't be drawn");
        }
        var full = Path.GetFullPath(path);
        if (File.Exists(full) && inputs.Any(i => full == i || full.StartsWith(i + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            throw new IOException($"'{path}' is one of the pictures and would be drawn over; give another folder");
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }
}
