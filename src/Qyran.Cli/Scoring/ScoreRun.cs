using System.CommandLine;
using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Measure.Scoring.Runs;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score run</c>: the output folder of one analysis held against the truth of its clip.</summary>
internal static class ScoreRun
{
    public static Command Create()
    {
        var truth = new Option<string>("--truth") { Description = "truth.json of a simulation (or its folder), a MOTChallenge gt.txt, or a MOTChallenge sequence's folder.", Required = true };
        var result = new Option<string>("--result") { Description = "What qyran analyze wrote (a folder); for a MOTChallenge truth a tracks.txt will do.", Required = true };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
        var html = new Option<string?>("--html") { Description = "Also write a page with pictures of the worst cases (simulated clips only)." };
        var video = new Option<string?>("--video") { Description = "The clip, for --html. Default: video.mp4 beside the truth." };
        var command = new Command("run", """
            Hold one analysis against what really happened: tracks, and for a simulated clip also speeds, violations, plates and counts.

            Examples:
              qyran score run --truth simulated/junction --result junction-results
              qyran score run --truth simulated/junction/truth.json --result junction-results --json
              qyran score run --truth simulated/junction --result junction-results --html worst.html
              qyran score run --truth MOT17-05-FRCNN --result results/tracks.txt
            """)
        { truth, result, json, html, video };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            parsed.GetValue(truth)!, parsed.GetValue(result)!, parsed.GetValue(json), parsed.GetValue(html), parsed.GetValue(video), stop)));
        return command;
    }

    private static int Run(string truthPath, string resultPath, bool json, string? html, string? video, CancellationToken stop)
    {
        if (Directory.Exists(truthPath) && File.Exists(Path.Combine(truthPath, "truth.json"))) truthPath = Path.Combine(truthPath, "truth.json");
        if (Directory.Exists(truthPath) && !File.Exists(Path.Combine(truthPath, "gt/gt.txt")))
            return Exit.Say(new(FailureKind.NotFound, $"'{truthPath}' holds neither truth.json nor gt/gt.txt"));
        if (!Directory.Exists(truthPath) && !Path.GetExtension(truthPath).Equals(".txt", StringComparison.OrdinalIgnoreCase))
            return Simulated(truthPath, resultPath, json, html, video, stop);
        if (html is not null) return Exit.Say(new(FailureKind.Invalid, "--html needs a simulation's truth.json: a MOTChallenge truth has no video to show"));
        if (ScoreRunFiles.Mot(truthPath, resultPath, out var name, out var failure) is not { } score) return Exit.Say(failure!);
        var columns = ScoreColumn.HigherOrder.Concat(ScoreColumn.Published).ToList();
        if (json) Json(name, columns.Select(c => new ScoreFigure($"tracks/{c.Key}", c.Of(score), c.Better)));
        else new ScoreGrid($"Tracks: {name}", ["figure", "value"], [.. columns.Select(c => new[] { c.Name, c.Text(c.Of(score)) })]).Print(ScoreConsole.Open());
        return 0;
    }

    private static int Simulated(string truthPath, string resultPath, bool json, string? html, string? video, CancellationToken stop)
    {
        if (ScoreRunFiles.Truth(truthPath, out var failure) is not { } truth) return Exit.Say(failure!);
        if (ScoreRunFiles.Result(resultPath, out failure) is not { } result) return Exit.Say(failure!);
        if (ScoreRunFiles.NotOfWhole(truth, result, resultPath) is { } partly) return Exit.Say(partly);
        var score = RunScore.Of(truth, result);
        if (html is not null && ScoreRunPage.Write(html, video ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(truthPath))!, "video.mp4"), truth, result, score, stop) is { } unwritten)
            return Exit.Say(unwritten);
        if (json)
        {
            Json(score.Scenario, ScoreRunGrids.Figures("run", [score]));
            return 0;
        }
        var console = ScoreConsole.Open();
        foreach (var grid in ScoreRunGrids.Of([score])) grid.Print(console);
        if (!score.Missed.IsEmpty) console.WriteLine($"Vehicles without any track: {string.Join(", ", score.Missed)}");
        if (!score.Split.IsEmpty) console.WriteLine($"Vehicles split into several tracks: {string.Join(", ", score.Split)}");
        if (html is not null) console.WriteLine($"Worst cases with pictures: {html}");
        return 0;
    }

    private static void Json(string name, IEnumerable<ScoreFigure> figures)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("qyran_score", "run");
            json.WriteString("version", FileAnalysis.Version);
            json.WriteString("clip", name);
            json.WriteStartObject("figures");
            foreach (var f in figures) json.WriteNumber(f.Key, f.Kept);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
