using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Line.Adapting;

/// <summary>
/// Hands on what the model finds and keeps, now and then, what all looks at a frame ended with: that is what a tracker goes by. Frames close in time err alike and are no
/// further witnesses.
/// </summary>
internal sealed class SamplingDetector(IRegionDetector model) : IRegionDetector
{
    private const long EveryUs = 500_000;
    private long next;

    public DetectorIdentity Identity => model.Identity;

    public List<KeptLook> Kept { get; } = [];

    public int Detect(in FrameView frame, Span<Detection> found) => model.Detect(frame, found);

    public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found) => model.Detect(frame, region, found);

    public int Sharpen(in FrameView frame, Span<Detection> found)
    {
        var count = model.Sharpen(frame, found);
        var time = frame.Time.MediaUs;
        if (time < next) return count;
        next = time + EveryUs;
        Kept.Add(new(time, [.. found[..count]]));
        return count;
    }

    public int Hurry(in FrameView frame, Span<Detection> found) => model.Hurry(frame, found);

    public double? ClosePixel => model.ClosePixel;

    // the model belongs to who opened it
    public void Dispose() { }
}
