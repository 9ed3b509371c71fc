using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Qyran.Cli.Scoring;
using Spectre.Console;

namespace Qyran.Tests.Cli.Scoring;

/// <summary>What <c>score all</c> says of the figures kept from the run before, and which it keeps.</summary>
public sealed class ScoreKeptTests
{
    private static readonly ImmutableSortedDictionary<string, double> Before = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, double>
    {
        ["plates/kz/exact"] = 90,
        ["simulated/a/tracks/hota"] = 70,
        ["simulated/b/tracks/hota"] = 60,
        ["simulated/c/tracks/hota"] = 50,
        ["simulated/counts/true"] = 11,
        ["simulated/speeds/bias_kmh"] = 0.3,
        ["simulated/speeds/coverage"] = 0.96,
        ["simulated/tracks/hota"] = 75,
        ["simulated/tracks/idf1"] = 80,
    });

    private static readonly ScoreFigure[] Now =
    [
        new("simulated/a/tracks/hota", 80, 1),
        new("simulated/tracks/hota", 70, 1) { Total = true },
        new("simulated/tracks/idf1", 80.00001, 1) { Total = true },
        new("simulated/speeds/coverage", 0.99, 0) { Goal = 0.95, Total = true },
        new("simulated/speeds/bias_kmh", -0.1, 0) { Goal = 0, Total = true },
        new("simulated/counts/true", 12, 0) { Total = true },
    ];

    private static readonly ScoreLeft[] Left = [new("b", ["simulated/b/"])];

    [Fact]
    public void Every_change_is_told_totals_first_and_what_is_gone_is_named()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 200;
        ScoreKept.Compare(Now, Before, Left, console);
        Assert.Equal(
            [
                "Against the figures kept: 2 better, 2 worse, 1 changed otherwise, 2 not measured this time.",
                "• simulated/counts/true: 11 → 12",
                "▲ simulated/speeds/bias_kmh: 0.3 → -0.1",
                "▼ simulated/speeds/coverage: 0.96 → 0.99",
                "▼ simulated/tracks/hota: 75 → 70",
                "▲ simulated/a/tracks/hota: 70 → 80",
                "– simulated/b/tracks/hota: was 60, not measured this time",
                "– simulated/c/tracks/hota: was 50, not measured this time and no longer kept",
            ], text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()));
    }

    [Fact]
    public void A_second_run_is_still_held_against_the_last_commit()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-score-commit-test-").FullName;
        try
        {
            var kept = Path.Combine(folder, "docs", "accuracy.json");
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            Assert.Null(ScoreCommitted.Read(kept));
            Git("init", "--quiet");
            Run(90);
            Assert.Null(ScoreCommitted.Read(kept)); // nothing is committed yet
            Git("add", ".");
            Git("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "figures");
            Run(80);
            Run(80);
            var (figures, commit) = ScoreCommitted.Read(kept)!.Value;
            Assert.Equal(90, figures.Figures["simulated/tracks/hota"]);
            using var text = new StringWriter();
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
            console.Profile.Width = 200;
            ScoreKept.Compare([Hota(80)], figures.Figures, [], console, commit);
            Assert.Contains($"Against the figures of commit {commit}: 0 better, 1 worse", text.ToString(), StringComparison.Ordinal);

            void Run(double hota) => File.WriteAllBytes(kept, ScoreKept.Write([Hota(hota)], ScoreBefore.None, [], "v"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static ScoreFigure Hota(double value) => new("simulated/tracks/hota", value, 1);

        void Git(params string[] arguments)
        {
            var start = new ProcessStartInfo("git") { WorkingDirectory = folder };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var git = Process.Start(start)!;
            git.WaitForExit();
            Assert.Equal(0, git.ExitCode);
        }
    }

    [Fact]
    public void Figures_of_what_was_left_out_and_of_parts_not_measured_stay()
    {
        var kept = Encoding.UTF8.GetString(ScoreKept.Write(Now, ScoreBefore.None with { Figures = Before, Version = "v" }, Left, "v"));
        foreach (var line in (string[])["\"simulated/b/tracks/hota\": 60", "\"plates/kz/exact\": 90", "\"simulated/a/tracks/hota\": 80"]) Assert.Contains(line, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated/c/", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("older", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stays_keeps_the_version_that_measured_it() => InFolder(folder =>
    {
        var path = Path.Combine(folder, "accuracy.json");
        File.WriteAllBytes(path, ScoreKept.Write(Now, ScoreBefore.None with { Figures = Before, Version = "v1" }, Left, "v2"));
        var second = Read(path);
        Assert.Equal(("v1", "v1", "v2"), (second.VersionOf("simulated/b/tracks/hota"), second.VersionOf("plates/kz/exact"), second.VersionOf("simulated/a/tracks/hota")));

        // now the whole part is missing, and then all is measured again
        File.WriteAllBytes(path, ScoreKept.Write([new("plates/kz/exact", 91, 1)], second, [], "v3"));
        var third = Read(path);
        Assert.Equal(("v1", "v3", "v2"), (third.VersionOf("simulated/b/tracks/hota"), third.VersionOf("plates/kz/exact"), third.VersionOf("simulated/a/tracks/hota")));
        Assert.Equal(second.Figures.Count, third.Figures.Count);
        Assert.Empty(Read(path, ScoreKept.Write([.. Now, new("simulated/b/tracks/hota", 61, 1), new("plates/kz/exact", 91, 1)], third, [], "v4")).Older);
    });

    [Fact]
    public void The_figures_kept_in_the_project_can_be_read()
    {
        var kept = Read(Path.Combine(Material.Project, "docs/accuracy.json"));
        Assert.True(kept.Figures.Count > 500);
        Assert.NotNull(kept.Version);
    }

    [Theory]
    [InlineData("{\"figures\":{\"a\":1,\"a\":2}}", "has 'a' twice")]
    [InlineData("{\"figures\":{},\"older\":{\"a\":\"1\",\"a\":\"2\"}}", "has 'a' twice")]
    [InlineData("{\"figures\":[]}", "does not hold the figures")]
    [InlineData("{\"figures\":{\"a\":1", "does not hold the figures")]
    [InlineData(null, "can't read")]
    public void Wrong_figures_are_one_clear_line(string? text, string said) => InFolder(folder =>
    {
        var path = Path.Combine(folder, "accuracy.json");
        File.WriteAllText(path, text);
        // held by somebody else it can't be read
        using var held = text is null ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
        Assert.Empty(ScoreKept.Read(path, out var failure).Figures);
        Assert.Contains(said, failure!.Text, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(0.9951, 0.9060, -1)] // a stated error that no longer holds, though it is nearer
    [InlineData(0.9060, 0.9951, 1)]
    [InlineData(0.94, 0.93, -1)]
    [InlineData(0.99, 0.96, 1)]
    [InlineData(0.96, 0.95, 1)]
    [InlineData(0.95, 0.95, 0)]
    public void A_coverage_below_what_is_promised_is_worse_than_any_above(double was, double now, int sign)
    {
        Assert.Equal(sign, new ScoreFigure("speeds/coverage", now, 0) { Goal = 0.95, GoalIsLeast = true }.Against(was));
        Assert.Equal(1, new ScoreFigure("speeds/bias_kmh", -0.1, 0) { Goal = 0 }.Against(0.2));
    }

    [Fact]
    public void What_is_not_there_this_time_is_named_and_its_figures_stay()
    {
        var models = ScoreAllDetections.WithoutModels(null, ["simulated-detections"]).ToList();
        Assert.Equal(["simulated-detections/yolox_nano/", "simulated-detections/nanodet_m/", "simulated-detections/picodet_s_320_coco/", "simulated-detections/FastestDet/"], models.SelectMany(l => l.Keys));
        Assert.Equal("yolox_nano (no such model)", models[0].What);

        var plates = ScoreAllReal.WithoutPlates(["plates/kz/exact", "real/all/violations", "real/toll/plates_exact", "real/toll/plates_legible", "real/toll/violations"]);
        Assert.Equal("plates of toll (no videos/ground_truth.json)", plates.What);
        Assert.Equal("real/toll/plates_", Assert.Single(plates.Keys));
    }

    [Fact]
    public void A_sequence_without_its_detections_is_named_and_so_is_a_whole_set() => InFolder(folder =>
    {
        foreach (var name in (string[])["A", "B"])
        {
            var truth = Directory.CreateDirectory(Path.Combine(folder, "mot/mot15", name)).FullName;
            File.WriteAllText(Path.Combine(truth, "seqinfo.ini"), $"name={name}\nframeRate=25\nseqLength=2\nimWidth=640\nimHeight=480\n");
            Directory.CreateDirectory(Path.Combine(truth, "gt"));
            File.WriteAllText(Path.Combine(truth, "gt/gt.txt"), "1,1,10,10,40,80,1,-1,-1,-1\n2,1,12,10,40,80,1,-1,-1,-1\n");
        }
        Directory.CreateDirectory(Path.Combine(folder, "mot/sort/data/train/A/det"));
        File.WriteAllText(Path.Combine(folder, "mot/sort/data/train/A/det/det.txt"), "1,-1,10,10,40,80,0.9,-1,-1,-1\n2,-1,12,10,40,80,0.9,-1,-1,-1\n");
        var sets = ScoreBenchmarks.Run(folder, [], out var failure);
        Assert.Null(failure);
        Assert.Equal(("mot15-rest", "B"), (Assert.Single(sets).Key, Assert.Single(sets[0].Missing)));
        var section = ScoreAllTracks.Section(sets);
        Assert.Contains("no truth or no detections for B", section.How, StringComparison.Ordinal);
        Assert.Equal(["tracks/mot15-rest/B/", "tracks/mot15-sort/", "tracks/mot17-sort/", "tracks/kitti-cars/"], section.Left.SelectMany(l => l.Keys));
    });

    private static ScoreBefore Read(string path, byte[]? written = null)
    {
        if (written is not null) File.WriteAllBytes(path, written);
        var kept = ScoreKept.Read(path, out var failure);
        Assert.Null(failure);
        return kept;
    }

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-kept-").FullName;
        try
        {
            test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
