using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Plates;
using Qyran.Vision.Plates;

namespace Qyran.Cli;

/// <summary><c>qyran score plates</c>: plate finding and reading on labelled pictures.</summary>
internal static class ScorePlates
{
    private static readonly (string Name, double From, double Until)[] Bands = [("< 16 px", 0, 16), ("16–24", 16, 24), ("24–40", 24, 40), ("≥ 40", 40, double.MaxValue)];

    /// <summary>Spots scored so high count as found where only boxes are known.</summary>
    private const double FoundFrom = 0.3;

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the ground truth. Default: $QYRAN_DATA, else ../shared/data." };
        var wrong = new Option<bool>("--wrong") { Description = "Also list every text that was not read exactly." };
        var command = new Command("plates", """
            Measure plate finding and reading on the labelled pictures.

            Examples:
              qyran score plates
              qyran score plates --data /data/truth --wrong
            """)
        { data, wrong };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(data), parsed.GetValue(wrong), stop)));
        return command;
    }

    private static int Run(string? given, bool wrong, CancellationToken stop)
    {
        if (ScoreMaterial.Find(given, out var failure) is not { } data) return Exit.Say(failure!);
        var results = Measure(data, stop, out failure);
        if (failure is not null) return Exit.Say(failure);
        if (results.Count == 0) return Exit.Say(new(FailureKind.NotFound, $"'{data}' holds no labelled plates (docs/howto/measure-accuracy.md says what goes there)"));
        var console = ScoreConsole.Open();
        Overview(results).Print(console);
        ByHeight(results).Print(console);
        ByConfidence(results).Print(console);
        if (wrong)
            foreach (var r in results)
                foreach (var (path, truth, read, confidence) in r.Wrong)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}  {truth}  read {(read.Length == 0 ? "–" : read)}  {confidence:0.000}"));
        return 0;
    }

    /// <summary>Every set that is there.</summary>
    public static List<ScorePlateResult> Measure(string data, CancellationToken stop, out Failure? failure)
    {
        List<ScorePlateResult> results = [];
        using var eyes = PlateEyes.Open(out failure);
        if (eyes is null) return results;
        using var progress = new StatusLine();
        foreach (var set in ScorePlateSet.All)
        {
            var pictures = set.Read(data);
            if (pictures.Count == 0) continue;
            results.Add(Measure(set, pictures, eyes, n => { if (progress.Due) progress.Show($"{set.Title}: {n} of {pictures.Count} pictures"); }, stop));
            if (stop.IsCancellationRequested)
            {
                failure = new(FailureKind.Cancelled, "stopped");
                break;
            }
        }
        return results;
    }

    private static ScorePlateResult Measure(ScorePlateSet set, List<ScorePlatePicture> pictures, PlateEyes eyes, Action<int> onPicture, CancellationToken stop)
    {
        var score = PlateScore.None;
        var bands = Bands.Select(_ => PlateScore.None).ToArray();
        List<double> times = [];
        List<(double, bool)> readings = [];
        var wrong = ImmutableArray.CreateBuilder<(string, string, string, double)>();
        using var picture = new GreyPicture();
        for (var i = 0; i < pictures.Count && !stop.IsCancellationRequested; i++)
        {
            onPicture(i);
            if (picture.TryRead(pictures[i].Path, colours: false) is not null) continue;
            var began = Stopwatch.GetTimestamp();
            var plates = eyes.Look(picture.Grey);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            PlateGuess[] guesses = set.BoxesOnly ? [.. eyes.Spots(picture.Grey, FoundFrom).Select(s => new PlateGuess("", s.Quad.Box, s.Score, false))] : [.. plates.Where(p => p.Confidence >= 0.1 || set.Crops).Select(p => new PlateGuess(p.Text, p.Quad.Box, p.Confidence, PlateEyes.IsSure(p)))];
            var truth = pictures[i].Truth;
            score += PlateScore.Of(truth, guesses);
            foreach (var plate in truth)
            {
                var one = PlateScore.Of(truth, guesses, plate);
                var height = plate.Box?.Height ?? picture.Grey.Height;
                for (var b = 0; b < Bands.Length; b++)
                    if (height >= Bands[b].From && height < Bands[b].Until) bands[b] += one;
                if (plate.Text is not { } text) continue;
                var said = plate.Box is { } box ? guesses.Where(g => g.Box.Iou(box) > 0.1).MaxBy(g => g.Box.Iou(box)) : guesses.FirstOrDefault();
                if (said is not null) readings.Add((said.Confidence, one.Exact == 1));
                if (one.Exact == 0) wrong.Add((Path.GetFileName(pictures[i].Path), text, said?.Text ?? "", said?.Confidence ?? 0));
            }
        }
        times.Sort();
        return new(set, times.Count, score, [.. Bands.Select((b, i) => (b.Name, bands[i]))], PlateScore.Reliability(readings), times.Count == 0 ? 0 : times[times.Count / 2], wrong.ToImmutable());
    }

    public static ScoreGrid Overview(List<ScorePlateResult> results) => new("Plates in still pictures",
        ["set", "pictures", "plates", "found, IoU ≥ 0.5", "elsewhere", "exact", "character error", "accepted", "of these right", "ms a picture"],
        [.. results.Select(r => (string[])[r.Set.Title, Whole(r.Pictures), Whole(r.Score.Plates), Share(r.Score.FoundShare), r.Set.Crops ? "–" : Whole(r.Score.Elsewhere), Share(r.Score.ExactShare), Share(r.Score.CharacterError),
            r.Score.Texts == 0 ? "–" : Whole(r.Score.Accepted), Share(r.Score.AcceptedPrecision), r.MedianMs.ToString("0.0", CultureInfo.InvariantCulture)])]);

    public static ScoreGrid ByHeight(List<ScorePlateResult> results) => new("By the plate's height in the picture: exact, else found",
        ["set", .. Bands.Select(b => b.Name)],
        [.. results.Select(r => (string[])[r.Set.Title, .. r.Heights.Select(h => h.Score.Plates == 0 ? "–" : $"{Share(h.Score.ExactShare ?? h.Score.FoundShare)} ({h.Score.Plates})")])]);

    public static ScoreGrid ByConfidence(List<ScorePlateResult> results)
    {
        var read = results.Where(r => r.Score.Texts > 0).ToList();
        return new("How often a reading of the stated confidence was right", ["set", .. read.Count == 0 ? [] : read[0].Reliability.Select(b => "from " + b.From.ToString(CultureInfo.InvariantCulture))],
            [.. read.Select(r => (string[])[r.Set.Title, .. r.Reliability.Select(b => b.Readings == 0 ? "–" : $"{Share((double)b.Right / b.Readings)} ({b.Readings})")])]);
    }

    private static string Whole(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } s ? (100 * s).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";
}
