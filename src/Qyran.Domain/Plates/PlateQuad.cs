using Qyran.Domain.Geometry;

namespace Qyran.Domain.Plates;

/// <summary>A plate's four corners in a picture, as its text is read: top left, top right, bottom right, bottom left.</summary>
public readonly record struct PlateQuad(RawPixel TopLeft, RawPixel TopRight, RawPixel BottomRight, RawPixel BottomLeft)
{
    /// <summary>The upright box around it.</summary>
    public PixelBox Box
    {
        get
        {
            var left = Math.Min(Math.Min(TopLeft.X, TopRight.X), Math.Min(BottomLeft.X, BottomRight.X));
            var top = Math.Min(Math.Min(TopLeft.Y, TopRight.Y), Math.Min(BottomLeft.Y, BottomRight.Y));
            var right = Math.Max(Math.Max(TopLeft.X, TopRight.X), Math.Max(BottomLeft.X, BottomRight.X));
            var bottom = Math.Max(Math.Max(TopLeft.Y, TopRight.Y), Math.Max(BottomLeft.Y, BottomRight.Y));
            return new(left, top, right - left, bottom - top);
        }
    }

    /// <summary>The longer of the upper and the lower edge, pixels.</summary>
    public double Width => Math.Max(Length(TopLeft, TopRight), Length(BottomLeft, BottomRight));

    /// <summary>The longer of the left and the right edge, pixels.</summary>
    public double Height => Math.Max(Length(TopLeft, BottomLeft), Length(TopRight, BottomRight));

    private static double Length(RawPixel a, RawPixel b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
