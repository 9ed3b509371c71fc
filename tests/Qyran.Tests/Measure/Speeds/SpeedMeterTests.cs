using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Tests.Measure.Calibration;

namespace Qyran.Tests.Measure.Speeds;

public class SpeedMeterTests
{
    private static readonly SyntheticView View = new(1600, 18, 5, 8);

    [Theory]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(40)]
    public void A_perfect_track_gives_its_speed(double speed)
    {
        var outcome = SpeedMeter.Measure(Drive(View, 65, -speed, 0), Calibration(), [], TimeQuality.Exact, 0, SpeedSettings.Default with { ClearanceM = 0 });
        var measured = Assert.IsType<SpeedOutcome.Measured>(outcome);
        Assert.Equal(speed, measured.Fit.RawMs, 1e-3);
        Assert.True(measured.Reading.Error.MetresPerSecond < 0.05 * speed);
    }

    private static RoadCalibration Calibration() => ((CalibrationOutcome.Solved)CalibrationSolver.Solve(View.Camera, null,
        View.Points(0.5, 0.01, () => 0, (-5, 15), (5, 15), (-5, 30), (5, 32), (-5, 60), (5, 60)))).Calibration;

    /// <summary>A point on the road at 25 frames a second, from y = start m until it leaves 15…70 m.</summary>
    internal static Track Drive(SyntheticView view, double start, double speed, double acceleration)
    {
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var frame = 0; frame < 500; frame++)
        {
            var t = frame / 25.0;
            var y = start + (speed * t) + (acceleration * t * t / 2);
            if (y is < 15 or > 70) break;
            var p = view.Pixel(0.5, y);
            var box = new PixelBox(p.X - 20, p.Y - 30, 40, 30);
            points.Add(new(frame, new(frame * 40_000, null, null, TimeQuality.Exact), box, box, 1));
        }
        return new(1, RoadUser.Car, points.ToImmutable());
    }
}
