using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Qyran.Cli;

/// <summary>Where pictures that were drawn on go: a JPEG each, below a folder. None of the pictures that are looked at is ever drawn over. May throw what writing files throws.</summary>
/// <param name="pictures">Paths of the pictures that are looked at.</param>
internal sealed partial class DrawnFiles(string folder, IEnumerable<string> pictures)
{
    /// <summary>Pixels in a row or column that a JPEG holds at most.</summary>
    private const int MostJpeg = 65_500;

    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    // a file has one path without links in it, however it was come to; a path where nothing is yet has none
    private readonly HashSet<string> originals = [.. pictures.Select(p => RealPath(p, 0)).OfType<string>()];

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
        if (Math.Max(picture.Width, picture.Height) > MostJpeg) path = Path.ChangeExtension(path, ".png");
        if (!Cv2.ImEncode(Path.GetExtension(path), picture, out var bytes)) throw new IOException($"a picture of {picture.Width} × {picture.Height} pixels can't be drawn");
        if (RealPath(path, 0) is { } real && originals.Contains(real))
            throw new IOException($"'{path}' is one of the pictures and would be drawn over; give another folder");
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    /// <summary>Null where nothing is. Without a buffer the library allocates the answer, which the marshaller frees.</summary>
    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? RealPath(string path, nint buffer);
}
