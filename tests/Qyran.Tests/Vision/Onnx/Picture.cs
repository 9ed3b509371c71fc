using OpenCvSharp;
using Qyran.Domain.Frames;
using Qyran.Domain.Time;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>A still as the YUV planes a stage sees.</summary>
internal sealed class Picture
{
    private readonly byte[] _planes;

    private Picture(int width, int height, byte[] planes) => (Width, Height, _planes) = (width, height, planes);

    public int Width { get; }
    public int Height { get; }

    public static Picture Plain(int width, int height, byte y = 81, byte u = 90, byte v = 240)
    {
        var luma = width * height;
        var chroma = (width + 1) / 2 * ((height + 1) / 2);
        var planes = new byte[luma + (2 * chroma)];
        planes.AsSpan(0, luma).Fill(y);
        planes.AsSpan(luma, chroma).Fill(u);
        planes.AsSpan(luma + chroma).Fill(v);
        return new(width, height, planes);
    }

    /// <summary>A picture from a rule for each plane, by column and row of that plane.</summary>
    public static Picture Of(int width, int height, Func<int, int, byte> y, Func<int, int, byte> u, Func<int, int, byte> v)
    {
        List<byte> planes = [];
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++) planes.Add(y(column, row));
        foreach (var rule in (Func<int, int, byte>[])[u, v])
            for (var row = 0; row < (height + 1) / 2; row++)
                for (var column = 0; column < (width + 1) / 2; column++) planes.Add(rule(column, row));
        return new(width, height, [.. planes]);
    }

    /// <summary>Reads a picture, cut to even sizes.</summary>
    public static Picture Read(string path)
    {
        using var whole = Cv2.ImRead(path);
        using var even = new Mat(whole, new Rect(0, 0, whole.Width & ~1, whole.Height & ~1)).Clone();
        using var yuv = new Mat();
        Cv2.CvtColor(even, yuv, ColorConversionCodes.BGR2YUV_I420);
        yuv.GetArray(out byte[] planes);
        return new(even.Width, even.Height, planes);
    }

    public FrameView View(int? rawWidth = null, int? rawHeight = null) => At(0, rawWidth, rawHeight);

    /// <summary>As the frame of a camera with 25 pictures a second at that time.</summary>
    public FrameView At(double seconds, int? rawWidth = null, int? rawHeight = null)
    {
        var luma = Width * Height;
        var chroma = (Width + 1) / 2 * ((Height + 1) / 2);
        return new()
        {
            Number = (long)Math.Round(seconds * 25), Time = new CaptureTime((long)Math.Round(seconds * 1e6), null, null, TimeQuality.Exact), Width = Width, Height = Height,
            RawWidth = rawWidth ?? Width, RawHeight = rawHeight ?? Height,
            Y = _planes.AsSpan(0, luma), U = _planes.AsSpan(luma, chroma), V = _planes.AsSpan(luma + chroma),
        };
    }
}
