using Qyran.Domain.Geometry;

namespace Qyran.Media;

/// <summary>A rectangle of raw pixels that is wanted at full resolution beside the analysed picture. Moved out to even edges and into the picture by the reader.</summary>
public readonly record struct CropBox(int X, int Y, int Width, int Height)
{
    /// <summary>The whole pixels a box touches.</summary>
    public static CropBox Around(in PixelBox box)
    {
        var (left, top) = ((int)Math.Floor(box.X), (int)Math.Floor(box.Y));
        return new CropBox(left, top, (int)Math.Ceiling(box.Right) - left, (int)Math.Ceiling(box.Bottom) - top);
    }

    /// <summary>The same place on even edges within a picture, so that chroma is not shifted; null when nothing of it is left (less than 2 x 2 pixels).</summary>
    internal CropBox? Fit(int width, int height)
    {
        var left = Math.Clamp((long)X, 0, width) & ~1L;
        var top = Math.Clamp((long)Y, 0, height) & ~1L;
        var right = Math.Min((Math.Clamp((long)X + Width, 0, width) + 1) & ~1L, width & ~1L);
        var bottom = Math.Min((Math.Clamp((long)Y + Height, 0, height) + 1) & ~1L, height & ~1L);
        return right - left < 2 || bottom - top < 2 ? null : new CropBox((int)left, (int)top, (int)(right - left), (int)(bottom - top));
    }
}
