using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Plates;
using Qyran.Vision.Plates;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score plates</c>: plate finding and reading on labelled pictures, the project's or a person's own.</summary>
internal static class ScorePlates
{
    private static readonly (string Name, double From, double Until)[] Heights = [("< 16 px", 0, 16), ("16–24", 16, 24), ("24–40", 24, 40), ("≥ 40", 40, double.MaxValue)];
    private static readonly (string Name, double From, double Until)[] Signs = [("< 6 px", 0, 6), ("6–8 px", 6, 8), ("8–10 px", 8, 10), ("10–14 px", 10, 14), ("≥ 14 px", 14, double.MaxValue)];

    /// <summary>Spots scored so high count as found where only boxes are known.</summary>
    public const double FoundFrom = 0.3;

    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR")
        {
            Description = "Folders of labelled pictures of your own, instead of the project's sets: with a labels.csv, or with a .txt beside each picture as OpenALPR's benchmark has them.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = new Option<string?>("--data") { Description = "Folder of the ground truth. Default: $QYRAN_DATA, else ../shared/data." };
        var wrong = new Option<bool>("--wrong") { Description = "Also list every text that was not read exactly." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
        var command = new Command("plates", """
            Measure plate finding and reading on labelled pictures: the project's sets, or folders of your own.
            A labels.csv begins with file,text,x,y,w,h (and perhaps note); a .txt beside a picture holds lines of picture, x, y, width,
            height and text with tabs between. Of several texts read at one plate the surest counts. Pictures that are named and not
            there, or can't be read, are left out and named.

            Examples:
              qyran score plates
              qyran score plates --data /data/truth --wrong
              qyran score plates benchmarks/endtoend/eu benchmarks/endtoend/us --json
            """)
        { folders, data, wrong, json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(folders) ?? [], parsed.GetValue(data), parsed.GetValue(wrong), parsed.GetValue(json), stop)));
        return command;
    }

    private static int Run(string[] folders, string? given, bool wrong, bool json, CancellationToken stop)
    {
        if (folders.Length > 0 && given is not null) return Exit.Say(new(FailureKind.Invalid, "--data names the folder of the project's sets, DIR one of your own: give one of them"));
        if ((folders.Length > 0 ? Own(folders, stop, out var failure) : Shared(given, stop, out failure)) is not { } results) return Exit.Say(failure!);
        if (json)
        {
            ScorePlateJson.Write(results, wrong);
            return 0;
        }
        var console = ScoreConsole.Open();
        ScorePlateGrids.Overview(results, total: folders.Length > 0).Print(console);
        (folders.Length > 0 ? ScorePlateGrids.BySigns(results) : ScorePlateGrids.ByHeight(results)).Print(console);
        ScorePlateGrids.ByConfidence(results).Print(console);
        foreach (var r in results.Where(r => r.Left.Length > 0)) console.MarkupLine($"[yellow]Left out[/] of {Markup.Escape(r.Set.Title)}: {Markup.Escape(string.Join(", ", r.Left))}");
        if (wrong)
            foreach (var r in results)
                foreach (var (path, truth, read, confidence) in r.Wrong)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}  {truth}  read {(read.Length == 0 ? "–" : read)}  {confidence:0.000}"));
        return 0;
    }

    private static List<ScorePlateResult>? Shared(string? given, CancellationToken stop, out Failure? failure)
    {
        if (ScoreMaterial.Find(given, out failure) is not { } data) return null;
        var results = Measure(data, stop, out failure);
        if (failure is null && results.Count == 0) failure = new(FailureKind.NotFound, $"'{data}' holds no labelled plates (docs/howto/measure-accuracy.md says what goes there)");
        return failure is null ? results : null;
    }

    private static List<ScorePlateResult>? Own(string[] folders, CancellationToken stop, out Failure? failure)
    {
        List<ScorePlateSet> sets = [];
        foreach (var folder in folders)
        {
            if (ScorePlateSet.Own(folder, out failure) is not { } set) return null;
            sets.Add(set);
        }
        var results = Measure(sets, "", stop, out failure);
        if (failure is null && sets.Find(s => !results.Exists(r => r.Set == s)) is { } none) failure = new(FailureKind.NotFound, $"'{none.Title}': none of its labelled pictures is there and can be read");
        return failure is null ? results : null;
    }

    /// <summary>Every set of the project that is there.</summary>
    public static List<ScorePlateResult> Measure(string data, CancellationToken stop, out Failure? failure) => Measure(ScorePlateSet.All, data, stop, out failure);

    private static List<ScorePlateResult> Measure(IEnumerable<ScorePlateSet> sets, string data, CancellationToken stop, out Failure? failure)
    {
        List<ScorePlateResult> results = [];
        using var eyes = PlateEyes.Open(out failure);
        if (eyes is null) return results;
        using var progress = new StatusLine();
        foreach (var set in sets)
        {
            var material = set.Read(data, out failure);
            if (failure is not null) break;
            if (material is null or { Pictures.Count: 0 }) continue;
            var result = Measure(set, material, eyes, n => { if (progress.Due) progress.Show($"{set.Title}: {n} of {material.Pictures.Count} pictures"); }, stop);
            if (result.Pictures > 0) results.Add(result);
            if (stop.IsCancellationRequested)
            {
                failure = new(FailureKind.Cancelled, "stopped");
                break;
            }
        }
        return results;
    }

    private static ScorePlateResult Measure(ScorePlateSet set, ScorePlateMaterial material, PlateEyes eyes, Action<int> onPicture, CancellationToken stop)
    {
        var pictures = material.Pictures;
        // what nobody wrote down is not asked for: without texts the finder alone is measured, at all its scales
        var boxesOnly = pictures.TrueForAll(p => p.Truth.TrueForAll(t => t.Text is null));
        var crops = pictures.TrueForAll(p => p.Truth.TrueForAll(t => t.Box is null));
        var score = PlateScore.None;
        var heights = Heights.Select(_ => PlateScore.None).ToArray();
        var signs = Signs.Select(_ => PlateScore.None).ToArray();
        List<double> times = [];
        List<(double, bool)> readings = [];
        List<string> left = [.. material.Left];
        var wrong = ImmutableArray.CreateBuilder<(string, string, string, double)>();
        using var picture = new GreyPicture();
        for (var i = 0; i < pictures.Count && !stop.IsCancellationRequested; i++)
        {
            onPicture(i);
            if (picture.TryRead(pictures[i].Path, colours: false) is { } why)
            {
                left.Add($"{pictures[i].Name} ({why})");
                continue;
            }
            var began = Stopwatch.GetTimestamp();
            var plates = eyes.Look(picture.Grey);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            PlateGuess[] read = [.. plates.Where(p => p.Confidence >= 0.1 || crops).Select(p => new PlateGuess(p.Text, p.Quad.Box, p.Confidence, PlateEyes.IsSure(p)))];
            PlateGuess[] guesses = boxesOnly ? [.. eyes.Spots(picture.Grey, FoundFrom).Select(s => new PlateGuess("", s.Quad.Box, s.Score, false))] : read;
            var truth = pictures[i].Truth;
            // no spot is sure by itself, but what was read there may be
            score += PlateScore.Of(truth, guesses) with { AcceptedElsewhere = PlateScore.Of(truth, read).AcceptedElsewhere };
            foreach (var plate in truth)
            {
                var one = PlateScore.Of(truth, guesses, plate, out var said);
                var (width, height) = plate.Box is { } box ? (box.Width, box.Height) : (picture.Grey.Width, picture.Grey.Height);
                Put(heights, Heights, height, one);
                Put(signs, Signs, SignHeight.Of(width, height), one);
                if (one.Texts == 0) continue;
                if (said is not null) readings.Add((said.Confidence, one.Exact == 1));
                if (one.Exact == 0) wrong.Add((Path.GetFileName(pictures[i].Path), plate.Text!, said?.Text ?? "", said?.Confidence ?? 0));
            }
        }
        times.Sort();
        return new(set, times.Count, crops, score, [.. Heights.Select((b, i) => (b.Name, heights[i]))], [.. Signs.Select((b, i) => (b.Name, signs[i]))],
            PlateScore.Reliability(readings), times.Count == 0 ? 0 : times[times.Count / 2], wrong.ToImmutable(), [.. left]) { BoxesOnly = boxesOnly };
    }

    private static void Put(PlateScore[] scores, (string Name, double From, double Until)[] bands, double px, PlateScore one)
    {
        for (var b = 0; b < bands.Length; b++)
            if (px >= bands[b].From && px < bands[b].Until) scores[b] += one;
    }
}
