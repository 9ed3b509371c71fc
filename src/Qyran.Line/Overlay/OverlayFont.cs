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

    /// <summary>A new typeface; the caller disposes it.</summary>
    public static SKTypeface Load()
    {
        var files = Folders.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.ttf", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .ToDictionary(f => f, Path.GetFileName);
        var best = Preferred.Select(p => files.FirstOrDefault(f => f.Value == p).Key).FirstOrDefault(f => f is not null)
            ?? files.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        return (best is null ? null : SKTypeface.FromFile(best)) ?? SKTypeface.CreateDefault();
    }
}
