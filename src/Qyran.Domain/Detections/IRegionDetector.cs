using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Detections;

/// <summary>A detector that sees each frame for itself and can look at a part of it more closely.</summary>
public interface IRegionDetector : IVehicleDetector
{
    /// <summary>
    /// As <see cref="IVehicleDetector.Detect"/>, for a part of the picture only, which fills the detector's whole input. A vehicle that
    /// reaches beyond the part is found cut or not at all.
    /// </summary>
    /// <param name="region">Raw pixels; cut at the picture's edges. Few different sizes, please: each is prepared once.</param>
    int Detect(in FrameView frame, in PixelBox region, Span<Detection> found);
}
