namespace Qyran.Domain.Geometry;

/// <summary>An axis-aligned box in raw full-resolution pixels: left, top, width, height.</summary>
public readonly record struct PixelBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;
    public double Bottom => Y + Height;
    public double Area => Width * Height;
    public RawPixel Centre => new(X + (Width / 2), Y + (Height / 2));

    /// <summary>Where the thing touches the road: the middle of the bottom edge.</summary>
    public RawPixel Contact => new(X + (Width / 2), Bottom);

    /// <summary>Intersection over union, 0…1; 0 when either box is empty.</summary>
    public double Iou(in PixelBox other)
    {
        var shared = Overlap(other);
        return shared <= 0 ? 0 : shared / (Area + other.Area - shared);
    }

    /// <summary>Shared area, px².</summary>
    public double Overlap(in PixelBox other)
    {
        var w = Math.Min(Right, other.Right) - Math.Max(X, other.X);
        var h = Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y);
        return w <= 0 || h <= 0 ? 0 : w * h;
    }

    /// <summary>The smallest box around both.</summary>
    public PixelBox Around(in PixelBox other)
    {
        var (x, y) = (Math.Min(X, other.X), Math.Min(Y, other.Y));
        return new(x, y, Math.Max(Right, other.Right) - x, Math.Max(Bottom, other.Bottom) - y);
    }
}
