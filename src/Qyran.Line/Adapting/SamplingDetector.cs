using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Line.Adapting;

/// <summary>Hands on what the model finds and keeps a look now and then: frames close in time err alike and are no further witnesses.</summary>
internal sealed class SamplingDetector(IRegionDetector model) : IRegionDetector
{
    private const long EveryUs = 500_000;

    /// <summary>A box this near to the edge of a closer look is cut by it, px.</summary>
    private const double CutPx = 2;
    private long next, now = -1;

    public DetectorIdentity Identity => model.Identity;

    public List<KeptLook> Kept { get; } = [];

    public int Detect(in FrameView frame, Span<Detection> found)
    {
        var count = model.Detect(frame, found);
        Keep(frame, new(0, 0, frame.RawWidth, frame.RawHeight), found[..count], whole: true);
        return count;
    }

    public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found)
    {
        var count = model.Detect(frame, region, found);
        Keep(frame, region, found[..count], whole: false);
        return count;
    }

    public int Sharpen(in FrameView frame, Span<Detection> found) => model.Sharpen(frame, found);

    public double? ClosePixel => model.ClosePixel;

    // the model belongs to who opened it
    public void Dispose() { }

    private void Keep(in FrameView frame, PixelBox reach, ReadOnlySpan<Detection> found, bool whole)
    {
        var time = frame.Time.MediaUs;
        if (whole)
        {
            if (time < next) return;
            (next, now) = (time + EveryUs, time);
        }
        else if (time != now)
        {
            return; // closer looks belong to the look at the whole before them
        }
        List<Detection> kept = [];
        foreach (ref readonly var f in found)
            if (whole || !IsCut(f.Box, reach, frame)) kept.Add(f);
        Kept.Add(new(time, reach, [.. kept]));
    }

    private static bool IsCut(in PixelBox box, in PixelBox reach, in FrameView frame) =>
        (box.X < reach.X + CutPx && reach.X > 0) || (box.Y < reach.Y + CutPx && reach.Y > 0)
        || (box.Right > reach.Right - CutPx && reach.Right < frame.RawWidth) || (box.Bottom > reach.Bottom - CutPx && reach.Bottom < frame.RawHeight);
}
