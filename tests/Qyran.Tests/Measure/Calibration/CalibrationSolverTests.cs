using Qyran.Measure.Calibration;

namespace Qyran.Tests.Measure.Calibration;

public class CalibrationSolverTests
{
    private static readonly (double, double)[] Field = [(-5, 15), (5, 15), (-5, 30), (5, 32), (-5, 60), (5, 60), (0, 45)];

    public static TheoryData<string, double, double, double, double, double> Cameras => new()
    {
        { "short focal length, low bridge", 1200, 20, 0, 6, 0 },
        { "long focal length, bridge", 3000, 14, 0, 8, 0 },
        { "mast beside the road", 1600, 18, -15, 9, 0 },
        { "mast beside the road, leaning", 1600, 18, 20, 9, 2 },
    };

    [Theory]
    [MemberData(nameof(Cameras))]
    public void Exact_points_give_the_exact_road(string why, double focal, double tilt, double pan, double height, double roll)
    {
        var view = new SyntheticView(focal, tilt, pan, height, roll);
        var solved = Solved(view, view.Points(0.5, 0.01, () => 0, Field));
        foreach (var (x, y) in new[] { (0.0, 20.0), (-3, 50), (3, 55), (4, 25) })
        {
            Assert.True(solved.TryRoad(view.Pixel(x, y), out var road), why);
            Assert.Equal(x, road.X, 1e-6);
            Assert.Equal(y, road.Y, 1e-6);
            Assert.True(solved.TryPixel(road, out var back));
            Assert.Equal(view.Pixel(x, y).X, back.X, 1e-5);
        }
        Assert.NotNull(solved.Pose);
        Assert.Equal(height, solved.Pose.HeightM, 1e-3);
        Assert.Equal(0, solved.Pose.Foot.X, 1e-3);
        Assert.Equal(focal, solved.Pose.FocalPx, 0.1);
    }

    [Theory]
    [MemberData(nameof(Cameras))]
    public void Exact_lengths_alone_give_true_distances(string why, double focal, double tilt, double pan, double height, double roll)
    {
        var view = new SyntheticView(focal, tilt, pan, height, roll);
        var solved = Solved(view, view.Ladder(0.5, 0.01, () => 0, -5, 5, 15, 7, 5));
        solved.TryRoad(view.Pixel(0, 18), out var a);
        solved.TryRoad(view.Pixel(0, 48), out var b);
        Assert.True(Math.Abs(30 - a.DistanceTo(b)) < 0.05, $"{why}: {a.DistanceTo(b)} m for 30 m");
    }

    private static RoadCalibration Solved(SyntheticView view, Qyran.Domain.Scenes.Survey survey) =>
        CalibrationSolver.Solve(view.Camera, view.Lens, survey) switch
        {
            CalibrationOutcome.Solved s => s.Calibration,
            CalibrationOutcome.Refused r => throw new Xunit.Sdk.XunitException(r.Why),
            _ => throw new InvalidOperationException(),
        };
}
