using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>A mounted camera.</summary>
/// <param name="Fps">Frames it really exposes in a second.</param>
/// <param name="At">Road point under the lens, m.</param>
/// <param name="PanDeg">0 looks along +y; grows clockwise seen from above.</param>
/// <param name="TiltDeg">Below the horizontal.</param>
/// <param name="ExposureMs">How long the shutter is open: makes the motion blur.</param>
public sealed record CameraPlan(
    string Id, string? Site, int Width, int Height, double Fps, RoadPoint At, double HeightM,
    double PanDeg, double TiltDeg, double RollDeg, LensModel Lens, double ExposureMs)
{
    /// <summary>The same camera with a sensor of another size: the field of view across stays.</summary>
    public CameraPlan Resized(int width, int height)
    {
        var k = (double)width / Width;
        return this with
        {
            Width = width, Height = height,
            Lens = Lens with { Fx = Lens.Fx * k, Fy = Lens.Fy * k, Cx = width / 2.0, Cy = height / 2.0 },
        };
    }
}
