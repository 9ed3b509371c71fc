using Qyran.Domain.Geometry;
using Qyran.Measure.Calibration;

namespace Qyran.Measure.Speeds;

/// <summary>
/// How far the seen contact point moves along the body while the vehicle crosses the zone, m. A bumper's lower edge at height z is
/// seen on the road z·d/H farther off, but never beyond the tyre behind it (the overhang); as the view turns, the lowest seen
/// point moves over the vehicle's width; the detector's edge drifts. Farther-off-when-far makes a speed read too high.
/// </summary>
internal static class ContactDrift
{
    /// <summary>Height assumed for the camera where nothing tells it, m: low, so that the error comes out large.</summary>
    private const double LowCamera = 5;

    /// <summary>Clearances the expectation is summed over.</summary>
    private const int Steps = 16;

    /// <param name="MeanM">Expected excess of the measured way, m.</param>
    /// <param name="ErrorM">Standard deviation of the excess, m.</param>
    public readonly record struct Drift(double MeanM, double ErrorM);

    /// <param name="dx">Unit vector of travel.</param>
    public static Drift Between(RoadPoint from, RoadPoint to, double dx, double dy, RoadCalibration calibration, SpeedSettings settings)
    {
        var edge = settings.EdgeDriftM;
        if (calibration.Pose is not { } pose)
        {
            // position of the camera unknown: any drift up to the overhang's share
            var most = Math.Min(settings.OverhangM, settings.ClearanceM * from.DistanceTo(to) / LowCamera);
            return new(most / 2, Math.Sqrt((most * most / 12) + (edge * edge) + (settings.HalfWidthM * settings.HalfWidthM / 100)));
        }
        // all clearances up to the highest are equally likely; which one differs most between the ends is not the highest, because
        // the tyre ends the excess at the far end first
        double sum = 0, squares = 0;
        for (var i = 0; i < Steps; i++)
        {
            var clearance = settings.ClearanceM * (i + 0.5) / Steps;
            var excess = Excess(to, dx, dy, pose, clearance, settings) - Excess(from, dx, dy, pose, clearance, settings);
            sum += excess;
            squares += excess * excess;
        }
        // where the dark under the body counts as body, its edge lies on the road itself and nothing drifts
        var bare = (1 - settings.ShadowShare) / Steps;
        var mean = bare * sum;
        // sine of the angle between view and travel: how much of the body's width shows up along the way
        double sa = Sine(from, dx, dy, pose), sb = Sine(to, dx, dy, pose);
        var turn = settings.HalfWidthM * (sb - sa);
        return new(mean, Math.Sqrt(Math.Max(0, (bare * squares) - (mean * mean)) + (edge * edge) + (turn * turn / 3)));
    }

    private static double Excess(RoadPoint at, double dx, double dy, CameraPose pose, double clearance, SpeedSettings settings)
    {
        double x = at.X - pose.Foot.X, y = at.Y - pose.Foot.Y, d = double.Hypot(x, y);
        if (d < 0.1) return 0;
        var beyond = Math.Min(settings.OverhangM, clearance * d / Math.Max(0.5, pose.HeightM - clearance));
        return beyond * ((x * dx) + (y * dy)) / d;
    }

    private static double Sine(RoadPoint at, double dx, double dy, CameraPose pose)
    {
        double x = at.X - pose.Foot.X, y = at.Y - pose.Foot.Y;
        return ((x * dy) - (y * dx)) / Math.Max(0.1, double.Hypot(x, y));
    }
}
