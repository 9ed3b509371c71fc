using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>Where a vehicle touched the road in one frame in which it was seen whole.</summary>
/// <param name="At">Smoothed contact, raw pixels.</param>
/// <param name="Width">Of the box, px.</param><param name="Height">Of the box, px.</param>
internal readonly record struct ContactSample(long TimeUs, RawPixel At, double Width, double Height)
{
    /// <summary>The longer side of the box, px: a stand-in for the vehicle's length where there are no metres.</summary>
    public double Size => Math.Max(Width, Height);
}
