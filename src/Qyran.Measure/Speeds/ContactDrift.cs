using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Measure.Calibration;
using Qyran.Measure.Lanes;

namespace Qyran.Measure.Speeds;

/// <summary>
/// How far the seen contact point moves along the body while the vehicle crosses the zone, m. A bumper's lower edge at height z is
/// seen on the road z·d/H farther off, but never beyond the tyre behind it (the overhang; seen from the side, there is none); as the view turns,
/// the place that is followed moves over the body; the detector's edge drifts. Farther-off-when-far makes a speed read too high.
/// </summary>
internal static class ContactDrift
{
    /// <summary>Height assumed for the camera where nothing tells it, m: low, so that the error comes out large.</summary>
    private const double LowCamera = 5;

    /// <summary>What is not known of <see cref="BoxShift"/>, share of it, one standard deviation: bodies are a tenth longer or shorter than the usual one, and have round corners.</summary>
    private const double ShiftDoubt = 0.25;

    /// <summary>Clearances the expectation is summed over.</summary>
    private const int Steps = 16;

    /// <param name="MeanMs">Expected excess of the measured speed, m/s.</param>
    /// <param name="ErrorMs">Standard deviation of the excess, m/s.</param>
    public readonly record struct Drift(double MeanMs, double ErrorMs);

    /// <summary>What the drift makes of a speed that is a linear function of the positions.</summary>
    /// <param name="functional">Speed along the travel = Σ functional[i] · way[i]; its parts sum to 0.</param>
    /// <param name="roads">The positions, in order.</param>
    /// <param name="dx">Unit vector of travel.</param>
    /// <param name="user">Says how large the body is.</param>
    /// <param name="seconds">From the first to the last position that counts.</param>
    public static Drift Through(
        ReadOnlySpan<double> functional, ImmutableArray<RoadPoint> roads, double dx, double dy, RoadUser user, double seconds, RoadCalibration calibration, SpeedSettings settings)
    {
        // the detector's edge wanders from one end of the way to the other: nothing says how, so its ends are compared
        var edge = settings.EdgeDriftM / seconds;
        if (calibration.Pose is not { } pose)
        {
            // position of the camera unknown: any drift up to the overhang's share
            var most = Math.Min(settings.OverhangM, settings.ClearanceM * roads[0].DistanceTo(roads[^1]) / LowCamera) / seconds;
            var half = settings.HalfWidthM / seconds;
            return new(most / 2, Math.Sqrt((most * most / 12) + (edge * edge) + (half * half / 100)));
        }
        // all clearances up to the highest are equally likely; which one differs most between the ends is not the highest, because
        // the tyre ends the excess at the far end first
        double sum = 0, squares = 0;
        for (var step = 0; step < Steps; step++)
        {
            var clearance = settings.ClearanceM * (step + 0.5) / Steps;
            double excess = 0;
            for (var i = 0; i < functional.Length; i++) excess += functional[i] * Excess(roads[i], dx, dy, pose, clearance, settings);
            sum += excess;
            squares += excess * excess;
        }
        // where the dark under the body counts as body, its edge lies on the road itself and nothing drifts
        var bare = (1 - settings.ShadowShare) / Steps;
        var mean = bare * sum;
        var (shift, shiftError) = settings.BoxMiddle && BodySize.Of(user) is { } body && BoxShift.Through(functional, roads, dx, dy, body, pose, calibration.ToRoad) is { } moved
            ? (moved, ShiftDoubt * moved) : (0, Turn(functional, roads, dx, dy, pose, settings));
        return new(mean + shift, Math.Sqrt(Math.Max(0, (bare * squares) - (mean * mean)) + (edge * edge) + (shiftError * shiftError)));
    }

    /// <summary>What is left open where nothing is known of the followed point but that it lies on the body, m/s: the more of the width shows along the way, the farther it may move.</summary>
    private static double Turn(ReadOnlySpan<double> functional, ImmutableArray<RoadPoint> roads, double dx, double dy, CameraPose pose, SpeedSettings settings)
    {
        double turn = 0;
        for (var i = 0; i < functional.Length; i++) turn += functional[i] * settings.HalfWidthM * Sine(roads[i], dx, dy, pose);
        return turn / Math.Sqrt(3);
    }

    private static double Excess(RoadPoint at, double dx, double dy, CameraPose pose, double clearance, SpeedSettings settings)
    {
        double x = at.X - pose.Foot.X, y = at.Y - pose.Foot.Y, d = double.Hypot(x, y);
        if (d < 0.1) return 0;
        var cosine = ((x * dx) + (y * dy)) / d;
        var overhang = settings.BoxMiddle ? settings.OverhangM * Math.Abs(cosine) : settings.OverhangM;
        return Math.Min(overhang, clearance * d / Math.Max(0.5, pose.HeightM - clearance)) * cosine;
    }

    /// <summary>Sine of the angle between view and travel.</summary>
    private static double Sine(RoadPoint at, double dx, double dy, CameraPose pose)
    {
        double x = at.X - pose.Foot.X, y = at.Y - pose.Foot.Y;
        return ((x * dy) - (y * dx)) / Math.Max(0.1, double.Hypot(x, y));
    }
}
