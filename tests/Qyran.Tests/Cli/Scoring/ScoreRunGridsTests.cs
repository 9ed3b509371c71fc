using Qyran.Cli.Scoring;
using Qyran.Measure.Scoring.Runs;
using Qyran.Tests.Measure.Scoring.Runs;

namespace Qyran.Tests.Cli.Scoring;

public sealed class ScoreRunGridsTests
{
    [Fact]
    public void What_was_measured_on_nothing_has_a_row_and_a_figure()
    {
        var score = RunScore.Of(MadeRun.Truth, MadeRun.Perfect with { Passages = [MadeRun.Passage(1, "l1") with { Track = 99 }, MadeRun.Passage(2, "l1") with { Speed = null, SpeedRefused = "too short" }] });
        Assert.Equal("1", ScoreRunGrids.Of([score]).Single(g => g.Title == "Speeds, km/h").Rows.Single(r => r[0] == "measured on nothing")[1]);
        Assert.Equal((1, -1), ScoreRunGrids.Figures("run", [score]).Where(f => f.Key == "run/speeds/on_nothing").Select(f => (f.Value, f.Better)).Single());
        Assert.Equal((string[])["reason", "passages"], ScoreRunGrids.Of([score]).Single(g => g.Title == "Speeds refused").Columns);
        Assert.All(ScoreRunGrids.Of([score]), g => Assert.All(g.Rows, r => Assert.Equal(g.Columns.Length, r.Length)));
    }

    [Fact]
    public void What_would_accuse_an_innocent_and_what_was_counted_wrongly_are_shown_and_kept()
    {
        // one speed of two lies above the truth by more than its error; car 3 is counted in a lane that it never drove in
        var score = RunScore.Of(MadeRun.Truth, MadeRun.Perfect with { Passages = [MadeRun.Passage(1, "l1"), MadeRun.Passage(2, "l1", offMmph: 2_000_000), MadeRun.Passage(3, "l1") with { Speed = null }] });
        var figures = ScoreRunGrids.Figures("run", [score]).ToDictionary(f => f.Key);
        Assert.Equal((0.5, -1), (figures["run/speeds/too_high"].Value, figures["run/speeds/too_high"].Better));
        Assert.True(figures["run/speeds/coverage"].GoalIsLeast);
        Assert.Equal((2, 2), (figures["run/counts/wrong"].Value, figures["run/counts/wrong_whatever_the_class"].Value));
        var (speeds, counts) = (ScoreRunGrids.Of([score]).Single(g => g.Title == "Speeds, km/h"), ScoreRunGrids.Of([score]).Single(g => g.Title == "Counts per lane and class"));
        Assert.Equal("50.0 %", speeds.Rows[0][Array.IndexOf(speeds.Columns, "value − margin too high")]);
        Assert.Equal((string[])["all", "", "3", "3", "2 off", "1", "1"], counts.Rows[^2]);
        Assert.All((ScoreGrid[])[speeds, counts], g => Assert.All(g.Rows, r => Assert.Equal(g.Columns.Length, r.Length)));
    }

    [Fact]
    public void Cases_that_are_not_judged_have_a_row_and_a_figure_of_their_own()
    {
        var score = RunScore.Of(MadeRun.Truth with { Told = ["red-light"] }, MadeRun.Perfect with { Cases = [.. MadeRun.Perfect.Cases, new("c2", "no-driving", "p1", 1_000_000)] });
        var grid = ScoreRunGrids.Of([score]).Single(g => g.Title == "Violations");
        Assert.Equal(["red-light", "no-driving (not judged)"], grid.Rows.Select(r => r[0]));
        Assert.Equal("1", grid.Rows[^1][Array.IndexOf(grid.Columns, "cases")]);
        Assert.All(grid.Rows, r => Assert.Equal(grid.Columns.Length, r.Length));
        var figures = ScoreRunGrids.Figures("run", [score]).ToDictionary(f => f.Key, f => f.Value);
        Assert.Equal((1, 1), (figures["run/violations/no-driving/not_judged"], figures["run/violations/all/precision"]));
    }

    [Fact]
    public void Plates_stand_by_country()
    {
        var truth = MadeRun.Plated(1, 2, 3) with { Vehicles = [.. MadeRun.Truth.Vehicles.Select(v => v.Id == 3 ? v with { Country = "RU" } : v)] };
        var score = RunScore.Of(truth, MadeRun.Perfect with { Passages = [MadeRun.Passage(1, "l1", plate: "111AAA02"), MadeRun.Passage(2, "l1", plate: "222"), MadeRun.Passage(3, "l2")] });
        var grid = ScoreRunGrids.Of([score]).Single(g => g.Title == "Plates by country");
        string[][] expected = [["KZ", "2", "1 (50.0 %)", "2", "1 (50.0 %)"], ["RU", "1", "0 (0.0 %)", "0", "–"]];
        Assert.Equal(expected, grid.Rows);
    }

    [Theory]
    [InlineData("1,1,10,10,40,80,1,1,1", 0)]
    [InlineData("1,1,10,10,40,80,1,-1,-1,-1", 1)] // all that is said is that something is there
    public void Our_vehicles_are_no_false_alarms_where_the_truth_asks_for_people(string truth, int falseAlarms)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-score-mot-test-").FullName;
        try
        {
            var (gt, tracks) = (Path.Combine(folder, "gt.txt"), Path.Combine(folder, "tracks.txt"));
            File.WriteAllText(gt, truth + "\n");
            File.WriteAllText(tracks, "1,4,10,10,40,80,0.9,1,-1,-1\n1,5,300,10,90,60,0.9,4,-1,-1\n");
            var score = ScoreRunFiles.Mot(gt, tracks, out _, out var failure);
            Assert.Null(failure);
            Assert.Equal((1, falseAlarms), (score!.Clear.Matches, score.Clear.FalsePositives));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Real_clips_that_are_not_there_make_no_section()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-score-real-test-").FullName;
        try
        {
            Assert.Null(ScoreAllReal.Section(folder, [], TestContext.Current.CancellationToken, out var failure));
            Assert.Null(failure);
            Directory.CreateDirectory(Path.Combine(folder, "videos"));
            File.WriteAllText(Path.Combine(folder, "videos/ground_truth.json"), """{"toll.mp4":{"plates":[7]}}""");
            Assert.Null(ScoreAllReal.Section(folder, [], TestContext.Current.CancellationToken, out failure));
            Assert.Contains("ground_truth.json: toll.mp4.plates[0] must be an object", failure!.Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
