using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Measure.Calibration;

namespace Qyran.Tests.Measure.Calibration;

public sealed class ViewToleranceTests
{
    [Theory]
    [InlineData(8.5, 1500, 30, 90)]
    [InlineData(6, 1400, 20, 60)]
    [InlineData(12, 2200, 40, 160)]
    public void It_is_one_per_cent_over_what_a_pixel_means_at_both_ends(double height, double focal, double near, double far)
    {
        var (view, calibration) = Camera(height, focal);
        var zone = new Polygon([view.Pixel(-1, near), view.Pixel(1, near), view.Pixel(1, far), view.Pixel(-1, far)]);
        var plain = 0.01 * height * focal / (near + far);
        Assert.InRange(ViewTolerance.Px(calibration, [zone])!.Value, 0.85 * plain, 1.15 * plain);
    }

    [Fact]
    public void A_zone_shorter_than_a_measuring_base_and_no_zone_ask_for_nothing()
    {
        var (view, calibration) = Camera(8.5, 1500);
        Assert.Null(ViewTolerance.Px(calibration, [new Polygon([view.Pixel(-1, 30), view.Pixel(1, 30), view.Pixel(1, 50), view.Pixel(-1, 50)])]));
        Assert.Null(ViewTolerance.Px(calibration, []));
    }

    private static (SyntheticView View, RoadCalibration Calibration) Camera(double height, double focal)
    {
        var view = new SyntheticView(focal, tiltDeg: 9, panDeg: 0, height);
        ImmutableArray<(double, double)> at = [(-4, 25), (4, 25), (-4, 45), (4, 45), (-4, 90), (4, 90), (-4, 160), (4, 160)];
        return (view, ((CalibrationOutcome.Solved)CalibrationSolver.Solve(view.Camera, null, view.Points(0.5, 0.01, () => 0, [.. at]))).Calibration);
    }
}
