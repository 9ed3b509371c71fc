using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
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

    /// <summary>A stated error must hold: 95 % intervals of a distance from noisy surveys hold the true distance about 95 times in 100.</summary>
    [Theory]
    [InlineData("points")]
    [InlineData("lengths")]
    public void Stated_errors_of_distances_hold_against_the_truth(string kind)
    {
        const int Surveys = 150;
        var random = new Random(20261124);
        int inside = 0, tried = 0;
        var chi = 0.0;
        for (var i = 0; i < Surveys; i++)
        {
            var view = new SyntheticView(1400 + (800 * random.NextDouble()), 14 + (6 * random.NextDouble()), -8 + (16 * random.NextDouble()), 7 + (3 * random.NextDouble()));
            var survey = kind == "points" ? view.Points(1, 0.03, Normal, Field) : view.Ladder(1, 0.02, Normal, -5, 5, 16, 7, 4);
            if (CalibrationSolver.Solve(view.Camera, null, survey) is not CalibrationOutcome.Solved { Calibration: var c }) continue;
            chi += c.ChiSquared / c.DegreesOfFreedom;
            RawPixel a = view.Pixel(1, 20), b = view.Pixel(1, 42);
            c.TryRoad(a, out var p);
            c.TryRoad(b, out var q);
            tried++;
            if (Math.Abs(p.DistanceTo(q) - 22) <= 1.96 * c.DistanceErrorM(a, b)!.Value) inside++;
        }
        Assert.InRange(tried, Surveys * 95 / 100, Surveys);
        Assert.InRange(inside / (double)tried, 0.91, 0.998);
        // residuals as large as stated; directions of lengths are stated wide (1 %) but exact here
        Assert.InRange(chi / tried, kind == "points" ? 0.75 : 0.3, 1.25);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "all points on one line", "line" },
        { "three of four points on one line", "line" },
        { "a point beyond the horizon of the others", "horizon" },
        { "two points swapped", "" },
        { "lengths that contradict each other", "contradicts itself" },
        { "two lengths only", "at least three" },
        { "three points and no length", "needed" },
        { "lengths along only", "" },
        { "a length with both ends at one pixel", "same pixel" },
        { "a mark far outside the picture", "outside" },
        { "a common scale nobody knows", "distances only" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_survey_that_fixes_nothing_is_refused_with_the_reason(string what, string word)
    {
        var view = new SyntheticView(1600, 18, 5, 8);
        var good = view.Points(0.5, 0.01, () => 0, (-5, 15), (5, 15), (-5, 40), (5, 42), (0, 25));
        var ladder = view.Ladder(0.5, 0.01, () => 0, -5, 5, 15, 7, 4);
        var survey = what switch
        {
            "all points on one line" => view.Points(0.5, 0.01, () => 0, (0, 15), (0, 20), (0, 30), (0, 40), (0, 50)),
            "three of four points on one line" => view.Points(0.5, 0.01, () => 0, (0, 15), (0, 30), (0, 50), (5, 30)),
            "a point beyond the horizon of the others" => good with { Points = good.Points.SetItem(4, good.Points[4] with { Image = new(900, 5) }) },
            "two points swapped" => good with { Points = good.Points.SetItem(0, good.Points[0] with { Image = good.Points[3].Image }).SetItem(3, good.Points[3] with { Image = good.Points[0].Image }) },
            "lengths that contradict each other" => ladder with { Lengths = ladder.Lengths.SetItem(2, ladder.Lengths[2] with { Metres = 10 }) },
            "two lengths only" => ladder with { Lengths = ladder.Lengths[..2] },
            "three points and no length" => good with { Points = good.Points[..3] },
            "lengths along only" => ladder with { Lengths = [.. ladder.Lengths.Where((_, i) => i is 0 or 2 or 4)] },
            "a length with both ends at one pixel" => ladder with { Lengths = ladder.Lengths.SetItem(0, ladder.Lengths[0] with { To = ladder.Lengths[0].From }) },
            "a mark far outside the picture" => good with { Points = good.Points.SetItem(0, good.Points[0] with { Image = new(9000, 500) }) },
            "a common scale nobody knows" => good with { ScaleError = 0.6 },
            _ => throw new InvalidOperationException(what),
        };
        var refused = Assert.IsType<CalibrationOutcome.Refused>(CalibrationSolver.Solve(view.Camera, null, survey));
        Assert.Contains(word, refused.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Why);
    }

    [Fact]
    public void A_common_scale_error_is_the_relative_error_of_every_distance()
    {
        var view = new SyntheticView(1600, 18, 5, 8);
        var solved = Solved(view, view.Points(0.1, 0.001, () => 0, Field) with { ScaleError = 0.05 });
        foreach (var (y, to) in new[] { (20.0, 30.0), (20, 55) })
            Assert.Equal(0.05 * (to - y), solved.DistanceErrorM(view.Pixel(0, y), view.Pixel(0, to))!.Value, 0.004 * (to - y));
    }

    [Fact]
    public void What_a_scene_says_of_its_camera_and_the_survey_contradicts_is_told()
    {
        var view = new SyntheticView(1600, 18, 5, 8);
        var solved = Solved(view, view.Points(0.5, 0.01, () => 0, Field));
        Assert.Empty(solved.Contradictions(view.Camera));
        Assert.Empty((solved with { Lens = new LensModel(1500, 1700, 960, 540, -0.1, 0, 0, 0, 0) }).Contradictions(view.Camera with { HeightMetres = 8.5 }));
        Assert.Equal(
            (string[])[
                "the survey gives a focal length of 1600 px, the lens says fx 320: such a lens does not narrow the error of speeds",
                "the survey gives a focal length of 1600 px, the lens says fy 330.5: such a lens does not narrow the error of speeds",
                "the survey gives a camera 8.0 m above the road, height_m says 80"],
            (solved with { Lens = new LensModel(320, 330.5, 960, 540, -0.1, 0, 0, 0, 0) }).Contradictions(view.Camera with { HeightMetres = 80 }));
    }

    private static RoadCalibration Solved(SyntheticView view, Survey survey) =>
        CalibrationSolver.Solve(view.Camera, view.Lens, survey) switch
        {
            CalibrationOutcome.Solved s => s.Calibration,
            CalibrationOutcome.Refused r => throw new Xunit.Sdk.XunitException(r.Why),
            _ => throw new InvalidOperationException(),
        };
}
