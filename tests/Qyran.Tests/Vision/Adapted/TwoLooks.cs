using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Tests.Vision.Adapted;

/// <summary>Finds one car at 0.9, which a close look makes 0.5.</summary>
internal sealed class TwoLooks : IRegionDetector
{
    public DetectorIdentity Identity => new("two-looks", "1", new string('a', 64), 160, 120);

    public int Detect(in FrameView frame, Span<Detection> found)
    {
        found[0] = new(new(100, 60, 40, 20), 0.9f, RoadUser.Car);
        return 1;
    }

    public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found) => Detect(frame, found);

    public int Sharpen(in FrameView frame, Span<Detection> found)
    {
        foreach (ref var one in found) one = one with { Score = 0.5f };
        return found.Length;
    }

    public int Hurry(in FrameView frame, Span<Detection> found) => found.Length;

    public double? ClosePixel => 0.02;

    public void Dispose() { }
}
