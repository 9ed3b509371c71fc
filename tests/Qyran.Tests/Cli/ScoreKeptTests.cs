using System.Collections.Immutable;
using System.Text;
using Qyran.Cli;
using Spectre.Console;

namespace Qyran.Tests.Cli;

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
    public void Figures_of_what_was_left_out_and_of_parts_not_measured_stay()
    {
        var kept = Encoding.UTF8.GetString(ScoreKept.Write(Now, Before, Left, "v"));
        foreach (var line in (string[])["\"simulated/b/tracks/hota\": 60", "\"plates/kz/exact\": 90", "\"simulated/a/tracks/hota\": 80"]) Assert.Contains(line, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated/c/", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_without_its_detections_is_named_and_so_is_a_whole_set()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-sets-").FullName;
        try
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
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
