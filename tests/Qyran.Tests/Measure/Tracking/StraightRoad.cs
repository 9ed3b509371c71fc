using Qyran.Domain.Geometry;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>A camera 8 m above a straight road, looking along it: y = horizon + f·h/Y, x = middle + f·X/Y.</summary>
internal sealed class StraightRoad : IRoadPlane
{
    private const double Focal = 1200, Height = 8, Horizon = 100, Middle = 960;

    public bool TryRoad(RawPixel pixel, out RoadPoint road)
    {
        var below = pixel.Y - Horizon;
        var y = below > 1 ? Focal * Height / below : 0;
        road = new((pixel.X - Middle) * y / Focal, y);
        return below > 1;
    }

    public bool TryPixel(RoadPoint road, out RawPixel pixel)
    {
        pixel = road.Y > 1 ? new(Middle + (Focal * road.X / road.Y), Horizon + (Focal * Height / road.Y)) : default;
        return road.Y > 1;
    }

    public double PixelsPerMetre(RawPixel pixel) => pixel.Y > Horizon + 1 ? (pixel.Y - Horizon) / Height : 0;
}
