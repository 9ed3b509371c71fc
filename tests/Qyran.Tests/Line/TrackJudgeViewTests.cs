using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Line;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Measure.Tracking;
using Qyran.Media;
using Qyran.Rules;
using Qyran.Tests.Measure.Calibration;
using Qyran.Tests.Measure.Speeds;
using Qyran.Tests.Vision.View;
using Qyran.Vision.View;

namespace Qyran.Tests.Line;

/// <summary>What a moved view means for a vehicle that otherwise would be measured at 90 km/h where 60 are allowed, on the wrong side of the road.</summary>
public sealed class TrackJudgeViewTests
{
    private static readonly SyntheticView View = new(1500, tiltDeg: 10, panDeg: 0, height: 8.5);

    [Fact]
    public void Without_a_doubt_about_the_view_it_is_measured_and_judged()
    {
        foreach (var view in new[] { null, new ViewStay(ViewState.Held, 0.1, 1.5, null), new ViewStay(ViewState.Unknown, 0, 1.5, null) })
        {
            var outcome = Judge(view);
            Assert.Equal(90, (double)outcome.Passage!.Speed!.Value.Kmh, 0.5);
            Assert.Equal("lane", outcome.Passage.Lane);
            Assert.All(outcome.Findings, f => Assert.IsType<Verdict.Broken>(f.Verdict));
            Assert.Equal(Judge(null).Passage!.Speed, outcome.Passage.Speed);
        }
    }

    [Theory]
    [InlineData(ViewState.Moved, "the camera's view has moved by 3.4 px since 00:12; check its calibration")]
    [InlineData(ViewState.Lost, "since 00:12 the camera's picture shows nothing of its reference; check the camera")]
    public void A_view_that_moved_gives_no_speed_no_lane_and_no_case_and_says_why(ViewState state, string why)
    {
        var outcome = Judge(new ViewStay(state, 3.44, 1.5, 12_400_000));
        Assert.Null(outcome.Passage!.Speed);
        Assert.Equal(why, outcome.Passage.SpeedRefused);
        Assert.Null(outcome.Passage.Lane);
        Assert.Null(outcome.Passage.Direction);
        Assert.Equal(why, Assert.IsType<Verdict.Undecided>(outcome.Findings.Single(f => f.Rule == "wrong-way").Verdict).Why);
        Assert.Equal("no valid reading: " + why, Assert.IsType<Verdict.Kept>(outcome.Findings.Single(f => f.Rule == "speeding").Verdict).Why);
    }

    [Fact]
    public void Across_a_break_of_the_time_stamps_nobody_is_accused_by_any_rule()
    {
        var outcome = TrackJudge.Judge(Setup(), Drive(), ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Broken, 0, "", []) { Broke = true }, null);
        Assert.Null(outcome.Passage!.Speed);
        Assert.Equal("the recording's time stamps jump", Assert.IsType<Verdict.Undecided>(outcome.Findings.Single(f => f.Rule == "wrong-way").Verdict).Why);
        Assert.DoesNotContain(outcome.Findings, f => f.Verdict is Verdict.Broken);
    }

    [Fact]
    public void Of_a_time_in_which_the_picture_did_not_change_nothing_is_measured_and_nobody_is_accused()
    {
        var drive = Drive();
        var outcome = Judged(drive.First.Time.MediaUs - 2_000_000, drive.Last.Time.MediaUs - 1);
        Assert.Equal("the picture stood still while it was in sight", outcome.Passage!.SpeedRefused);
        Assert.DoesNotContain(outcome.Findings, f => f.Verdict is Verdict.Broken);
        // before it came
        outcome = Judged(drive.First.Time.MediaUs - 9_000_000, drive.First.Time.MediaUs - 1_000_000);
        Assert.NotNull(outcome.Passage!.Speed);
        Assert.All(outcome.Findings, f => Assert.IsType<Verdict.Broken>(f.Verdict));

        TrackOutcome Judged(long fromUs, long untilUs) => TrackJudge.Judge(
            Setup(), drive, ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []) { StillsUs = [(fromUs, untilUs)] }, null);
    }

    [Fact]
    public void Across_a_break_who_kept_a_rule_has_kept_it()
    {
        var setup = Setup();
        var lane = setup.Scene!.Lanes[0];
        setup = setup with { Scene = setup.Scene with { Lanes = [lane with { From = lane.To, To = lane.From }] } };
        var outcome = TrackJudge.Judge(setup, Drive(), ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Broken, 0, "", []) { Broke = true }, null);
        Assert.All(outcome.Findings, f => Assert.IsType<Verdict.Kept>(f.Verdict));
    }

    [Fact]
    public void Stamps_that_come_in_bursts_carry_no_speed_but_bend_no_way()
    {
        var outcome = TrackJudge.Judge(Setup(), Drive(), ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Broken, 0, "they come in bursts", []), null);
        Assert.EndsWith("they come in bursts", outcome.Passage!.SpeedRefused, StringComparison.Ordinal);
        Assert.IsType<Verdict.Broken>(outcome.Findings.Single(f => f.Rule == "wrong-way").Verdict);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(-80)]
    [InlineData(400)]
    public void However_a_recording_s_clock_was_set_it_gives_no_speed_unless_somebody_vouches(int stepMs)
    {
        var setup = Setup();
        var audit = new TimeAudit(setup.Video);
        var last = -1L;
        for (var i = 0; i < 200; i++)
        {
            var us = (i * 40_000L) + (i % 7 * 1_700L) + (i < 100 ? 0 : stepMs * 1_000L);
            if (us > last) audit.Add(last = us, null); // no file holds a stamp that does not grow
            if (i >= 8) Assert.Equal(TimeQuality.Counted, audit.Since(0).Quality);
        }
        var (time, drive) = (audit.Since(0), Drive());
        Assert.True(time.JitterUs > TimeAudit.EvenUs);
        var view = new TimeAuditView(time.Quality, time.JitterUs, time.Why, [(drive.First.Time.MediaUs, drive.First.Time.MediaUs + 120_000)]);
        var refused = TrackJudge.Judge(setup, drive, ImmutableDictionary<string, SignalTimeline>.Empty, view, null).Passage!;
        Assert.Null(refused.Speed);
        Assert.StartsWith("nobody vouches for the camera's clock", refused.SpeedRefused, StringComparison.Ordinal);
        Assert.EndsWith("frames are missing within its passage, or the clock jumped", refused.SpeedRefused, StringComparison.Ordinal);
        var vouched = setup with { Scene = setup.Scene! with { Camera = setup.Scene.Camera with { Clock = "checked against GNSS" } } };
        var measured = TrackJudge.Judge(vouched, drive, ImmutableDictionary<string, SignalTimeline>.Empty, view, null);
        Assert.NotNull(measured.Passage!.Speed);
        Assert.Equal(TimeQuality.Jittered, measured.Time.Quality);
    }

    [Theory]
    [InlineData(0.4f, 0.4f, false)]
    [InlineData(0.4f, 0.6f, true)] // once is enough
    public void Who_was_never_surely_seen_is_measured_but_not_accused(float score, float best, bool accused)
    {
        var drive = Drive();
        drive = drive with { Points = [.. drive.Points.Select((p, i) => p with { Score = i == 20 ? best : score })] };
        var outcome = TrackJudge.Judge(Setup(), drive, ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []), null);
        Assert.Equal(90, (double)outcome.Passage!.Speed!.Value.Kmh, 0.5);
        Assert.Equal(2, outcome.Findings.Length);
        Assert.All(outcome.Findings, f => Assert.Equal(accused, f.Verdict is Verdict.Broken));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)] // in most of the looks it was not there
    public void What_never_moved_is_a_vehicle_where_it_was_surely_seen_however_long_its_picture_spoke_for_it(bool held, bool passage)
    {
        var at = Drive().Points[0];
        var stood = Drive() with { Points = [.. Drive().Points.Select((p, i) => p with { Box = at.Box, Seen = i % 4 == 0 ? at.Seen : null, Score = i % 4 == 0 ? 0.7f : 0, Held = held && i % 4 != 0 })] };
        var outcome = TrackJudge.Judge(Setup(), stood, ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []), null);
        Assert.Equal(passage, outcome.Passage is not null);
        // no traffic of a live camera, unless a rule has something to say
        Assert.False(outcome.Drove);
        Assert.Equal(!outcome.Findings.Any(f => f.Verdict is not Verdict.Kept), outcome.OnlyStood);
        Assert.True((outcome with { Findings = [] }).OnlyStood);
        Assert.False(Judge(null).OnlyStood);
    }

    [Fact]
    public void An_hour_at_the_kerb_makes_no_way_that_it_would_have_to_drive_again()
    {
        // never quite sure of, its box trembling while it waits; then it drives off
        var drive = Drive();
        var at = drive.Points[0];
        var stood = Enumerable.Range(0, 4000).Select(i => at with
        {
            Frame = i, Time = new CaptureTime(i * 400_000L, null, null, TimeQuality.Exact), Box = at.Box with { X = at.Box.X + (i % 2) }, Score = 0.4f,
        });
        var waited = new Track(7, RoadUser.Car, [.. stood, .. drive.Points.Select((p, i) => p with { Score = 0.4f, Frame = 4000 + i, Time = new CaptureTime(1_600_000_000L + p.Time.MediaUs, null, null, TimeQuality.Exact) })]);
        Assert.NotNull(TrackJudge.Judge(Setup(), waited, ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []), null).Passage);
    }

    [Fact]
    public void Where_no_area_says_how_far_a_view_that_measures_may_move_it_may_move_least()
    {
        var watch = CameraLine.NewWatch(Setup() with { Scene = Setup().Scene! with { Lanes = [] } });
        watch.Step(new PaintedView().Frame(0, new byte[PaintedView.Width * PaintedView.Height]));
        Assert.Equal(new ViewWatchSettings().LeastLimit * PaintedView.Scale, watch.Over(0, 0).LimitPx);
    }

    [Theory]
    [InlineData(ViewState.Held, "held")]
    [InlineData(ViewState.Unknown, "unknown")] // last seen there
    public void A_shift_within_the_limit_widens_the_error_and_the_pack_says_so(ViewState state, string said)
    {
        var (still, moved) = (Judge(null), Judge(new ViewStay(state, 1.2, 1.5, null)));
        Assert.Equal(still.Passage!.Speed!.Value, moved.Passage!.Speed!.Value);
        Assert.True(moved.Passage.Speed.Error > still.Passage.Speed.Error);
        Assert.Equal(0, still.Fit!.Budget.Single(b => b.Name == "view").StandardMs);
        Assert.True(moved.Fit!.Budget.Single(b => b.Name == "view").StandardMs > 0);
        var settings = SettingsText.Of(Setup(), moved);
        Assert.Equal((said, "1.20", "1.50", "1.2"), (settings["view.state"], settings["view.shift_px"], settings["view.limit_px"], settings["speed.ViewShiftPx"]));
        // a replay measures with the same allowance
        Assert.Equal(1.2, SettingsText.Read<SpeedSettings>(settings, "speed.")!.ViewShiftPx);
        var unwatched = SettingsText.Of(Setup(), still);
        Assert.Equal("unknown", unwatched["view.state"]);
        Assert.False(unwatched.ContainsKey("view.shift_px"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_was_seen_in_a_hurry_or_through_haze_is_measured_less_surely_and_the_pack_says_so(bool hurried, bool hazy)
    {
        var setup = Setup() with { Speed = SpeedSettings.Default with { EdgeOffsetPx = 0.5, EdgeOffsetShare = 0.02 }, HurriedSpeed = SpeedSettings.Default with { EdgeOffsetPx = 3 } };
        var (closely, less) = (Judge(false, false), Judge(hurried, hazy));
        Assert.True(less.Passage!.Speed!.Error > closely.Passage!.Speed!.Error);
        Assert.True(less.Passage.Speed.Margin > closely.Passage.Speed.Margin);
        Assert.Equal(setup.SpeedWhen(hurried, hazy), SettingsText.Read<SpeedSettings>(SettingsText.Of(setup, less), "speed."));
        Assert.Equal(setup.Speed, SettingsText.Read<SpeedSettings>(SettingsText.Of(setup, closely), "speed."));

        TrackOutcome Judge(bool hurry, bool haze) =>
            TrackJudge.Judge(setup, Drive(), ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []), null, hurry, haze);
    }

    [Fact]
    public void Where_two_methods_of_measuring_disagree_speeding_is_left_undecided()
    {
        // to and fro by 10 cm, and by more where the two photos are; of nothing else is anything unsure
        var setup = Setup() with { Speed = SpeedSettings.Default with { BoxMiddle = false, HalfWidthM = 0, ClearanceM = 0, EdgeDriftM = 0, ContactNoisePx = 0 } };
        var drive = Drive((at, last) => at == 0 ? 0.34 : at == last ? -0.34 : at % 2 == 0 ? 0.1 : -0.1);
        var outcome = TrackJudge.Judge(setup, drive, ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []), null);
        Assert.StartsWith("the two methods disagree", outcome.Passage!.SpeedRefused, StringComparison.Ordinal);
        Assert.Equal(outcome.Passage.SpeedRefused, Assert.IsType<Verdict.Undecided>(outcome.Findings.Single(f => f.Rule == "speeding").Verdict).Why);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ViewState.Moved)]
    public void Traffic_is_counted_over_count_lines_without_the_hour_but_not_in_a_view_that_moved(ViewState? state)
    {
        var gate = new SceneLine("gate", LineKind.Count, [View.Pixel(-3, 40), View.Pixel(4, 40)], [], null);
        var setup = Setup() with { Scene = Setup().Scene! with { Lines = [gate] } };
        var outcome = TrackJudge.Judge(setup, Drive(), ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []),
            state is { } moved ? new ViewStay(moved, 3.44, 1.5, 12_400_000) : null);
        CountedCrossing[] counted = state is null ? [new("gate", CountWay.Down)] : [];
        Assert.Equal(counted, outcome.Counted.ToArray());
        Assert.Empty(outcome.Gates);
    }

    [Theory]
    [InlineData(ViewState.Held, 0)]
    [InlineData(ViewState.Moved, 1)]
    public void What_passes_while_the_view_is_not_in_its_place_is_told_and_no_zero(ViewState state, int uncounted)
    {
        var scratch = Directory.CreateTempSubdirectory("qyran-uncounted-");
        try
        {
            using var ledger = new RunLedger(Setup(), OutputFolder.Open(scratch.FullName).Folder!, keepAllPoints: false);
            ledger.Add(Judge(new ViewStay(state, state is ViewState.Held ? 0.1 : 3.44, 1.5, 12_400_000)));
            Assert.Equal((1, uncounted), (ledger.Passages.Count, ledger.Uncounted));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(RoadUser.Person, 5, true, false)] // runs
    [InlineData(RoadUser.Person, 5, false, false)]
    [InlineData(RoadUser.Person, 8, true, true)] // rides
    [InlineData(RoadUser.Person, 8, false, false)] // without metres nobody knows
    [InlineData(RoadUser.Bicycle, 5, true, true)]
    [InlineData(RoadUser.Bicycle, 5, false, true)]
    [InlineData(RoadUser.Unknown, 5, false, true)] // the motion detector's
    public void Who_may_be_running_against_the_arrow_passes_but_is_not_accused(RoadUser kind, double metresASecond, bool surveyed, bool accused)
    {
        var outcome = Across(kind, metresASecond, surveyed, arrow: true);
        var verdict = outcome.Findings.Single(f => f.Rule == "wrong-way").Verdict;
        Assert.NotNull(outcome.Passage);
        if (accused) Assert.IsType<Verdict.Broken>(verdict);
        else Assert.Equal("it may be somebody running", Assert.IsType<Verdict.Undecided>(verdict).Why);
    }

    [Theory]
    [InlineData(RoadUser.Person, "it may be somebody running")]
    [InlineData(RoadUser.Bicycle, null)]
    public void Who_may_be_running_is_counted_but_no_section_relies_on_his_gate(RoadUser kind, string? doubt)
    {
        var outcome = Across(kind, 5, surveyed: false, arrow: false);
        Assert.Single(outcome.Counted);
        Assert.Equal(doubt, Assert.Single(outcome.Gates).Doubt);
    }

    private static TrackOutcome Across(RoadUser kind, double metresASecond, bool surveyed, bool arrow)
    {
        // somebody 1.7 m high, 22 m away, from one side of the picture to the other over a gate in its middle
        var metre = View.Pixel(0.5, 22).X - View.Pixel(-0.5, 22).X;
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var n = 0; n / 25.0 * metresASecond <= 18; n++)
        {
            var at = View.Pixel(9 - (n / 25.0 * metresASecond), 22);
            var box = new PixelBox(at.X - (0.3 * metre), at.Y - (1.7 * metre), 0.6 * metre, 1.7 * metre);
            points.Add(new(n, new(n * 40_000L, null, 1_700_000_000_000_000, TimeQuality.Exact), box, box, 0.9f));
        }
        var setup = Setup();
        var lane = setup.Scene!.Lanes[0] with
        {
            Area = new Polygon([View.Pixel(-11, 18), View.Pixel(11, 18), View.Pixel(11, 27), View.Pixel(-11, 27)]),
            From = arrow ? View.Pixel(-9, 22) : null, To = arrow ? View.Pixel(9, 22) : null,
        };
        var gate = new SceneLine("gate", LineKind.Count, [View.Pixel(0.07, 18), View.Pixel(0.07, 27)], [], null);
        setup = setup with { Scene = setup.Scene with { Lanes = [lane], Lines = [gate] }, Calibration = surveyed ? setup.Calibration : null };
        return TrackJudge.Judge(setup, new(1, kind, points.ToImmutable()), ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []), null);
    }

    private static TrackOutcome Judge(ViewStay? view) => TrackJudge.Judge(
        Setup(), Drive(), ImmutableDictionary<string, SignalTimeline>.Empty, new TimeAuditView(TimeQuality.Exact, 0, "", []), view);

    /// <summary>A car 1.8 m wide in boxes that fit it.</summary>
    /// <param name="off">By how much a position is seen too far away, m, of its number and that of the last.</param>
    private static Track Drive(Func<int, int, double>? off = null)
    {
        var track = new DrivenTrack(View, 25).Make();
        return track with
        {
            Points = [.. track.Points.Select((p, i) =>
            {
                var y = 65 - (25 * p.Time.Seconds) + (off?.Invoke(i, track.Points.Length - 1) ?? 0);
                var (contact, width) = (View.Pixel(0.5, y), View.Pixel(1.4, y).X - View.Pixel(-0.4, y).X);
                var box = new PixelBox(contact.X - (width / 2), contact.Y - (0.9 * width), width, 0.9 * width);
                return p with { Box = box, Seen = box };
            })],
        };
    }

    /// <summary>A surveyed lane, 60 allowed.</summary>
    internal static LineSetup Setup()
    {
        ImmutableArray<(double, double)> at = [(-4, 14), (4, 14), (-4, 30), (4, 30), (-4, 50), (4, 50), (-4, 70), (4, 70)];
        var survey = View.Points(0.5, 0.01, () => 0, [.. at]);
        var calibration = ((CalibrationOutcome.Solved)CalibrationSolver.Solve(View.Camera, null, survey)).Calibration;
        var lane = new Lane("lane", new Polygon([View.Pixel(-3, 14), View.Pixel(4, 14), View.Pixel(4, 70), View.Pixel(-3, 70)]), View.Pixel(0.5, 16), View.Pixel(0.5, 65), []);
        var scene = new Scene("moved", new string('a', 64), View.Camera, null, survey, [lane], [], [], [],
            [new SpeedLimit(Speed.FromKmh(60), [], [], "example", null, null, null)],
            [new RuleSetting("speeding", null, ImmutableSortedDictionary<string, decimal>.Empty), new RuleSetting("wrong-way", null, ImmutableSortedDictionary<string, decimal>.Empty)]);
        return new LineSetup(new MediaSource.File("none"), new VideoInfo(1920, 1080, 0, "h264", "mp4", null, 25, 25, 1, 90_000, "yuv420p", false),
            scene, calibration, null, new Blind(), new TrackerSettings(), SpeedSettings.Default, null);
    }

    private sealed class Blind : IVehicleDetector
    {
        public DetectorIdentity Identity { get; } = new("blind", "1", null, 640, 360);
        public int Detect(in FrameView frame, Span<Detection> found) => 0;
        public void Dispose() { }
    }
}
