using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Onnx;

/// <summary>A part of an analysed picture, pixels of its luma plane. Starts on even ones, so that the chroma planes have the same part.</summary>
internal readonly record struct FrameRegion(int X, int Y, int Width, int Height)
{
    public static FrameRegion Whole(in FrameView frame) => new(0, 0, frame.Width, frame.Height);

    /// <summary>The nearest region to a box in raw pixels, of its size, moved into the picture; at least two pixels wide and tall where the picture is.</summary>
    public static FrameRegion Around(in PixelBox box, in FrameView frame)
    {
        var (x, width) = Fit(box.X / frame.ScaleX, box.Width / frame.ScaleX, frame.Width);
        var (y, height) = Fit(box.Y / frame.ScaleY, box.Height / frame.ScaleY, frame.Height);
        return new(x, y, width, height);
    }

    /// <summary>The same part of a chroma plane.</summary>
    public FrameRegion Chroma => new(X / 2, Y / 2, (Width + 1) / 2, (Height + 1) / 2);

    /// <summary>The same part in raw pixels.</summary>
    public PixelBox Raw(in FrameView frame) => new(X * frame.ScaleX, Y * frame.ScaleY, Width * frame.ScaleX, Height * frame.ScaleY);

    private static (int At, int Size) Fit(double at, double size, int most)
    {
        var s = (int)Math.Clamp(Math.Round(size), Math.Min(2, most), most);
        var a = (int)Math.Clamp(Math.Round(at / 2) * 2, 0, most - s);
        return (a & ~1, s); // the last even start: one pixel at the right edge may be left out
    }
}
