using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;
using Qyran.Domain.Frames;
using Qyran.Domain.Time;

namespace Qyran.Cli;

/// <summary>
/// A still picture as a detector sees a video frame: full size, planar YUV 4:2:0 (BT.601, video range), turned as its EXIF data says.
/// One instance reads picture after picture into the same buffers, which grow to the largest. One thread.
/// </summary>
internal sealed class DetectPicture : IDisposable
{
    private byte[] _y = [], _u = [], _v = [];

    /// <summary>The picture last read: BGR, 8 bits.</summary>
    public Mat Colours { get; } = new();
    public int Width => Colours.Width;
    public int Height => Colours.Height;

    /// <summary>False when the file is not there or no picture; the last one is gone then.</summary>
    public bool TryRead(string path) => TryRead(path, out _);

    /// <param name="why">What is wrong with the file.</param>
    public bool TryRead(string path, [NotNullWhen(false)] out string? why)
    {
        if (!PictureBytes.TryRead(path, out var bytes, out why)) return false;
        why = PictureBytes.NoPicture;
        try
        {
            // decoded from memory: the library's own reader cannot say that a file is missing
            using var read = Cv2.ImDecode(bytes, ImreadModes.Color);
            if (read.Empty()) return false;
            read.CopyTo(Colours);
        }
        catch (OpenCVException)
        {
            return false; // what it throws at for being too large or broken is no picture either
        }
        ToPlanes();
        why = null;
        return true;
    }

    /// <summary>Valid until the next read.</summary>
    public FrameView Frame()
    {
        var chroma = (Width + 1) / 2 * ((Height + 1) / 2);
        return new FrameView
        {
            Number = 0,
            Time = new CaptureTime(0, null, null, TimeQuality.Unknown),
            Width = Width,
            Height = Height,
            RawWidth = Width,
            RawHeight = Height,
            Y = _y.AsSpan(0, Width * Height),
            U = _u.AsSpan(0, chroma),
            V = _v.AsSpan(0, chroma),
        };
    }

    public void Dispose() => Colours.Dispose();

    /// <summary>Colour is the mean of two by two pixels, at an odd edge of what there is of them. Coefficients of BT.601-7, 2.5, times 2^16.</summary>
    private void ToPlanes()
    {
        var (width, height) = (Width, Height);
        var across = (width + 1) / 2;
        Grow(ref _y, width * height);
        Grow(ref _u, across * ((height + 1) / 2));
        Grow(ref _v, across * ((height + 1) / 2));
        for (var top = 0; top < height; top += 2)
        {
            var upper = Row(top);
            var lower = Row(Math.Min(top + 1, height - 1));
            for (var row = top; row < Math.Min(top + 2, height); row++)
            {
                var from = row == top ? upper : lower;
                var to = _y.AsSpan(row * width, width);
                for (var x = 0; x < to.Length; x++)
                    to[x] = (byte)(((6416 * from[3 * x]) + (33039 * from[(3 * x) + 1]) + (16829 * from[(3 * x) + 2]) + (16 << 16) + (1 << 15)) >> 16);
            }
            var u = _u.AsSpan(top / 2 * across, across);
            var v = _v.AsSpan(top / 2 * across, across);
            for (var x = 0; x < across; x++)
            {
                var (a, b) = (6 * x, 3 * Math.Min((2 * x) + 1, width - 1));
                var blue = upper[a] + upper[b] + lower[a] + lower[b];
                var green = upper[a + 1] + upper[b + 1] + lower[a + 1] + lower[b + 1];
                var red = upper[a + 2] + upper[b + 2] + lower[a + 2] + lower[b + 2];
                u[x] = (byte)(((28784 * blue) - (19071 * green) - (9713 * red) + (128 << 18) + (1 << 17)) >> 18);
                v[x] = (byte)(((28784 * red) - (24103 * green) - (4681 * blue) + (128 << 18) + (1 << 17)) >> 18);
            }
        }
    }

    private unsafe ReadOnlySpan<byte> Row(int row) => new((void*)Colours.Ptr(row), 3 * Width);

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length) buffer = new byte[length];
    }
}
