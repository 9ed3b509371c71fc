namespace Qyran.Media;

/// <summary>A rectangle of a camera's picture, each number a share of the picture's width or height: it stays where it is when a camera changes its resolution.</summary>
public readonly record struct PictureZone(double X, double Y, double Width, double Height)
{
    /// <summary>So many of them at most may be asked for.</summary>
    public const int Most = 16;

    /// <summary>Inside the picture, and not empty.</summary>
    public bool IsGood => X >= 0 && Y >= 0 && Width > 0 && Height > 0 && X + Width <= 1.0001 && Y + Height <= 1.0001;

    /// <summary>All pixels it touches, out to even edges so that no colour of theirs is left.</summary>
    internal CropBox In(int width, int height)
    {
        var (left, top) = ((int)Math.Floor(X * width) & ~1, (int)Math.Floor(Y * height) & ~1);
        return new(left, top, (((int)Math.Ceiling((X + Width) * width) + 1) & ~1) - left, (((int)Math.Ceiling((Y + Height) * height) + 1) & ~1) - top);
    }
}
