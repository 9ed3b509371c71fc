using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Tests.Vision.Onnx;
using Qyran.Vision.Haze;

namespace Qyran.Tests.Vision.Haze;

public sealed class ClearedDetectorTests
{
    [Fact]
    public void In_fog_the_first_looks_see_a_stretched_picture_and_the_close_look_the_cameras()
    {
        var eye = new Eye(Street(fog: true));
        using (var detector = new ClearedDetector(eye))
        {
            for (var t = 0.0; t < 4; t += 0.1) Show(detector, Street(fog: true), t);
            Assert.True(detector.IsHazy);
            Assert.Equal(("whole", 14, true), eye.Shown[0]); // not yet known
            var last = eye.Shown[^3..];
            Assert.Equal(["whole", "part", "close"], last.Select(s => s.Look));
            Assert.True(last[0].Range >= 2 * 14 && last[1] == last[0] with { Look = "part" }, $"{last[0]} {last[1]}");
            Assert.Equal((14, true), (last[2].Range, last[2].Same));
            Assert.False(eye.Disposed);
        }
        Assert.True(eye.Disposed);
    }

    [Fact]
    public void In_clear_weather_everything_is_the_cameras()
    {
        var eye = new Eye(Street(fog: false));
        using var detector = new ClearedDetector(eye);
        for (var t = 0.0; t < 4; t += 0.1) Show(detector, Street(fog: false), t);
        Assert.All(eye.Shown, s => Assert.True(s.Same));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 300)] // OpenCV's handles, not pixels
    public void Once_warm_hardly_anything_is_allocated(bool fog, int bytesAFrame)
    {
        var picture = Street(fog);
        using var detector = new ClearedDetector(new Eye(picture) { Keeps = false });
        for (var t = 0; t < 10; t++) Show(detector, picture, t);
        Assert.Equal(fog, detector.IsHazy);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 10; t < 100; t++) Show(detector, picture, t);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 90 * bytesAFrame);
    }

    private static Picture Street(bool fog) =>
        Picture.Of(320, 240, (x, y) => (byte)((fog ? 170 : 40) + (x / 20 % 2 * (fog ? 12 : 150)) + (y % 3)), (_, _) => 128, (_, _) => 128);

    private static void Show(ClearedDetector detector, Picture picture, double seconds)
    {
        var frame = picture.At(seconds);
        detector.Detect(frame, []);
        detector.Detect(frame, new PixelBox(0, 0, 100, 100), []);
        detector.Sharpen(frame, []);
    }

    /// <summary>Keeps how far the luma of what it was shown reaches, and whether it was the camera's.</summary>
    private sealed class Eye(Picture camera) : IRegionDetector
    {
        public bool Keeps { get; init; } = true;

        public List<(string Look, int Range, bool Same)> Shown { get; } = [];

        public bool Disposed { get; private set; }

        public DetectorIdentity Identity { get; } = new("eye", "1", "00", 640, 384);

        public double? ClosePixel => 0.02;

        public int Detect(in FrameView frame, Span<Detection> found) => Keep("whole", frame);

        public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found) => Keep("part", frame);

        public int Sharpen(in FrameView frame, Span<Detection> found) => Keep("close", frame);

        public int Hurry(in FrameView frame, Span<Detection> found) => Keep("hurry", frame);

        public void Dispose() => Disposed = true;

        private int Keep(string look, in FrameView frame)
        {
            if (!Keeps) return 0;
            var (least, most) = (255, 0);
            foreach (var y in frame.Y) (least, most) = (Math.Min(least, y), Math.Max(most, y));
            Shown.Add((look, most - least, frame.Y.SequenceEqual(camera.View().Y)));
            return 0;
        }
    }
}
