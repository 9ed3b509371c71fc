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

    /// <summary>
    /// After all looks at a frame, on what they found together: looks closely at each thing and puts its edges, class and score right, in place; of what turns out to be one
    /// thing the weaker goes. Returns how many are left. Does nothing where the detector has no such look.
    /// </summary>
    int Sharpen(in FrameView frame, Span<Detection> found);

    /// <summary>In the place of <see cref="Sharpen"/> where there is no time for it: what has to be done and costs no look. Returns how many are left.</summary>
    int Hurry(in FrameView frame, Span<Detection> found);

    /// <summary>What one pixel of that close look is of the thing's size, in height as in width: an edge is known no finer. Null where there is no such look.</summary>
    double? ClosePixel { get; }
}
