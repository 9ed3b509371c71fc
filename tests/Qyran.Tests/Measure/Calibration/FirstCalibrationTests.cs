using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;

namespace Qyran.Tests.Measure.Calibration;

public class FirstCalibrationTests
{
    private static readonly SyntheticView View = new(1800, 14, -6, 8);

    [Fact]
    public void A_known_length_and_driven_lines_give_distances_within_the_stated_error()
    {
        KnownSize length = new KnownSize.Marked(new(View.Pixel(-1.75, 25), View.Pixel(-1.75, 49), 24, LengthDirection.Along, 1, 0.3));
        KnownSize lane = new KnownSize.Marked(new(View.Pixel(-1.75, 30), View.Pixel(1.75, 30), 3.5, LengthDirection.Across, 1, 0.1));
        var found = Assert.IsType<FirstCalibrationOutcome.Estimated>(FirstCalibration.Estimate(Traffic(), View.Camera, null, [length, lane]));
        Assert.InRange(found.SpeedErrorPercent, 0.5, 20);
        var solved = Assert.IsType<CalibrationOutcome.Solved>(CalibrationSolver.Solve(View.Camera, null, found.Survey)).Calibration;
        RawPixel a = View.Pixel(0, 28), b = View.Pixel(0, 46);
        Assert.True(solved.TryRoad(a, out var p));
        Assert.True(solved.TryRoad(b, out var q));
        Assert.Equal(18, p.DistanceTo(q), 18 * found.SpeedErrorPercent / 100);
        // the survey that goes into the scene file states what the estimate states
        Assert.Equal(found.SpeedErrorPercent / 200, solved.DistanceErrorM(a, b)!.Value / p.DistanceTo(q), 0.15 * found.SpeedErrorPercent / 200);
    }

    [Fact]
    public void Lengths_that_contradict_each_other_are_refused()
    {
        var refused = Assert.IsType<FirstCalibrationOutcome.Refused>(FirstCalibration.Estimate(Traffic(), View.Camera, null, [Dashes(24), Dashes(48), new KnownSize.CommonCars()]));
        Assert.Contains("contradicts", refused.Why, StringComparison.Ordinal);
        Assert.Contains("check its pixels", refused.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Why);
    }

    [Fact]
    public void Lengths_that_disagree_a_little_widen_the_stated_error()
    {
        var agreeing = Assert.IsType<FirstCalibrationOutcome.Estimated>(FirstCalibration.Estimate(Traffic(), View.Camera, null, [Dashes(24), Dashes(24)]));
        var apart = Assert.IsType<FirstCalibrationOutcome.Estimated>(FirstCalibration.Estimate(Traffic(), View.Camera, null, [Dashes(24), Dashes(25.5)])); // two deviations each
        Assert.InRange(apart.SpeedErrorPercent / agreeing.SpeedErrorPercent, 1.5, 3);
    }

    [Fact]
    public void A_line_across_may_lie_three_degrees_askew()
    {
        var (s, c) = Math.SinCos(FirstFit.SquareError);
        RawPixel at = View.Pixel(1, 30), square = View.Pixel(4, 30), askew = View.Pixel(1 + (3 * c), 30 + (3 * s));
        var turned = Math.Abs(Math.Atan2(askew.Y - at.Y, askew.X - at.X) - Math.Atan2(square.Y - at.Y, square.X - at.X));
        Assert.InRange(turned, 0.005, 0.05);
        Assert.Equal(turned, FirstFit.Skew(View.ToPixel, new(at.X, at.Y, 1, 0, 300, 0.002)), 1e-9);
    }

    [Fact]
    public void Lines_across_that_contradict_each_other_widen_the_stated_error_or_are_refused()
    {
        KnownSize lane = new KnownSize.Marked(new(View.Pixel(-1.75, 30), View.Pixel(1.75, 30), 3.5, LengthDirection.Across, 1, 0.1));
        FirstCalibrationOutcome With(double degrees) => FirstCalibration.Estimate(Traffic(), View.Camera, null, [Dashes(24), lane, Stop(32, degrees), Stop(38, -degrees)]);
        var agreeing = Assert.IsType<FirstCalibrationOutcome.Estimated>(With(0));
        var apart = Assert.IsType<FirstCalibrationOutcome.Estimated>(With(9)); // three deviations each
        Assert.InRange(apart.SpeedErrorPercent / agreeing.SpeedErrorPercent, 1.5, 4);
        Assert.IsType<FirstCalibrationOutcome.Refused>(With(25));

        static KnownSize.LineAcross Stop(double y, double degrees)
        {
            var off = 5 * Math.Tan(degrees * Math.PI / 180);
            return new(View.Pixel(-5, y - off), View.Pixel(5, y + off));
        }
    }

    [Fact]
    public void Common_cars_alone_give_a_wide_but_true_estimate()
    {
        var outcome = FirstCalibration.Estimate(Traffic(), View.Camera, null, [new KnownSize.CommonCars()]);
        var found = Assert.IsType<FirstCalibrationOutcome.Estimated>(outcome);
        Assert.InRange(found.SpeedErrorPercent, 15, 60);
        var solved = Assert.IsType<CalibrationOutcome.Solved>(CalibrationSolver.Solve(View.Camera, null, found.Survey)).Calibration;
        Assert.True(solved.TryRoad(View.Pixel(0, 28), out var p));
        Assert.True(solved.TryRoad(View.Pixel(0, 46), out var q));
        Assert.Equal(18, p.DistanceTo(q), 18 * found.SpeedErrorPercent / 100);
        Assert.Contains("not for enforcement", found.Survey.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_and_turning_vehicles_do_not_move_the_estimate()
    {
        var random = new Random(3);
        var noise = Enumerable.Range(0, 20).Select(i => Track(100 + i, _ => new(300 + (200 * random.NextDouble()), 200 + (100 * random.NextDouble())), 60, 30, 30));
        ImmutableArray<KnownSize> known = [new KnownSize.Marked(new(View.Pixel(-1.75, 25), View.Pixel(-1.75, 49), 24, LengthDirection.Along, 1, 0.3)), new KnownSize.CommonCars()];
        var plain = Assert.IsType<FirstCalibrationOutcome.Estimated>(FirstCalibration.Estimate(Traffic(), View.Camera, null, known));
        var noisy = Assert.IsType<FirstCalibrationOutcome.Estimated>(FirstCalibration.Estimate([.. Traffic(), .. noise], View.Camera, null, known));
        Assert.Equal(plain.SpeedErrorPercent, noisy.SpeedErrorPercent, 2.0);
        Assert.Equal(plain.Pose.HeightM, noisy.Pose.HeightM, 0.05 * plain.Pose.HeightM);
    }

    [Fact]
    public void The_estimate_survives_its_scene_file()
    {
        var found = Assert.IsType<FirstCalibrationOutcome.Estimated>(FirstCalibration.Estimate(Traffic(), View.Camera, null, [new KnownSize.CommonCars()]));
        var text = SceneFileWriter.Write(new("estimate", "", View.Camera, null, found.Survey, [], [], [], [], [], []));
        var read = SceneFile.Read(System.Text.Encoding.UTF8.GetBytes(text), Qyran.Rules.RuleBook.KnownRules, out var errors);
        Assert.Empty(errors);
        Assert.Equal(found.Survey.ScaleError, read!.Survey!.ScaleError, 1e-12);
        Assert.Equal(found.Survey.Points.AsEnumerable(), read.Survey.Points);
    }

    [Fact]
    public void Without_traffic_or_a_known_size_the_reason_is_one_line()
    {
        foreach (var (outcome, word) in new[]
        {
            (FirstCalibration.Estimate([], View.Camera, null, [new KnownSize.CommonCars()]), "too little traffic"),
            (FirstCalibration.Estimate(Traffic(), View.Camera, null, []), "nothing of known size"),
        })
        {
            var refused = Assert.IsType<FirstCalibrationOutcome.Refused>(outcome);
            Assert.Contains(word, refused.Why, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Why);
        }
    }

    /// <summary>The same two marks, 24 m apart, said to be this far apart.</summary>
    private static KnownSize.Marked Dashes(double metres) => new(new(View.Pixel(-1.75, 25), View.Pixel(-1.75, 49), metres, LengthDirection.Along, 1, 0.3));

    /// <summary>Sixteen common cars on four lanes, boxed as they look.</summary>
    private static List<Track> Traffic() =>
        [.. Enumerable.Range(0, 16).Select(i => Track(i + 1, t => View.Pixel((i % 4 * 3.5) - 5.25, 75 - (t * (0.8 + (0.05 * i)))), 60))];

    private static Track Track(int id, Func<int, RawPixel> contact, int frames, double width = 0, double height = 0)
    {
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var i = 0; i < frames; i++)
        {
            var c = contact(i);
            if (c.Y > 1078) break;
            var (w, h) = width > 0 ? (width, height) : Body(c);
            var box = new PixelBox(c.X - (w / 2), c.Y - h, w, h);
            points.Add(new(i, new(i * 40_000, null, null, TimeQuality.Exact), box, box, 1));
        }
        return new(id, RoadUser.Car, points.ToImmutable());
    }

    /// <summary>Size in pixels of a 1.85 × 4.4 × 1.52 m body seen from the front at this contact.</summary>
    private static (double Width, double Height) Body(RawPixel c)
    {
        var toRoad = View.ToPixel.Inverse();
        var (x, y) = toRoad.Map(c.X, c.Y, out _);
        var (rx, ry) = toRoad.Map(c.X + 1, c.Y, out _);
        var scale = 1 / double.Hypot(rx - x, ry - y);
        double far = double.Hypot(x, y), sight = double.Hypot(far, View.Height), sine = Math.Abs(x) / far, cosine = y / far;
        return (scale * ((1.85 * cosine) + (4.4 * sine)), scale * ((1.52 * far / sight) + (((4.4 * cosine) + (1.85 * sine)) * View.Height / sight)));
    }
}
