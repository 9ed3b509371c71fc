using Qyran.Domain.Detections;
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

    [Fact]
    public void A_lorry_is_taken_to_drive_slower_than_a_car_seen_alike_and_less_surely()
    {
        var car = new DrivenTrack(View, 22).Make();
        var (one, other) = (Measured(car), Measured(car with { Class = RoadUser.Truck }));
        Assert.True(other.Reading.Value < one.Reading.Value && other.Reading.Error > one.Reading.Error);
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
    public void The_value_is_rounded_down_and_the_error_up()
    {
        var measured = Measured(new DrivenTrack(View, 22.2222).Make());
        var (fit, reading) = (measured.Fit, measured.Reading);
        Assert.True(reading.Value.MetresPerSecond <= fit.RawMs + fit.CorrectionMs);
        Assert.Equal(fit.RawMs + fit.CorrectionMs, reading.Value.MetresPerSecond, 1e-6);
        Assert.True(reading.Error.MetresPerSecond >= fit.Coverage * fit.StandardMs);
        Assert.Equal(Speed.RoundedUp(fit.Coverage * fit.StandardMs), reading.Error);
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
    /// Everything the budget names happens at random: survey, contact noise and its drift, the road's bulge, time. A stated 95 % must
    /// then hold about 95 %: less would accuse, much more would be a useless instrument.
    /// </summary>
    [Fact]
    public void A_stated_95_percent_holds_over_many_passages()
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
            if (Math.Abs(off) <= m.Reading.Error.MetresPerSecond) inside++;
            if (off > m.Reading.Error.MetresPerSecond) high++;
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
