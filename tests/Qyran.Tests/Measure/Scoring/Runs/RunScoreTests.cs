using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Units;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Tests.Measure.Scoring.Runs;

public sealed class RunScoreTests
{
    [Fact]
    public void A_perfect_analysis_scores_perfectly()
    {
        var s = RunScore.Of(MadeRun.Truth, MadeRun.Perfect);
        Assert.Equal((1d, 1d, 1d), (s.Tracks.Hota.Value, s.Tracks.Clear.Mota, s.Tracks.Identity.F1));
        Assert.Equal(3, s.Speeds.Length);
        Assert.All(s.Speeds, v => Assert.Equal(0.1, v.DifferenceKmh, 1e-9));
        Assert.All(s.Speeds, v => Assert.True(v.Covered));
        var red = s.Violations["red-light"];
        Assert.Equal((1, 1, 1, 0, 0, 0), (red.True, red.Cases, red.Found, red.Missed, red.False, red.Duplicates));
        Assert.Equal(0.04, red.WorstInstantErrorS, 1e-9);
        Assert.All(s.Counts, c => Assert.Equal(0, c.Difference));
        Assert.Empty(s.Missed);
        Assert.Empty(s.Split);
    }

    [Fact]
    public void A_track_on_a_person_is_not_held_against_us_and_one_on_nothing_is()
    {
        var rows = MadeRun.Perfect.Rows;
        var onPerson = RunTracks.Score(MadeRun.Truth, [.. rows, .. Enumerable.Range(1, 50).Select(f => new ScoredBox(f, 77, new(1000, 600, 20, 60), 1))]);
        Assert.Equal(0, onPerson.Clear.FalsePositives);
        var onNothing = RunTracks.Score(MadeRun.Truth, [.. rows, .. Enumerable.Range(1, 50).Select(f => new ScoredBox(f, 77, new(900, 20, 80, 60), 1))]);
        Assert.Equal(50, onNothing.Clear.FalsePositives);
    }

    [Theory]
    [InlineData(0.29, 1, false)]
    [InlineData(0.31, 1, true)]
    [InlineData(1, 0.124, false)]
    [InlineData(1, 0.126, true)]
    public void A_vehicle_mostly_hidden_or_swallowed_by_fog_is_neither_asked_for_nor_held_against_us(double visible, double air, bool asked)
    {
        var truth = MadeRun.Truth with
        {
            Frames = [.. MadeRun.Truth.Frames.Select(f => f with { Objects = [.. f.Objects.Select(o => o.Id == 3 ? o with { Visible = visible, Air = air } : o)] })],
        };
        var c = RunTracks.Score(truth, MadeRun.Perfect.Rows).Clear;
        Assert.Equal((asked ? 300 : 200, 0), (c.Truth, c.FalsePositives));
        var without = RunScore.Of(truth, MadeRun.Perfect with { Rows = [.. MadeRun.Perfect.Rows.Where(r => r.Id != 13)], Passages = [.. MadeRun.Perfect.Passages.Where(p => p.Track != 13)] });
        Assert.Equal(asked ? [3] : [], without.Missed);
        Assert.Equal(asked ? -1 : 0, without.Counts.Sum(r => r.Difference));
        Assert.Equal(0, RunScore.Of(truth, MadeRun.Perfect).Counts.Sum(r => r.Difference));
    }

    [Fact]
    public void A_vehicle_is_counted_in_any_lane_it_drove_in_and_in_no_other()
    {
        var truth = MadeRun.Truth with { Vehicles = [.. MadeRun.Truth.Vehicles.Select(v => v.Id == 3 ? v with { Lanes = ["l2", "l3"] } : v)] };
        Assert.Equal(0, Off("l3"));
        Assert.Equal(2, Off("l1")); // one too few in l2, one too many in l1

        int Off(string lane) => RunScore.Of(truth, MadeRun.Perfect with { Passages = [.. MadeRun.Perfect.Passages.Select(p => p.Track == 13 ? p with { Lane = lane } : p)] })
            .Counts.Sum(r => Math.Abs(r.Difference));
    }

    [Fact]
    public void A_split_vehicle_is_named_and_its_second_case_is_a_duplicate()
    {
        var rows = MadeRun.Perfect.Rows.Select(r => r.Id == 12 && r.Frame > 60 ? r with { Id = 22 } : r);
        RunResult result = new([.. rows], [.. MadeRun.Perfect.Passages, MadeRun.Passage(2, "l1") with { Id = "p22", Track = 22 }],
            [.. MadeRun.Perfect.Cases, new("c2", "red-light", "p22", 2_600_000)]);
        var s = RunScore.Of(MadeRun.Truth, result);
        Assert.Equal([2], s.Split);
        var red = s.Violations["red-light"];
        Assert.Equal((1, 2, 1, 0, 1), (red.True, red.Cases, red.Found, red.False, red.Duplicates));
        Assert.Equal(0.5, red.Precision);
        Assert.Equal(0.04, red.WorstInstantErrorS, 1e-9); // the nearer case is the one that counts
        Assert.Equal(1, s.Counts.Single(c => c.Lane == "l1").Difference);
    }

    [Fact]
    public void A_further_case_and_plates_misread_are_shown()
    {
        // the plate of car 1 is largest at frame 70
        var plated = MadeRun.Plated(1, 3);
        var truth = plated with { Frames = [.. plated.Frames.Select(f => f with { Objects = [.. f.Objects.Select(o => o.Id == 1 && f.Number == 70 ? o with { Signs = 30 } : o)] })] };
        var result = MadeRun.Perfect with
        {
            Passages =
            [
                MadeRun.Passage(1, "l1", plate: "WRONG999"), MadeRun.Passage(2, "l1"), MadeRun.Passage(3, "l2", plate: "333CCC02"),
                MadeRun.Passage(3, "l2", plate: "444") with { Id = "p9", Track = 99 },
            ],
            Cases = [.. MadeRun.Perfect.Cases, new("c2", "red-light", "p2", 3_000_000)],
        };
        var worst = RunWorst.Of(truth, result, RunScore.Of(truth, result));
        Assert.Equal(["case c2: red-light at 3.00 s against vehicle 2, which has a case for it"], worst.Where(c => c.Kind == "case again").Select(c => c.Text));
        Assert.Equal(["passage p1: WRONG999 was accepted; vehicle 1 has 111AAA02", "passage p9: 444 was accepted; track 99 lay on no vehicle"],
            worst.Where(c => c.Kind == "plate misread").Select(c => c.Text));
        Assert.Equal((70, (int?)1), worst.Where(c => c.Kind == "plate misread").Select(c => (c.Frame, c.Vehicle)).First());
        Assert.DoesNotContain(worst, c => c.Kind is "case wrong" or "violation missed");
    }

    [Theory]
    [InlineData(null, 1, 0)] // a truth that does not say so tells of every rule
    [InlineData("no-driving", 1, 0)]
    [InlineData("speeding", 0, 1)]
    public void A_case_of_a_rule_that_the_truth_does_not_tell_of_is_neither_right_nor_false(string? told, int wrong, int open)
    {
        var truth = MadeRun.Truth with { Told = told is null ? null : ["red-light", told] };
        var result = MadeRun.Perfect with { Cases = [.. MadeRun.Perfect.Cases, new("c2", "no-driving", "p1", 1_000_000)] };
        var s = RunScore.Of(truth, result);
        Assert.Equal((wrong, open, 1), (s.Violations.Values.Sum(v => v.False), s.NotJudged.Values.Sum(), s.Violations["red-light"].Found));
        Assert.Equal(wrong, RunWorst.Of(truth, result, s).Count(c => c.Kind == "case wrong"));
    }

    [Theory]
    [InlineData("p1", 2_000_000, 0, 1)] // the wrong car accused
    [InlineData("p-unknown", 2_000_000, 0, 1)]
    [InlineData("p2", 3_000_000, 1, 0)] // the right car, late
    public void Cases_are_judged_by_vehicle(string passage, long atUs, int found, int wrong)
    {
        var red = RunScore.Of(MadeRun.Truth, MadeRun.Perfect with { Cases = [new("c", "red-light", passage, atUs)] }).Violations["red-light"];
        Assert.Equal((found, wrong, 1 - found), (red.Found, red.False, red.Missed));
    }

    [Fact]
    public void A_case_under_another_rule_is_false_there_and_missing_here()
    {
        var v = RunScore.Of(MadeRun.Truth, MadeRun.Perfect with { Cases = [new("c", "stop-line", "p2", 2_000_000)] }).Violations;
        Assert.Equal((1, 1), (v["stop-line"].False, v["red-light"].Missed));
    }

    [Theory]
    [InlineData(0.29, 60, 1, 0, 1)]
    [InlineData(1, 19, 1, 0, 1)]
    [InlineData(1, 60, 0.12, 0, 1)]
    [InlineData(0.3, 20, 0.125, 1, 0)]
    public void Who_was_hidden_or_too_small_at_its_violation_is_not_asked_for_unless_it_was_found(double visible, double height, double air, int asked, int hidden)
    {
        var truth = MadeRun.Truth with
        {
            Frames = [.. MadeRun.Truth.Frames.Select(f => f with { Objects = [.. f.Objects.Select(o => o.Id == 2 && f.Number == 50 ? o with { Visible = visible, Air = air, Box = o.Box with { Height = height } } : o)] })],
        };
        var missed = RunScore.Of(truth, MadeRun.Perfect with { Cases = [] });
        Assert.Equal((asked, hidden, asked), (missed.Violations["red-light"].True, missed.Violations["red-light"].Hidden, missed.Violations["red-light"].Missed));
        Assert.Equal(asked, RunWorst.Of(truth, MadeRun.Perfect with { Cases = [] }, missed).Count(c => c.Kind == "violation missed"));
        var found = RunScore.Of(truth, MadeRun.Perfect).Violations["red-light"];
        Assert.Equal((1, 1, 0, 0), (found.True, found.Found, found.Hidden, found.False));
    }

    [Fact]
    public void Instants_are_compared_on_the_videos_clock_even_where_the_camera_exposes_on_another()
    {
        var truth = MadeRun.Truth with { Frames = [.. MadeRun.Truth.Frames.Select(f => f with { ExposedUs = f.MediaUs * 25 / 21 })] };
        Assert.Equal(0.04, RunScore.Of(truth, MadeRun.Perfect).Violations["red-light"].WorstInstantErrorS, 1e-9);
    }

    [Fact]
    public void The_true_speed_is_the_mean_over_the_frames_that_were_measured()
    {
        // car 1 drives 36 km/h for two seconds, then 72
        var truth = MadeRun.Truth with
        {
            Frames = [.. MadeRun.Truth.Frames.Select(f => f with { Objects = [.. f.Objects.Select(o => o.Id == 1 && f.Number >= 50 ? o with { Speed = new Speed(72_000_000) } : o)] })],
        };
        Assert.Equal(54_000_000, True(null, null));
        Assert.Equal(36_000_000, True(0, 1_960_000));
        Assert.Equal(72_000_000, True(2_000_000, 4_000_000));

        long True(long? from, long? until) => RunScore.Of(truth, MadeRun.Perfect with { Passages = [MadeRun.Passage(1, "l1") with { FromUs = from, UntilUs = until }] }).Speeds.Single().True.MmPerHour;
    }

    [Fact]
    public void Plates_count_exact_texts_characters_and_wrong_vehicles()
    {
        var p = RunScore.Of(MadeRun.Plated(1, 2, 3), MadeRun.Perfect with
        {
            Passages = [MadeRun.Passage(1, "l1", plate: "111AAA02"), MadeRun.Passage(2, "l1", plate: "222BB802") with { PlateReads = 6 }, MadeRun.Passage(3, "l2")],
        }).Plates;
        Assert.Equal((3, 1, 2, 1, 1, 16, (int?)6), (p.Vehicles, p.Exact, p.Accepted, p.AcceptedRight, p.CharacterErrors, p.Characters, p.Reads));
        Assert.Equal((0.5, 3d), (p.Precision, p.ReadsPerAccepted)); // readings are those of accepted plates
    }

    [Fact]
    public void Losing_vehicles_makes_the_plates_no_better_and_one_read_twice_counts_once()
    {
        // cars 1 and 3 are not tracked at all, car 2 is split and read in both halves; nobody sees the plate of the third whole
        var rows = MadeRun.Perfect.Rows.Where(r => r.Id == 12).Select(r => r.Frame > 60 ? r with { Id = 22 } : r);
        var read = MadeRun.Passage(2, "l1", plate: "222BBB02");
        var p = RunScore.Of(MadeRun.Plated(1, 2), new([.. rows], [read, read with { Id = "p22", Track = 22 }], [])).Plates;
        Assert.Equal((2, 1, 2, 2), (p.Vehicles, p.Exact, p.Accepted, p.AcceptedRight));
        Assert.Equal((0.5, 1d), (p.ExactShare, p.Precision));
    }

    [Fact]
    public void A_speed_measured_where_there_is_nothing_is_counted_and_shown()
    {
        // the track lies on car 1 for a second and then on the empty road, where it is measured
        var rows = MadeRun.Perfect.Rows.Where(r => r.Id == 11).Select(r => r.Frame > 25 ? r with { Box = new(900, 20, 80, 60) } : r);
        RunResult result = new([.. rows], [MadeRun.Passage(1, "l1") with { FromUs = 2_000_000, UntilUs = 3_000_000 }], []);
        var s = RunScore.Of(MadeRun.Truth, result);
        Assert.Empty(s.Speeds);
        var nothing = Assert.Single(s.SpeedsOnNothing);
        Assert.Equal(("p1", 11), (nothing.Passage, nothing.Track));
        Assert.InRange(nothing.Frame, 62, 63); // 2.5 s
        Assert.Contains(RunWorst.Of(MadeRun.Truth, result, s), c => c is { Kind: "speed on nothing", Track: 11, Vehicle: null });
    }

    [Fact]
    public void A_speed_belongs_to_the_vehicle_its_track_lay_on_while_it_was_measured()
    {
        // three seconds on car 1 and then one on car 3, where it is measured
        var rows = MadeRun.Perfect.Rows.Where(r => r.Id == (r.Frame <= 75 ? 11 : 13)).Select(r => r with { Id = 11 });
        var s = RunScore.Of(MadeRun.Truth, new([.. rows], [MadeRun.Passage(1, "l1") with { FromUs = 3_100_000, UntilUs = 4_000_000 }], []));
        Assert.Equal((3, MadeRun.Kmh(3), 1), (s.Speeds.Single().Vehicle, s.Speeds.Single().True.MmPerHour, s.Match.VehicleOf[11]));
        Assert.Empty(s.SpeedsOnNothing);
    }

    [Theory]
    [InlineData(25, 54)] // 36 km/h in the second without the track, 72 in the one with it
    [InlineData(35, null)] // less than a third of the track's boxes lie on it
    public void The_true_speed_is_of_all_that_was_measured_not_of_where_the_box_was_good(int bad, int? kmh)
    {
        var truth = MadeRun.Truth with
        {
            Frames = [.. MadeRun.Truth.Frames.Select(f => f with { Objects = [.. f.Objects.Select(o => o.Id == 1 && f.Number >= 25 ? o with { Speed = new Speed(72_000_000) } : o)] })],
        };
        var rows = MadeRun.Perfect.Rows.Where(r => r.Id == 11).Select(r => r.Frame <= bad ? r with { Box = r.Box with { X = r.Box.X + 60 } } : r);
        var s = RunScore.Of(truth, new([.. rows], [MadeRun.Passage(1, "l1") with { FromUs = 0, UntilUs = 1_960_000 }], []));
        Assert.Equal(kmh is null ? 1 : 0, s.SpeedsOnNothing.Length);
        if (kmh is null) return;
        var speed = Assert.Single(s.Speeds);
        Assert.Equal(kmh.Value * 1_000_000L, speed.True.MmPerHour);
        Assert.Equal(49 * 0.4, speed.WayM, 1e-9); // of the places, which go on at 10 m/s
    }

    [Fact]
    public void A_case_belongs_to_the_vehicle_its_track_lay_on_then()
    {
        // the track follows car 3 for most of its life, and car 2 while that runs the red light
        var rows = MadeRun.Perfect.Rows.Where(r => r.Id == (r.Frame is > 35 and <= 65 ? 12 : 13)).Select(r => r with { Id = 12 });
        RunResult result = new([.. rows], [MadeRun.Passage(2, "l1")], MadeRun.Perfect.Cases);
        var s = RunScore.Of(MadeRun.Truth, result);
        Assert.Equal(3, s.Match.VehicleOf[12]);
        Assert.Equal((1, 0), (s.Violations["red-light"].Found, s.Violations["red-light"].False));
        Assert.DoesNotContain(RunWorst.Of(MadeRun.Truth, result, s), c => c.Kind is "case wrong" or "violation missed");
        // where it lay on nothing then, the whole clip says whose it is
        var late = RunScore.Of(MadeRun.Truth, result with { Rows = [.. MadeRun.Perfect.Rows.Where(r => r.Id == 12 && r.Frame > 70)] });
        Assert.Equal(1, late.Violations["red-light"].Found);
    }

    [Fact]
    public void A_vehicle_missed_and_another_counted_twice_do_not_cancel_out()
    {
        var s = RunScore.Of(MadeRun.Truth, new([.. MadeRun.Perfect.Rows.Where(r => r.Id != 11).Select(r => r.Id == 12 && r.Frame > 60 ? r with { Id = 22 } : r)],
            [MadeRun.Passage(2, "l1"), MadeRun.Passage(2, "l1") with { Id = "p22", Track = 22 }, MadeRun.Passage(3, "l2") with { Class = RoadUser.Truck }], []));
        var lane = s.Counts.Single(c => c.Lane == "l1");
        Assert.Equal((0, 1, 1), (lane.Difference, lane.Missed, lane.Extra));
        // a car taken for a truck is missed as the one and too many as the other, but it is in its lane
        Assert.Equal(["car 1 0", "truck 0 1"], s.Counts.Where(c => c.Lane == "l2").Select(c => $"{c.Class} {c.Missed} {c.Extra}"));
        Assert.Equal(1, s.Counts.Where(c => c.Lane == "l2").Sum(c => c.InLane));
    }

    [Fact]
    public void Plates_stand_by_the_size_they_were_seen_at_for_half_a_second()
    {
        // the first grows to 25 px, the second is there for too few frames, the third is never seen whole
        double? Signs(int car, int n) => car == 1 ? n / 4.0 : car == 2 && n < 11 ? 30 : null;
        var truth = MadeRun.Truth with { Frames = [.. MadeRun.Truth.Frames.Select(f => f with { Objects = [.. f.Objects.Select(o => o with { Signs = Signs(o.Id, f.Number) })] })] };

        PlateSize Sized(string? plate) => RunScore.Of(truth, MadeRun.Perfect with { Passages = [MadeRun.Passage(1, "l1", plate: plate), MadeRun.Passage(2, "l1", plate: "222BBB02")] }).PlateSizes.Single();
        Assert.Equal(new(1, 22, Read: true, Misread: false), Sized("111AAA02"));
        Assert.Equal(new(1, 22, Read: false, Misread: true), Sized("111AAA03"));
        Assert.Equal(new(1, 22, Read: false, Misread: false), Sized(null));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("123ABC02", "123ABC02", 0)]
    [InlineData("123ABC02", "123A8C02", 1)]
    [InlineData("123ABC02", "23ABC02", 1)]
    [InlineData("AB", "BA", 2)]
    [InlineData("", "123", 3)]
    public void Edits_between_texts(string a, string b, int edits) => Assert.Equal((edits, edits), (PlateFigures.Edits(a, b), PlateFigures.Edits(b, a)));

    [Fact]
    public void Speed_figures_of_known_differences()
    {
        long[] off = [-2_000_000, -1_000_000, 0, 1_000_000, 5_000_000];
        ImmutableArray<RunSpeed> speeds = [.. off.Select((o, i) => new RunSpeed("p" + i, i, i, default, "day", new(50_000_000), new(50_000_000 + o), new(1_000_000), 30, 0))];
        var f = SpeedFigures.Of(speeds);
        Assert.Equal((5, 0.6, 1.8, 1d, 5d), (f.Count, f.Bias, f.Mae, f.Median, f.Worst));
        Assert.Equal((4.4, 4.88, 0.6), (f.P95, f.P99, f.Coverage), Near);
        Assert.Equal(0.2, f.TooHigh, 1e-9); // the one that is 5 too fast with a stated error of 1; one just at it is not
        Assert.Equal(new SpeedFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), SpeedFigures.Of([]));
    }

    [Fact]
    public void Refused_speeds_are_counted_by_reason_whatever_the_figures_in_it()
    {
        var s = RunScore.Of(MadeRun.Truth, MadeRun.Perfect with
        {
            Passages = [Refused(1, "followed over 12.3 m; at least 25 m are needed"), Refused(2, "followed over 4 m; at least 25 m are needed"), MadeRun.Passage(3, "l2")],
        });
        Assert.Equal(2, s.Refused.Single().Value);
        Assert.Single(s.Speeds);

        static RunPassage Refused(int car, string why) => MadeRun.Passage(car, "l1") with { Speed = null, Error = null, SpeedRefused = why };
    }

    private static bool Near((double, double, double) a, (double, double, double) b) =>
        Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 1e-9;
}
