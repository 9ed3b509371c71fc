using Qyran.Domain.Geometry;
using Qyran.Measure.Calibration;

namespace Qyran.Measure.Speeds;

/// <summary>
/// The road is not the plane it is measured on. A surface z higher than the plane is seen on the plane z·d/H farther from the
/// camera (d: distance on the road, H: camera height), at either end of the way on its own.
/// </summary>
internal static class PlaneBulge
{
    /// <summary>Height assumed for the camera where nothing tells it, m: low, so that the error comes out large.</summary>
    private const double LowCamera = 5;

    /// <summary>Standard deviation of the measured way, m.</summary>
    /// <param name="dx">Unit vector of travel.</param>
    public static double StandardM(RoadPoint from, RoadPoint to, double dx, double dy, RoadCalibration calibration, SpeedSettings settings)
    {
        // camera unknown: as if it stood one more way before the nearer end
        if (calibration.Pose is not { } pose) return settings.PlaneErrorM * Math.Sqrt(5) * from.DistanceTo(to) / LowCamera;
        return settings.PlaneErrorM * double.Hypot(Ahead(from), Ahead(to)) / pose.HeightM;

        double Ahead(RoadPoint at) => ((at.X - pose.Foot.X) * dx) + ((at.Y - pose.Foot.Y) * dy);
    }
}
