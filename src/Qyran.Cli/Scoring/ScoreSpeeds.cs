using System.CommandLine;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Measure.Scoring;
using Qyran.Measure.Speeds;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score speeds</c>: our calibration and speeds on LiDAR truth, beside the published systems' own.</summary>
internal static class ScoreSpeeds
{
    private const string TracksOf = "dubska_optimal_calib";

    /// <summary>All systems whose cameras are published with the data; only <see cref="TracksOf"/> comes with tracks.</summary>
    private static readonly string[] Systems = [TracksOf, "dubska_optimal_scale", "dubska_bmvc14"];

    /// <summary>The recordings whose cars and tracks are published.</summary>
    private static readonly string[] Recordings = ["session0_left", "session0_right", "session2_center", "session2_right", "session4_left", "session4_right"];

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder that holds speed/brnocompspeed. Default: $QYRAN_DATA, else ../shared/data." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of Markdown." };
        var command = new Command("speeds", """
            Measure our speeds against LiDAR truth (BrnoCompSpeed): errors, and whether the stated errors hold.

            Examples:
              qyran score speeds
              qyran score speeds --json > speeds.json
            """)
        { data, json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(data), parsed.GetValue(json), TimeProvider.System, stop)));
        return command;
    }

    /// <summary>The whole trial, for <c>docs/accuracy.md</c> too; null with the failure where the data is missing or damaged.</summary>
    /// <param name="root">Folder of all material.</param>
    public static SpeedReport? Measure(string root, CancellationToken stop, out Failure? failure)
    {
        var folder = Path.Combine(root, "speed", "brnocompspeed");
        failure = new(FailureKind.NotFound, $"no speed data in '{folder}': set QYRAN_DATA or give --data");
        if (!Directory.Exists(Path.Combine(folder, "gt"))) return null;
        var trials = new List<BrnoTrial>();
        var reference = SpeedReference.None;
        try
        {
            using var all = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reference_errors.json")));
            using var spanning = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reference_errors_spanning.json")));
            foreach (var path in Directory.GetFiles(Path.Combine(folder, "gt"), "*.json.gz").Order(StringComparer.Ordinal))
            {
                if (stop.IsCancellationRequested)
                {
                    failure = new(FailureKind.Cancelled, "stopped");
                    return null;
                }
                var name = Path.GetFileName(path)[..^".json.gz".Length];
                using var truthFile = Open(path);
                if (!BrnoTruth.TryRead(name, truthFile, out var truth, out failure)) return null;
                using var tracksFile = Open(Path.Combine(folder, "tracks", $"{name}.{TracksOf}.json.gz"));
                if (!BrnoTracks.TryRead(name, tracksFile, out var tracks, out failure)) return null;
                trials.Add(BrnoTrial.Run(truth!, tracks!, SpeedSettings.Default));
                reference += Check(folder, truth!, tracks!, all.RootElement, spanning.RootElement);
            }
            if (trials.Count == 0) return null;
            CamCalTrial? camCal = null;
            var configuration = Path.Combine(root, "speed", "aicity2018_camcal", "data", "cfg.json");
            if (File.Exists(configuration))
            {
                using var file = File.OpenRead(configuration);
                if (!CamCalTrial.TryRun(file, out camCal, out failure)) return null;
            }
            failure = null;
            return new([.. trials], reference, camCal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            failure = new(FailureKind.Unreadable, $"the speed data in '{folder}' is incomplete: {e.Message}");
            return null;
        }
    }

    /// <summary>What was measured, for people: how many recordings are there, and which are not.</summary>
    public static string Inputs(SpeedReport report)
    {
        List<string> missing = [.. Missing(report)];
        return $"BrnoCompSpeed (ground truth and published tracks of {report.Trials.Length} {(report.Trials.Length == 1 ? "recording" : "recordings")}{(missing.Count == 0 ? "" : $"; not there: {string.Join(", ", missing)}")})";
    }

    /// <summary>The published recordings that are not there.</summary>
    public static IEnumerable<string> Missing(SpeedReport report) => Recordings.Where(r => !report.Trials.Any(t => t.Name == r));

    /// <summary>Every published camera of this recording through the protocol, against the errors handed over with the data.</summary>
    private static SpeedReference Check(string folder, BrnoTruth truth, BrnoTracks tracks, JsonElement all, JsonElement spanning)
    {
        var sum = SpeedReference.None;
        foreach (var system in Systems)
        {
            var path = Path.Combine(folder, "tracks", $"{truth.Name}.{system}.json.gz");
            if (!File.Exists(path)) continue;
            using var file = Open(path);
            if (!BrnoTracks.TryRead(truth.Name, file, out var camera, out _) || camera!.Camera.ToRoad() is not { } toRoad) continue;
            var crossings = BrnoProtocol.Crossings(truth, tracks, toRoad);
            var valid = truth.Cars.Where(c => c.Valid).ToArray();
            sum += Against(all, crossings);
            sum += Against(spanning, [.. crossings.Where(c => c.Spans)]);

            SpeedReference Against(JsonElement reference, ImmutableArray<BrnoProtocol.Crossing> among) => SpeedReference.Compare(
                reference, system, truth.Name, valid.Length, SpeedScore.Of([.. valid.Select(c => (Car: c, Match: BrnoProtocol.Match(c, among)))
                    .Where(m => m.Match is not null).Select(m => new SpeedPassage(truth.Name, m.Car.Kmh, m.Match!.KmhPublished, null, null))]));
        }
        return sum;
    }

    private static int Run(string? data, bool json, TimeProvider clock, CancellationToken stop)
    {
        if (ScoreMaterial.Find(data, out var failure) is not { } root) return Exit.Say(failure!);
        if (Measure(root, stop, out failure) is not { } report) return Exit.Say(failure!);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (json)
        {
            using (var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                report.WriteJson(writer, today, FileAnalysis.Version);
            Console.WriteLine();
        }
        else Console.Write(report.Markdown(today, FileAnalysis.Version, Inputs(report)));
        return 0;
    }

    private static GZipStream Open(string path) => new(File.OpenRead(path), CompressionMode.Decompress);
}
