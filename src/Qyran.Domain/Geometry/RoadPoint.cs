namespace Qyran.Domain.Geometry;

/// <summary>A point on the road plane in metres, in the frame the scene's survey defines.</summary>
public readonly record struct RoadPoint(double X, double Y)
{
    public double DistanceTo(RoadPoint other) => double.Hypot(X - other.X, Y - other.Y);
}
