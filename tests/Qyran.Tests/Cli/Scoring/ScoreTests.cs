using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Qyran.Cli.Scoring;
using Qyran.Tests.Measure.Scoring.Runs;

namespace Qyran.Tests.Cli.Scoring;

public sealed class ScoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-score-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Tracks_as_JSON_carry_both_ours_and_SORTs_figures()
    {
        Material.Need("mot/mot15/TUD-Campus");
        var ended = QyranProcess.Run("score", "tracks", "--data", Material.Root, "--only", "TUD-Campus", "--json");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        using var json = JsonDocument.Parse(ended.Out);
        var sequence = json.RootElement.GetProperty("sets")[0].GetProperty("sequences")[0];
        Assert.Equal((25, 71, 62.7), (sequence.GetProperty("fps").GetInt32(), sequence.GetProperty("frames").GetInt32(), sequence.GetProperty("sort_published").GetProperty("mota").GetDouble()));
        Assert.InRange(sequence.GetProperty("hota").GetDouble(), 1, 100);
        Assert.Equal(62.7, sequence.GetProperty("sort_remade").GetProperty("mota").GetDouble(), 0.05);
    }

    [Theory]
    [InlineData(66, "score", "tracks", "--data", "{none}")]
    [InlineData(66, "score", "tracks", "--data", "{empty}")]
    [InlineData(66, "score", "counts", "--data", "{none}")]
    [InlineData(66, "score", "counts", "--data", "{empty}")]
    [InlineData(66, "score", "counts", "--data", "{empty}", "--counts", "{none}")]
    [InlineData(66, "score", "all", "--data", "{none}")]
    [InlineData(66, "score", "speeds", "--data", "{none}")]
    [InlineData(66, "score", "speeds", "--data", "{empty}")]
    [InlineData(66, "score", "all", "--data", "{empty}", "--no-simulated", "--out", "{out}/a.md")]
    [InlineData(66, "score", "all", "--simulated", "{none}")]
    [InlineData(66, "score", "all", "--simulated", "{empty}")]
    [InlineData(64, "score", "all", "--simulated", "{empty}", "--no-simulated")]
    [InlineData(64, "score", "all", "--pages", "{out}/worst", "--no-simulated")]
    [InlineData(66, "score", "run", "--truth", "{none}", "--result", "{empty}")]
    [InlineData(66, "score", "run", "--truth", "{none}.json", "--result", "{empty}")]
    [InlineData(66, "score", "run", "--truth", "{truth}", "--result", "{none}")]
    [InlineData(66, "score", "run", "--truth", "{truth}", "--result", "{empty}")]
    [InlineData(65, "score", "run", "--truth", "{noise}.json", "--result", "{empty}")]
    [InlineData(65, "score", "run", "--truth", "{noise}.txt", "--result", "{noise}.txt")]
    [InlineData(66, "score", "run", "--truth", "{empty}", "--result", "{empty}")]
    public void Missing_or_wrong_files_end_in_one_clear_line(int code, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        File.WriteAllText(Path.Combine(folder, "noise.json"), "not a truth\n");
        File.WriteAllText(Path.Combine(folder, "noise.txt"), "not a track\n");
        File.WriteAllText(Path.Combine(folder, "truth.json"), RunTruthTextTests.Sound);
        var ended = QyranProcess.Run([.. arguments.Select(a => a.Replace("{none}", folder + "/none", StringComparison.Ordinal)
            .Replace("{empty}", folder + "/empty", StringComparison.Ordinal).Replace("{noise}", folder + "/noise", StringComparison.Ordinal)
            .Replace("{truth}", folder + "/truth.json", StringComparison.Ordinal).Replace("{out}", folder, StringComparison.Ordinal))]);
        Assert.Equal(code, ended.Code);
        Assert.Single(ended.ErrorLines);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Out);
    }

    [Fact]
    public void A_run_is_scored_from_its_folder()
    {
        var truth = Analysed();
        var ended = QyranProcess.Run("score", "run", "--truth", truth, "--result", folder, "--json");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        using var json = JsonDocument.Parse(ended.Out);
        var figures = json.RootElement.GetProperty("figures");
        Assert.Equal((100, 0, 0.5, 1, 1, 0), (Of("tracks/hota"), Of("tracks/false_positives"), Of("speeds/mae_kmh"), Of("violations/red-light/precision"), Of("violations/red-light/recall"), Of("counts/wrong")));

        var tables = QyranProcess.Run("score", "run", "--truth", truth, "--result", folder);
        Assert.Equal((0, ""), (tables.Code, tables.Error));
        foreach (var word in (string[])["junction (dusk, rain)", "HOTA", "red-light", "followed over", "Counts per lane and class"])
            Assert.Contains(word, tables.Out, StringComparison.Ordinal);

        double Of(string key) => figures.GetProperty("run/" + key).GetDouble();
    }

    [Fact]
    public void The_accuracy_page_is_the_same_when_nothing_changed_and_says_what_did()
    {
        // the tracking truth alone: the speeds have a test of their own
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(data, "mot"), Path.GetFullPath(Path.GetDirectoryName(Material.Need("mot/mot15"))!));
        var page = Path.Combine(folder, "accuracy.md");
        var figures = Path.Combine(folder, "accuracy.json");
        var first = QyranProcess.Run("score", "all", "--data", data, "--no-simulated", "--out", page);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Contains("No earlier figures", first.Out, StringComparison.Ordinal);
        var files = Directory.GetFiles(folder, "accuracy*").Concat(Directory.GetFiles(Path.Combine(folder, "accuracy"))).Order(StringComparer.Ordinal).ToList();
        var bytes = files.ConvertAll(Undated);
        Assert.Contains("accuracy/tracks-mota.svg", bytes[files.IndexOf(page)], StringComparison.Ordinal);
        Assert.All(files.Where(f => f.EndsWith(".svg", StringComparison.Ordinal)), f => XDocument.Load(f));

        var again = QyranProcess.Run("score", "all", "--data", data, "--no-simulated", "--out", page);
        Assert.Contains("0 better, 0 worse", again.Out, StringComparison.Ordinal);
        Assert.Equal(bytes, files.ConvertAll(Undated));

        var kept = File.ReadAllText(figures);
        var hota = JsonDocument.Parse(kept).RootElement.GetProperty("figures").GetProperty("tracks/mot15-sort/overall/hota").GetRawText();
        File.WriteAllText(figures, kept.Replace($"overall/hota\": {hota}", "overall/hota\": 99", StringComparison.Ordinal).Replace("\"figures\": {", "\"figures\": {\n \"elsewhere/kept\": 3, \"tracks/mot15-sort/Gone/hota\": 7,", StringComparison.Ordinal));
        var worse = QyranProcess.Run("score", "all", "--data", data, "--no-simulated", "--out", page);
        Assert.Contains("worse", worse.Out, StringComparison.Ordinal);
        Assert.Contains("tracks/mot15-sort/overall/hota: 99 →", worse.Out, StringComparison.Ordinal);
        Assert.Contains("tracks/mot15-sort/Gone/hota: was 7, not measured this time and no longer kept", worse.Out, StringComparison.Ordinal);
        Assert.Contains("\"elsewhere/kept\": 3", File.ReadAllText(figures), StringComparison.Ordinal); // a part not measured this time stays

        File.WriteAllText(figures, "something else");
        Assert.Equal(65, QyranProcess.Run("score", "all", "--data", data, "--no-simulated", "--out", page).Code);
    }

    [Fact]
    public void Real_speeds_come_onto_the_page_with_plots_and_figures()
    {
        Material.Need("speed/brnocompspeed/gt");
        var section = ScoreAllSpeeds.Section(Material.Root, TimeProvider.System, CancellationToken.None, out var failure);
        Assert.Null(failure);
        Assert.False(section!.How.StartsWith('#'));
        Assert.Equal(3, section.Plots.Count);
        double Of(string key) => section.Figures.Single(f => f.Key == "speeds/brnocompspeed/all/" + key).Value;
        Assert.InRange(Of("measured"), 3000, 5373);
        Assert.InRange(Of("mae_kmh"), 0.1, 1);
        Assert.InRange(Of("coverage"), 0.9, 1);
        Assert.True(Of("median_kmh") <= Of("p95_kmh") && Of("p95_kmh") <= Of("p99_kmh") && Of("p99_kmh") <= Of("worst_kmh"));
        Assert.Null(ScoreAllSpeeds.Section(folder, TimeProvider.System, CancellationToken.None, out failure));
        Assert.Null(failure);
    }

    [Fact]
    public void Recordings_of_speeds_that_are_not_there_are_named_and_their_figures_stay()
    {
        var all = Material.Need("speed/brnocompspeed");
        var some = Directory.CreateDirectory(Path.Combine(folder, "speed/brnocompspeed")).FullName;
        Directory.CreateDirectory(Path.Combine(some, "gt"));
        foreach (var name in (string[])["gt/session0_left.json.gz", "reference_errors.json", "reference_errors_spanning.json"]) File.CreateSymbolicLink(Path.Combine(some, name), Path.GetFullPath(Path.Combine(all, name)));
        Directory.CreateSymbolicLink(Path.Combine(some, "tracks"), Path.GetFullPath(Path.Combine(all, "tracks")));
        var section = ScoreAllSpeeds.Section(folder, TimeProvider.System, CancellationToken.None, out var failure);
        Assert.True(section is not null, failure?.Text);
        Assert.Equal("speeds/brnocompspeed/session0_right/", section.Left[0].Keys.Single());
        Assert.Equal(5, section.Left.Length);
        Assert.Contains("published tracks of 1 recording; not there: session0_right, session2_center, session2_right, session4_left, session4_right", section.How, StringComparison.Ordinal);
        Assert.Equal(-1, section.Figures.Single(f => f.Key == "speeds/brnocompspeed/all/too_high").Better);

        // the errors handed over lack one
        File.Delete(Path.Combine(some, "reference_errors.json"));
        File.WriteAllText(Path.Combine(some, "reference_errors.json"), "{\"dubska_optimal_calib\":{\"sessions\":{\"session0_left\":{\"n\":1}}}}");
        Assert.Null(ScoreSpeeds.Measure(folder, CancellationToken.None, out failure));
        Assert.Contains("the reference errors of dubska_optimal_calib for session0_left have no number 'valid'", failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Clips_with_their_truth_are_analysed_scored_and_shown()
    {
        var clip = Path.Combine(folder, "clips/made");
        Directory.CreateDirectory(clip);
        File.Move(MadeVideo.Driving(folder), Path.Combine(clip, "video.mp4"));
        File.WriteAllText(Path.Combine(clip, "truth.json"), MadeVideo.DrivingTruth());
        var page = Path.Combine(folder, "accuracy.md");
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        Directory.CreateDirectory(Path.Combine(folder, "clips/untold"));
        File.WriteAllText(Path.Combine(folder, "clips/untold/video.mp4"), "");
        var all = QyranProcess.Run("score", "all", "--data", Path.Combine(folder, "empty"), "--simulated", Path.Combine(folder, "clips"), "--pages", Path.Combine(folder, "worst"), "--out", page);
        Assert.True(all.Code == 0, all.Error);
        using (var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "accuracy.json"))))
        {
            var figures = json.RootElement.GetProperty("figures");
            Assert.InRange(figures.GetProperty("simulated/tracks/hota").GetDouble(), 60, 100); // one dark box on an even ground
            Assert.Equal(0, figures.GetProperty("simulated/tracks/vehicles_missed").GetDouble());
            Assert.Equal(0, figures.GetProperty("simulated/violations/all/recall").GetDouble()); // without a scene nothing is judged
            Assert.False(figures.TryGetProperty("simulated/violations/all/precision", out _)); // no case, no precision
        }
        Assert.Contains("data:image/jpeg", File.ReadAllText(Path.Combine(folder, "worst/made.html")), StringComparison.Ordinal);
        Assert.Contains("untold (a video without truth.json)", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("untold (a video without truth.json)", all.Out, StringComparison.Ordinal);
        Assert.Contains("Not measured this time", File.ReadAllText(page), StringComparison.Ordinal);

        var results = Path.Combine(folder, "results");
        Assert.Equal(0, QyranProcess.Run("analyze", Path.Combine(clip, "video.mp4"), "--out", results, "--no-decode-cost").Code);
        var html = Path.Combine(folder, "worst.html");
        var run = QyranProcess.Run("score", "run", "--truth", clip, "--result", results, "--html", html);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var text = File.ReadAllText(html);
        foreach (var part in (string[])["vehicle 7 broke red-light at 3.00 s; no case was made", "data:image/jpeg;base64,/9j/", "class=\"truth\"", "class=\"result\""])
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.DoesNotContain("ms off", text, StringComparison.Ordinal);

        // the same with a plate that it has not and two cases of its one violation
        var passages = Path.Combine(results, "passages.jsonl");
        var passage = JsonNode.Parse(File.ReadLines(passages).First())!;
        passage["plate"] = new JsonObject { ["text"] = "WRONG999", ["confidence"] = 0.9 };
        File.WriteAllText(passages, passage.ToJsonString() + "\n");
        File.WriteAllLines(Path.Combine(results, "cases.jsonl"), [Case("c1", 3), Case("c2", 4)]);
        run = QyranProcess.Run("score", "run", "--truth", clip, "--result", results, "--html", html);
        Assert.Equal((0, ""), (run.Code, run.Error));
        text = File.ReadAllText(html);
        foreach (var part in (string[])["Further cases of one violation", "case c2: red-light at 4.00 s against vehicle 7, which has a case for it", "Plates misread", "WRONG999 was accepted; vehicle 7 has no plate",
            "<h2>Violations</h2>", "<h2>Plates</h2>", "<h2>Counts per lane and class</h2>"])
            Assert.Contains(part, text, StringComparison.Ordinal);

        string Case(string id, int at) => new JsonObject { ["id"] = id, ["rule"] = "red-light", ["passage"] = passage["id"]!.GetValue<string>(), ["at"] = at }.ToJsonString();
    }

    [Fact]
    public void A_clip_that_breaks_off_is_no_poor_result()
    {
        var clip = Directory.CreateDirectory(Path.Combine(folder, "clips/made")).FullName;
        File.Move(MadeVideo.Driving(folder, seconds: 2), Path.Combine(clip, "video.mp4"));
        File.WriteAllText(Path.Combine(clip, "truth.json"), MadeVideo.DrivingTruth(seconds: 4));
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        var all = QyranProcess.Run("score", "all", "--data", Path.Combine(folder, "empty"), "--simulated", Path.Combine(folder, "clips"), "--out", Path.Combine(folder, "accuracy.md"));
        Assert.Equal(65, all.Code);
        Assert.Contains("made: only 50 of the 100 frames", all.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "accuracy.md")));
    }

    /// <summary>A truth of two frames and what an analysis of it writes, in the folder; the truth's path.</summary>
    private string Analysed()
    {
        var truth = Path.Combine(folder, "truth.json");
        File.WriteAllText(truth, RunTruthTextTests.Sound);
        File.WriteAllText(Path.Combine(folder, "tracks.txt"), "1,4,1,2,30,40,0.9,4,-1,-1\n1,5,500,2,30,40,0.9,1,-1,-1\n");
        File.WriteAllText(Path.Combine(folder, "passages.jsonl"),
            """{"id":"p000001","track":4,"class":"car","first_seen":0,"last_seen":0,"lane":"l1","direction":"along","plate":null,"speed":{"kmh":54.5,"error_kmh":1,"speed_mmph":54500000,"error_mmph":1000000,"calibration":"c"}}""");
        File.WriteAllText(Path.Combine(folder, "cases.jsonl"), """{"id":"c1","rule":"red-light","offence":null,"passage":"p000001","at":12.3,"verdict":"broken","why":"","evidence":null}""");
        return truth;
    }

    [Theory]
    [InlineData("""{"frames":2,"stopped":false}""", 0, "")]
    [InlineData("""{"frames":1,"stopped":true}""", 65, "is of a run that was stopped after 1 of 2 frames")]
    [InlineData("""{"frames":2,"stopped":true}""", 65, "is of a run that was stopped after 2 of 2 frames")]
    [InlineData("""{"frames":1,"stopped":false}""", 65, "is of a run that read only 1 of 2 frames")]
    [InlineData("""{"frames":3,"stopped":false}""", 64, "is of another clip: it has 3 frames, the truth 2")]
    [InlineData("""{"frames":2,"stopped":"no"}""", 65, "stopped must be true or false")]
    public void A_result_that_is_not_of_the_whole_clip_is_not_scored(string summary, int code, string said)
    {
        var truth = Analysed();
        File.WriteAllText(Path.Combine(folder, "summary.json"), summary);
        var ended = QyranProcess.Run("score", "run", "--truth", truth, "--result", folder);
        Assert.Equal(code, ended.Code);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.Equal(code == 0 ? 0 : 1, ended.ErrorLines.Length);
        Assert.Equal(code != 0, ended.Out.Length == 0);
    }

    [Fact]
    public void Speeds_look_for_the_truth_where_everything_else_does() =>
        Assert.Contains("no ground truth: there is no folder", QyranProcess.Run("score", "speeds", "--data", folder + "/none").Error, StringComparison.Ordinal);

    private static string Undated(string path) => string.Join('\n', File.ReadLines(path).Where(l => !l.StartsWith("Measured ", StringComparison.Ordinal)));

    [Fact]
    public void Plots_are_well_formed_whatever_the_values()
    {
        string[] plots =
        [
            ScoreSvg.Histogram("a < b & \"c\"", "x", [-9, 0, 0.1, 9], -5, 5, 20), ScoreSvg.Histogram("none", "x", [], -5, 5, 20),
            ScoreSvg.Scatter("t", "x", "y", [(1, 2), (3, -4)]), ScoreSvg.Scatter("one", "x", "y", [(1, 0)]), ScoreSvg.Scatter("none", "x", "y", []),
            ScoreSvg.Reliability("t", [0.1, 0.5, 1.2]), ScoreSvg.Reliability("none", []),
            ScoreSvg.Pairs("t", "y", "a", "b", [("one", -3, 5), ("two", 4, null)]),
        ];
        foreach (var plot in plots)
        {
            var svg = XDocument.Parse(plot).Root!;
            Assert.Equal("svg", svg.Name.LocalName);
            Assert.DoesNotContain("NaN", plot, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", plot, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_reliability_line_of_honest_errors_lies_on_the_diagonal()
    {
        // differences at the quantiles of a normal distribution whose 95 % error is stated as 1.96 standard deviations
        double[] ratios = [.. Enumerable.Range(0, 2000).Select(i => Math.Abs(MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + 0.5) / 2000)) / 1.959964)];
        var svg = XDocument.Parse(ScoreSvg.Reliability("t", ratios));
        foreach (var dot in svg.Root!.Elements().Where(e => e.Name.LocalName == "circle"))
        {
            var x = ((double)dot.Attribute("cx")! - 64) / (640 - 84);
            var y = (360 - 52 - (double)dot.Attribute("cy")!) / (360 - 96);
            Assert.Equal(x, y, 0.005);
        }
    }
}
