using OpenCvSharp;
using Qyran.Media;

namespace Qyran.Cli;

/// <summary>Where pictures that were drawn on go: a JPEG each, below a folder. None of the pictures that are looked at is ever drawn over. May throw what writing files throws.</summary>
/// <param name="pictures">Paths of the pictures that are looked at.</param>
internal sealed class DrawnFiles(string folder, IEnumerable<string> pictures)
{
    /// <summary>Pixels in a row or column that a JPEG holds at most.</summary>
    private const int MostJpeg = 65_500;

    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    private readonly HashSet<string> originals = [.. pictures.Select(RealPath.Of).OfType<string>()];

    /// <summary>Writes it under its name, with a number where another picture of this run, or a folder, has it; as PNG where a JPEG cannot be so large.</summary>
    public void Write(Mat picture, string name)
    {
        var ending = Math.Max(picture.Width, picture.Height) > MostJpeg ? ".png" : ".jpg";
        var (into, stem) = (Below(Path.GetDirectoryName(name)), Path.GetFileNameWithoutExtension(name));
        var free = Path.Combine(into, stem + ending);
        for (var n = 2; Directory.Exists(free) || !used.Add(free); n++) free = Path.Combine(into, $"{stem}-{n}{ending}");
        Save(picture, free);
    }

    /// <summary>Writes it in the format that its path ends in.</summary>
    public void Save(Mat picture, string path)
    {
        if (!Cv2.ImEncode(Path.GetExtension(path), picture, out var bytes)) throw new IOException($"a picture of {picture.Width} × {picture.Height} pixels can't be drawn");
        if (RealPath.Of(path) is { } real && originals.Contains(real))
            throw new IOException($"'{path}' is one of the pictures and would be drawn over; give another folder");
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    /// <summary>Where the pictures of one of their folders go: under its name, with a number where a picture has it. Photo tools name a folder like the picture it belongs to.</summary>
    private string Below(string? name)
    {
        if (string.IsNullOrEmpty(name)) return folder;
        var (into, own) = (Below(Path.GetDirectoryName(name)), Path.GetFileName(name));
        var free = Path.Combine(into, own);
        for (var n = 2; File.Exists(free); n++) free = Path.Combine(into, $"{own}-{n}");
        return free;
    }
}
