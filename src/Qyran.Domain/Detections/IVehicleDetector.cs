using Qyran.Domain.Frames;

namespace Qyran.Domain.Detections;

/// <summary>Finds road users in a frame. One instance belongs to one camera and one thread; it may keep memory between frames.</summary>
public interface IVehicleDetector : IDisposable
{
    DetectorIdentity Identity { get; }

    /// <summary>
    /// Fills <paramref name="found"/> and returns how many there are; when there are more than fit, the best-scored stay.
    /// Allocates nothing per frame.
    /// </summary>
    int Detect(in FrameView frame, Span<Detection> found);
}
