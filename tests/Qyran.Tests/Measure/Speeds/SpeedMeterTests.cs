using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Tests.Measure.Calibration;

namespace Qyran.Tests.Measure.Speeds;

public class SpeedMeterTests
{
    private static readonly SyntheticView View = new(1600, 18, 5, 8);
    private static readonly (double, double)[] Field = [(-5, 15), (5, 15), (-5, 30), (5, 32), (-5, 60), (5, 60)];
    private static readonly RoadCalibration Calibration = Solve(View, () => 0);

    [Theory]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(40)]
    public void A_perfect_track_gives_its_speed(double speed)
    {
        var measured = Measured(new DrivenTrack(View, speed).Make(), settings: SpeedSettings.Default with { ClearanceM = 0 });
        Assert.Equal(speed, measured.Fit.RawMs, 1e-3);
        Assert.True(measured.Reading.Error.MetresPerSecond < 0.05 * speed);
        Assert.Equal(Calibration.Id, measured.Reading.By);
    }

    [Theory]
    [InlineData(20, -4)]
    [InlineData(20, 3)]
    [InlineData(12, 2)]
    public void An_accelerating_vehicle_gives_its_mean_speed_over_the_way(double speed, double acceleration)
    {
        var track = new DrivenTrack(View, speed) { Acceleration = acceleration }.Make();
        var measured = Measured(track, settings: SpeedSettings.Default with { ClearanceM = 0 });
        Assert.True(measured.Fit.Accelerating);
        Assert.Equal(speed + (acceleration * track.Last.Time.Seconds / 2), measured.Fit.RawMs, 0.01);
        Assert.Equal(acceleration, measured.Fit.AccelerationMs2, 0.05);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void One_who_accelerates_less_and_less_gives_its_mean_speed_too(double noise)
    {
        // away from a light: 4 m/s², then less and less of it
        var random = new Random(3);
        var track = new DrivenTrack(View, 3) { From = 50, Until = 15, Acceleration = 4, AccelerationChange = -0.8, NoisePx = noise / 10, Normal = () => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5 }.Make();
        var all = track.Last.Time.Seconds;
        var truth = 3 + (4 * all / 2) - (0.8 * all * all / 6);
        Assert.Equal(truth, Measured(track).Fit.RawMs, 0.05);
        // a constant acceleration does not fit it
        Assert.Contains("scatter", Assert.IsType<SpeedOutcome.Refused>(
            SpeedMeter.Measure(track, Calibration, [], TimeQuality.Exact, 0, SpeedSettings.Default with { HighestDegree = 2 })).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bend_that_a_bulge_of_the_road_may_make_is_none_of_the_motion()
    {
        // to and fro by 10 cm on a way of 49 m, at an even 20 m/s: a cubic would fit it
        var track = new DrivenTrack(View, 20).Make();
        track = track with
        {
            Points = [.. track.Points.Select((p, i) =>
            {
                var u = (2.0 * i / (track.Points.Length - 1)) - 1;
                var at = View.Pixel(0.5, 65 - (20 * p.Time.Seconds) + (0.1 * ((4 * u * u * u) - (3 * u))));
                return p with { Seen = p.Seen!.Value with { X = at.X - 20, Y = at.Y - 30 } };
            })],
        };
        var settings = SpeedSettings.Default with { ClearanceM = 0 };
        Assert.Equal(20, Measured(track, settings: settings).Fit.RawMs, 0.1);
        Assert.True(Math.Abs(Measured(track, settings: settings with { LeastBendM = 0 }).Fit.RawMs - 20) > Math.Abs(Measured(track, settings: settings).Fit.RawMs - 20));
    }

    [Fact]
    public void A_motion_does_not_bend_to_please_a_wrong_box_at_its_end()
    {
        var track = new DrivenTrack(View, 12).Make();
        // cut by something at the end: the box stays where it was
        var last = track.Points[^5].Seen!.Value;
        track = track with { Points = [.. track.Points.Select((p, i) => i > track.Points.Length - 5 ? p with { Seen = p.Seen!.Value with { Y = last.Y } } : p)] };
        Assert.Equal(12, Measured(track, settings: SpeedSettings.Default with { ClearanceM = 0 }).Fit.RawMs, 0.05);
    }

    [Fact]
    public void A_wheel_that_was_only_computed_tells_no_position()
    {
        var track = new DrivenTrack(View, 12).Make();
        track = track with { Points = [.. track.Points.Select((p, i) => i % 3 == 0 ? p with { Seen = p.Seen!.Value with { Y = p.Seen.Value.Y - 6 }, FootComputed = true } : p)] };
        var measured = Measured(track, settings: SpeedSettings.Default with { ClearanceM = 0 });
        Assert.Equal(12, measured.Fit.RawMs, 1e-3);
        Assert.Equal(track.Points.Count(p => !p.FootComputed), measured.Fit.Weights.Length);
    }

    [Fact]
    public void A_box_that_may_go_on_below_the_picture_tells_no_position()
    {
        // a car leaves the picture below: what is left of it is boxed to a few pixels above the border
        var track = new DrivenTrack(View, 8) { From = 50, Until = 6 }.Make();
        track = track with { Points = [.. track.Points.Select(p => p with { Seen = new(p.Seen!.Value.X, Math.Min(p.Seen.Value.Bottom, View.Camera.Height - 4) - 200, 40, 200) })] };
        var settings = SpeedSettings.Default with { ClearanceM = 0, EdgeOffsetShare = 0.0234 };
        var measured = Measured(track, settings: settings);
        Assert.Equal(8, measured.Fit.RawMs, 1e-3);
        Assert.All(measured.Fit.Weights, w => Assert.True(w > 0));
        Assert.All(Measured(track, settings: settings with { EdgeOffsetShare = 0, EdgeOffsetPx = 3 }).Fit.Weights, w => Assert.True(w > 0)); // so coarse a first look
        Assert.False(SpeedMeter.Measure(track, Calibration, [], TimeQuality.Exact, 0, settings with { EdgeOffsetShare = 0 }) is SpeedOutcome.Measured m && m.Fit.Weights.All(w => w > 0));
    }

    [Theory]
    [InlineData(2.2, false)] // down to 2 m/s and off again
    [InlineData(2.5, true)] // down to 0.8
    public void Who_all_but_stands_on_its_way_has_no_speed(double brake, bool stands)
    {
        var track = new DrivenTrack(View, 6) { From = 60, Until = 16, Acceleration = -brake, AccelerationChange = 0.6 }.Make();
        var outcome = SpeedMeter.Measure(track, Calibration, [], TimeQuality.Exact, 0, SpeedSettings.Default);
        Assert.Equal(stands, outcome is SpeedOutcome.Refused { Why: var why } && why.Contains("all but stood", StringComparison.Ordinal));
        Assert.IsType<SpeedOutcome.Measured>(SpeedMeter.Measure(track, Calibration, [], TimeQuality.Exact, 0, SpeedSettings.Default with { SlowestMs = 0 }));
    }

    [Fact]
    public void The_share_of_a_box_that_its_edge_may_be_off_counts_by_the_height_of_the_box()
    {
        var track = new DrivenTrack(View, 20).Make();
        var taller = track with { Points = [.. track.Points.Select(p => p with { Seen = p.Seen!.Value with { Y = p.Seen.Value.Y - 30, Height = 60 } })] };
        double Edge(Track t, double px, double share) => Measured(t, settings: SpeedSettings.Default with { EdgeOffsetPx = px, EdgeOffsetShare = share }).Fit.Budget.Single(b => b.Name == "edge offset").StandardMs;
        // boxes of one height: so many rows
        Assert.Equal(Edge(track, 0.6, 0), Edge(track, 0, 0.02), 1e-9);
        Assert.Equal(2 * Edge(track, 0, 0.02), Edge(taller, 0, 0.02), 1e-9);
        Assert.Equal(double.Hypot(Edge(track, 0.6, 0), Edge(track, 0, 0.05)), Edge(track, 0.6, 0.05), 1e-9);
    }

    [Fact]
    public void A_lorry_is_taken_to_drive_slower_than_a_car_seen_alike_and_less_surely()
    {
        var car = new DrivenTrack(View, 22).Make();
        var (one, other) = (Measured(car), Measured(car with { Class = RoadUser.Truck }));
        Assert.True(other.Reading.Value < one.Reading.Value && other.Reading.Error > one.Reading.Error);
    }

    [Fact]
    public void A_lorry_that_comes_is_known_better_than_one_that_goes()
    {
        // the guard under its front is lower than that under its rear, and the axle nearer
        var comes = new DrivenTrack(View, 22) { From = 65, Until = 20 }.Make() with { Class = RoadUser.Truck };
        var last = comes.Last.Time.MediaUs;
        var goes = comes with { Points = [.. comes.Points.Reverse().Select((p, i) => p with { Frame = i, Time = p.Time with { MediaUs = last - p.Time.MediaUs } })] };
        var (front, rear) = (Measured(comes), Measured(goes));
        Assert.True(front.Reading.Error < rear.Reading.Error);
        // from the front a reading is too high, from behind as well: less is taken off
        Assert.True(front.Fit.CorrectionMs is < 0 and var little && little > rear.Fit.CorrectionMs);
        Assert.Equal(rear.Fit.CorrectionMs, Measured(comes, settings: SpeedSettings.Default with { HeavyFrontClearanceM = 0.55, LorryFrontOverhangM = 3.5 }).Fit.CorrectionMs, 1e-6);
    }

    [Fact]
    public void Positions_too_far_away_to_tell_a_speed_change_nothing()
    {
        // with this edge a position is worth a metre some 60 m away
        var settings = SpeedSettings.Default with { EdgeOffsetPx = 3 };
        var (near, far) = (Measured(new DrivenTrack(View, 20) { From = 65 }.Make(), settings: settings), Measured(new DrivenTrack(View, 20) { From = 120 }.Make(), settings: settings));
        Assert.Equal(near.Reading.Error.MetresPerSecond, far.Reading.Error.MetresPerSecond, 0.05);
        Assert.True(far.Fit.BaseM < 60);
    }

    [Fact]
    public void The_value_is_rounded_down_and_error_and_margin_up()
    {
        var measured = Measured(new DrivenTrack(View, 22.2222).Make());
        var (fit, reading) = (measured.Fit, measured.Reading);
        Assert.True(reading.Value.MetresPerSecond <= fit.RawMs + fit.CorrectionMs);
        Assert.Equal(fit.RawMs + fit.CorrectionMs, reading.Value.MetresPerSecond, 1e-6);
        Assert.Equal(Speed.RoundedUp(fit.Coverage * fit.StandardMs), reading.Margin);
        Assert.Equal(Speed.RoundedUp(SpeedSettings.Default.StatedShare * fit.Coverage * fit.StandardMs), reading.Error);
        Assert.True(reading.Error < reading.Margin);
        Assert.Equal(reading.Value - reading.Margin, reading.Decided);
    }

    [Theory]
    [InlineData("none", 0.002)]
    [InlineData("one without a distortion", 0.002)]
    [InlineData("one of another focal length", 0.002)]
    [InlineData("one measured", 0.0)]
    public void Only_a_lens_that_undoes_a_distortion_and_fits_the_survey_narrows_the_error(string what, double share)
    {
        // so small a distortion moves nothing
        var lens = what switch
        {
            "none" => null,
            "one without a distortion" => new LensModel(1600, 1600, 960, 540, 0, 0, 0, 0, 0),
            "one of another focal length" => new LensModel(320, 320, 960, 540, -1e-9, 0, 0, 0, 0),
            _ => new LensModel(1600, 1600, 960, 540, -1e-9, 0, 0, 0, 0),
        };
        double Share(bool mustFit)
        {
            var fit = Measured(new DrivenTrack(View, 20).Make(), calibration: Calibration with { Lens = lens }, settings: SpeedSettings.Default with { LensMustFit = mustFit }).Fit;
            return fit.Budget.Single(b => b.Name == "lens").StandardMs / fit.RawMs;
        }
        Assert.Equal(share, Share(mustFit: true), 1e-9);
        Assert.Equal(lens is null ? 0.002 : 0, Share(mustFit: false), 1e-9); // as packs of before were measured
    }

    [Fact]
    public void The_same_track_gives_the_same_number() =>
        Assert.Equal(Measured(new DrivenTrack(View, 31.7).Make()).Reading, Measured(new DrivenTrack(View, 31.7).Make()).Reading);

    [Fact]
    public void More_time_jitter_and_a_worse_survey_make_the_error_larger()
    {
        var track = new DrivenTrack(View, 20).Make();
        var plain = Measured(track).Reading.Error;
        Assert.True(plain < Measured(track, jitterUs: 20_000).Reading.Error);
        var worse = ((CalibrationOutcome.Solved)CalibrationSolver.Solve(View.Camera, null, View.Points(0.5, 0.01, () => 0, Field) with { ScaleError = 0.03 })).Calibration;
        Assert.True(plain < Measured(track, calibration: worse).Reading.Error);
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "followed over 20 m", "at least 25 m" },
        { "five positions", "too few positions" },
        { "expired survey", "expired on 2026-01-01" },
        { "broken time", "broken" },
        { "made-up time", "made up" },
        { "time nobody judged", "not been judged" },
        { "two vehicles in one track", "" },
        { "a hole of two seconds in the middle", "at least 25 m" },
        { "beyond the horizon", "too few positions" },
        { "ends thrown out as outliers", "at least 25 m" },
        { "slowing down for the last two seconds", "it has no one speed" },
        { "boxes that drift to and fro in slow waves", "km/h only" },
        { "unknown jitter", "jitter" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_measured_is_refused_with_the_reason(string what, string word)
    {
        var track = new DrivenTrack(View, 20).Make();
        var (calibration, quality, jitter) = (Calibration, TimeQuality.Exact, 100.0);
        switch (what)
        {
            case "followed over 20 m": track = new DrivenTrack(View, 20) { From = 40, Until = 20.1 }.Make(); break;
            case "five positions": track = track with { Points = track.Points[..5] }; break;
            case "expired survey":
                calibration = Calibration with { ValidUntil = DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture) };
                track = new DrivenTrack(View, 20) { StartUtc = calibration.ValidUntil }.Make();
                break;
            case "broken time": quality = TimeQuality.Broken; break;
            case "made-up time": quality = TimeQuality.Synthetic; break;
            case "time nobody judged": quality = TimeQuality.Unknown; break;
            case "two vehicles in one track":
                // the second half belongs to a car 15 m behind
                track = track with { Points = [.. track.Points[..30], .. Shifted(new DrivenTrack(View, 20) { From = 80 }.Make(), 30)] };
                break;
            case "a hole of two seconds in the middle":
                track = new DrivenTrack(View, 20) { From = 64 }.Make();
                track = track with { Points = [.. track.Points.Select((p, i) => i > 30 ? Later(p, 2_000_000) : p)] };
                break;
            case "beyond the horizon": track = track with { Points = [.. track.Points.Select(p => p with { Seen = p.Seen!.Value with { Y = -20 } })] }; break;
            case "ends thrown out as outliers":
                track = new DrivenTrack(View, 20) { From = 45 }.Make();
                track = track with { Points = [.. track.Points.Select((p, i) => i < 7 ? p with { Seen = p.Seen!.Value with { Y = p.Seen.Value.Y - 14 } } : p)] };
                break;
            case "boxes that drift to and fro in slow waves":
                // of 2.5 s each: all positions agree with one motion, but few of them are independent
                track = new DrivenTrack(View, 9) { From = 54, Until = 26 }.Make();
                track = track with { Points = [.. track.Points.Select(p => p with { Seen = p.Seen!.Value with { Y = p.Seen.Value.Y + (6 * Math.Sin(p.Time.Seconds * 2 * Math.PI / 2.5)) } })] };
                break;
            case "slowing down for the last two seconds":
                // 7 m/s, then a quarter of that: a queue that moves up
                var before = new DrivenTrack(View, 7) { From = 64, Until = 22.1 }.Make();
                track = before with { Points = [.. before.Points, .. new DrivenTrack(View, 1.8) { From = 21.9, Until = 18.5 }.Make().Points.Select(p => Later(p, before.Last.Time.MediaUs + 40_000))] };
                break;
            case "unknown jitter": jitter = double.NaN; break;
        }
        var outcome = SpeedMeter.Measure(track, calibration, [], quality, jitter, SpeedSettings.Default);
        var refused = Assert.IsType<SpeedOutcome.Refused>(outcome);
        Assert.Contains(word, refused.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Why);
    }

    /// <summary>
    /// Everything the budget names happens at random: survey, contact noise and its drift, the road's bulge, time. The margin must
    /// then hold about 95 %: less would accuse, much more would be a useless instrument.
    /// </summary>
    [Fact]
    public void The_margin_holds_95_percent_over_many_passages()
    {
        const int Passages = 600;
        var random = new Random(7);
        int measured = 0, inside = 0, high = 0;
        for (var i = 0; i < Passages; i++)
        {
            var view = new SyntheticView(1300 + (900 * random.NextDouble()), 16 + (4 * random.NextDouble()), -8 + (16 * random.NextDouble()), 6 + (4 * random.NextDouble()));
            var calibration = Solve(view, Normal);
            var settings = SpeedSettings.Default with { UnknownLensError = 0 }; // the synthetic lens is perfect
            var speed = 8 + (34 * random.NextDouble());
            var acceleration = random.Next(4) == 0 ? -2 + (4 * random.NextDouble()) : 0;
            var track = new DrivenTrack(view, speed)
            {
                X = -3 + (6 * random.NextDouble()), From = 50 + (10 * random.NextDouble()), Until = 17, Acceleration = acceleration,
                Clearance = random.NextDouble() < settings.ShadowShare ? 0 : settings.ClearanceM * random.NextDouble(), BulgeFar = settings.PlaneErrorM * Normal(), BulgeNear = settings.PlaneErrorM * Normal(),
                NoisePx = 0.5 + random.NextDouble(), Correlation = 0.8 * random.NextDouble(), JitterUs = 500, Normal = Normal,
            }.Make();
            if (SpeedMeter.Measure(track, calibration, [], TimeQuality.Exact, 500, settings) is not SpeedOutcome.Measured m) continue;
            var truth = speed + (acceleration * track.Last.Frame / 25.0 / 2);
            var off = m.Reading.Value.MetresPerSecond - truth;
            measured++;
            if (Math.Abs(off) <= m.Reading.Margin.MetresPerSecond) inside++;
            if (off > m.Reading.Margin.MetresPerSecond) high++;
        }
        Assert.InRange(measured, 500, Passages);
        Assert.InRange(inside / (double)measured, 0.93, 0.995);
        Assert.InRange(high / (double)measured, 0, 0.04);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static SpeedOutcome.Measured Measured(Track track, double jitterUs = 0, RoadCalibration? calibration = null, SpeedSettings? settings = null) =>
        SpeedMeter.Measure(track, calibration ?? Calibration, [], TimeQuality.Exact, jitterUs, settings ?? SpeedSettings.Default) switch
        {
            SpeedOutcome.Measured m => m,
            SpeedOutcome.Refused r => throw new Xunit.Sdk.XunitException(r.Why),
            _ => throw new InvalidOperationException(),
        };

    private static RoadCalibration Solve(SyntheticView view, Func<double> normal) => CalibrationSolver.Solve(view.Camera, null, view.Points(0.8, 0.02, normal, Field)) switch
    {
        CalibrationOutcome.Solved s => s.Calibration,
        CalibrationOutcome.Refused r => throw new Xunit.Sdk.XunitException(r.Why),
        _ => throw new InvalidOperationException(),
    };

    private static IEnumerable<TrackPoint> Shifted(Track track, int from) => track.Points.Skip(from).Take(30);

    private static TrackPoint Later(TrackPoint p, long us) => p with { Time = p.Time with { MediaUs = p.Time.MediaUs + us } };
}
