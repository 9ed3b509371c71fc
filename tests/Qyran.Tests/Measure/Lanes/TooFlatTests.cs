using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;
using Qyran.Measure.Lanes;
using Qyran.Tests.Measure.Calibration;

namespace Qyran.Tests.Measure.Lanes;

public sealed class TooFlatTests
{
    private static readonly SyntheticView View = new(focal: 1800, tiltDeg: 12, panDeg: 0, height: 8);

    private static readonly RoadCalibration Plane = Assert.IsType<CalibrationOutcome.Solved>(CalibrationSolver.Solve(View.Camera, null,
        View.Points(0.5, 0.01, () => 0, [(-4, 20), (4, 20), (-4, 50), (4, 50), (-4, 90), (4, 90)]))).Calibration;

    /// <summary>
    /// Drives away from 25 to 85 m in three seconds. Width and height are as seen, in metres at the road under it: looked at from
    /// above, a car of 1.5 m shows some 0.7 m of its roof as well.
    /// </summary>
    private static Track Drive(double width, double height, double aboveRoad = 0)
    {
        var points = Enumerable.Range(0, 75).Select(i =>
        {
            var y = 25 + (0.8 * i);
            // something above the road is seen where the line of sight meets the road behind it
            var at = View.Pixel(0, y * View.Height / (View.Height - aboveRoad));
            var scale = Plane.PixelsPerMetre(View.Pixel(0, y));
            var box = new PixelBox(at.X - (width * scale / 2), at.Y - (height * scale), width * scale, height * scale);
            return new TrackPoint(i, new(i * 40_000, null, null, default), box, box, 0.9f);
        });
        return new(1, RoadUser.Unknown, [.. points]);
    }

    [Theory]
    [InlineData(1.85, 2.2, 0, false, "a car")]
    [InlineData(2.0, 1.9, 0, false, "a low sports car")]
    [InlineData(2.9, 2.2, 0, false, "a car with its shadow beside it")]
    [InlineData(2.5, 5.0, 0, false, "a lorry")]
    [InlineData(0.8, 1.9, 0, false, "a motorcycle")]
    [InlineData(2.5, 0.7, 3.0, true, "the roof of a lorry")]
    [InlineData(4.5, 1.0, 0, true, "a shadow that lies across the lane")]
    public void What_looks_flatter_than_any_vehicle_is_doubted(double width, double height, double aboveRoad, bool doubted, string what)
    {
        var why = SizeClass.TooFlat(Drive(width, height, aboveRoad), Plane, 0, long.MaxValue);
        Assert.True(why is not null == doubted, $"{what}: {why}");
    }
}
