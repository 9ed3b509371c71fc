using SkiaSharp;

namespace Qyran.Line.Overlay;

/// <summary>
/// The typeface of all drawings. The drawing library brings no fonts and asks no font server, so a font file is looked for where Linux
/// distributions keep them (DejaVu comes with ffmpeg). Without any font, boxes are drawn and words are left out.
/// </summary>
internal static class OverlayFont
{
    private static readonly string[] Preferred = ["DejaVuSans-Bold.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf", "LiberationSans-Bold.ttf", "DejaVuSans.ttf"];
    private static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts"];

    /// <summary>One for all, for the program's life: the drawing library keeps every typeface that was drawn with, and maps its file anew for each. Not to be disposed.</summary>
    public static SKTypeface Face => Loaded.Value;

    private static readonly Lazy<SKTypeface> Loaded = new(Load);

    private static SKTypeface Load()
    {
        var files = Folders.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.ttf", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .ToDictionary(f => f, Path.GetFileName);
        var best = Preferred.Select(p => files.FirstOrDefault(f => f.Value == p).Key).FirstOrDefault(f => f is not null)
            ?? files.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        return (best is null ? null : SKTypeface.FromFile(best)) ?? SKTypeface.CreateDefault();
    }
}
