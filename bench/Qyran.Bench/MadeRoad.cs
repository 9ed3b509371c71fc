using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Time;

namespace Qyran.Bench;

/// <summary>A noisy grey road as planes, empty or with boxes driving over it: the same for every run.</summary>
internal sealed class MadeRoad
{
    private const int Pictures = 50;
    private readonly byte[][] planes;

    public MadeRoad(int width, int height, int cars)
    {
        (Width, Height) = (width, height);
        var random = new Random(1);
        planes = new byte[Pictures][];
        for (var n = 0; n < Pictures; n++)
        {
            var picture = planes[n] = new byte[width * height * 3 / 2];
            for (var i = 0; i < width * height; i++) picture[i] = (byte)(100 + random.Next(-2, 3));
            picture.AsSpan(width * height).Fill(128);
            for (var car = 0; car < cars; car++) Drive(picture, (n * 6) + (car * width / Math.Max(1, cars)), height * (1 + (car % 3)) / 4);
        }
    }

    public int Width { get; }
    public int Height { get; }

    /// <summary>The n-th frame at 25 frames a second; the pictures repeat.</summary>
    public FrameView Frame(long n)
    {
        var picture = planes[(int)(n % Pictures)].AsSpan();
        var (luma, chroma) = (Width * Height, Width * Height / 4);
        return new FrameView
        {
            Number = n, Time = new CaptureTime(n * 40_000, null, null, TimeQuality.Exact), Width = Width, Height = Height, RawWidth = Width, RawHeight = Height,
            Y = picture[..luma], U = picture.Slice(luma, chroma), V = picture.Slice(luma + chroma, chroma),
        };
    }

    /// <summary>What a detector says of the n-th frame of a road with thirty cars, some of them seen badly.</summary>
    public static void Seen(long n, Span<Detection> found)
    {
        for (var i = 0; i < found.Length; i++)
        {
            var score = (n + i) % 11 == 0 ? 0.05f : (n + i) % 7 == 0 ? 0.3f : 0.9f;
            found[i] = new Detection(new((i % 6 * 120) + (n % 3), i / 6 * 100, 80, 60), score, RoadUser.Car);
        }
    }

    private void Drive(byte[] picture, int x, int y)
    {
        for (var row = y; row < Math.Min(Height, y + 30); row++)
            for (var column = x % Width; column < Math.Min(Width, (x % Width) + 60); column++) picture[(row * Width) + column] = 30;
    }
}
