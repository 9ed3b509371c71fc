using System.CommandLine;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Media;
using Qyran.Vision.Onnx;

namespace Qyran.Cli;

/// <summary><c>qyran analyze VIDEO</c>: the main job on a file, as fast as the machine goes.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var video = new Argument<string>("VIDEO") { Description = "A video file of any container and codec ffmpeg reads." };
        var scene = new Option<string?>("--scene") { Description = "Scene file (YAML): lanes, lines, signals, survey, limits. Without it nothing is measured or judged." };
        var @out = new Option<string?>("--out") { Description = "Folder for the results. Default: <video's name>-qyran here." };
        var start = new Option<string?>("--start") { Description = "When the first frame was exposed: date, time to the second and zone, 2026-11-24T08:30:00+05:00 or 2026-11-24T03:30:00Z." };
        var detector = new Option<string>("--detector") { Description = "'motion' (no weights, fixed camera) or the path of an ONNX detector. Default: the shipped road model, else motion.", DefaultValueFactory = _ => ShippedModels.Road ?? "motion" };
        var plates = new Option<string>("--plates") { Description = "Read plates: 'on' or 'off'. Default: on where the shipped plate models are there.", DefaultValueFactory = _ => ShippedModels.PlateReader is null ? "off" : "on" };
        var annotate = new Option<bool>("--annotate") { Description = "Also write annotated.mp4: boxes, ids, trails, speeds, zones, signals." };
        var key = new Option<string?>("--key") { Description = "Device key (PEM) that signs evidence. Default: ~/.local/share/qyran/device.pem ($XDG_DATA_HOME/qyran where that is set), made on first use; one that is named must be there." };
        var stamps = TimeStampOption.Create();
        var noCost = new Option<bool>("--no-decode-cost") { Description = "Don't measure what decoding alone costs (saves that time)." };
        var section = new Option<string?>("--section") { Description = "Section file (YAML): also judge the average speed between two cameras; this video is the exit's. Needs --entry and --start." };
        var entry = new Option<string?>("--entry") { Description = "Results folder of the entry camera's video, analysed before with --start." };
        var entryVideo = new Option<string?>("--entry-video") { Description = "The entry camera's video: a case of the section then shows the vehicle at both ends." };
        var exemptions = new Option<string?>("--exemptions") { Description = "List of exemptions (YAML): plates that may do what some rules forbid. Needs plates." };
        plates.AcceptOnlyFromAmong("on", "off");
        var command = new Command("analyze", """
            Analyse a video: track vehicles, measure speeds, judge the rules, record evidence.

            Examples:
              qyran analyze street.mp4 --out results
              qyran analyze junction.mp4 --scene junction.yaml --out results --annotate
              qyran analyze night.mkv --scene s.yaml --detector yolox_nano.onnx --start 2026-11-24T21:00:00+05:00
              qyran analyze junction.mp4 --scene junction.yaml --timestamp http://timestamp.example.org/tsr
              qyran analyze street.mp4 --scene s.yaml --start 2026-11-24T08:30:00+05:00 --exemptions exemptions.yaml
              qyran analyze exit.mp4 --scene exit.yaml --start 2026-11-24T21:00:00+05:00 --section km12.yaml --entry entry-qyran --entry-video entry.mp4
            """)
        { video, scene, @out, start, detector, plates, annotate, key, stamps, noCost, section, entry, entryVideo, exemptions };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            parsed.GetValue(video)!, parsed.GetValue(scene), parsed.GetValue(@out), parsed.GetValue(start), parsed.GetValue(detector)!,
            parsed.GetValue(plates) == "on", parsed.GetValue(annotate), parsed.GetValue(key), parsed.GetValue(stamps), !parsed.GetValue(noCost),
            parsed.GetValue(section), parsed.GetValue(entry), parsed.GetValue(entryVideo), parsed.GetValue(exemptions), stop)));
        return command;
    }

    private static int Run(
        string video, string? scene, string? @out, string? start, string detector, bool plates, bool annotate, string? key, string? stamps, bool cost, string? section, string? entry, string? entryVideo, string? exemptions, CancellationToken stop)
    {
        // a colon is allowed in the name of a file
        if (!File.Exists(video) && MediaSource.Parse(video) is MediaSource.Live camera)
            return Exit.Say(new(FailureKind.NotFound, $"no such file: {camera}; a camera is watched with qyran serve"));
        DateTimeOffset? startUtc = null;
        if (start is not null)
        {
            startUtc = SceneTimes.Read(start);
            if (startUtc is null) return Exit.Say(new Failure(FailureKind.Invalid, $"--start '{start}' is not a date, a time to the second and a zone; write it like 2026-11-24T08:30:00+05:00 or 2026-11-24T03:30:00Z"));
        }
        if (section is null != entry is null)
            return Exit.Say(new Failure(FailureKind.Invalid, section is null ? "--entry belongs to --section: give the section file too" : "--section needs --entry, the results of the entry camera's video"));
        if (entryVideo is not null && section is null) return Exit.Say(new Failure(FailureKind.Invalid, "--entry-video belongs to --section: give the section file and --entry too"));
        // a slip of the pen must not sign with a new key, which the device's papers do not know
        if (key is not null && !File.Exists(key))
            return Exit.Say(new Failure(FailureKind.NotFound, $"there is no device key '{key}'; leave --key out, or make one (docs/howto/check-evidence.md)"));
        var authority = TimeStampOption.Read(stamps, out var unclear);
        if (unclear is not null) return Exit.Say(unclear);
        var folder = @out ?? Path.GetFileNameWithoutExtension(video) + "-qyran";
        using var progress = new ProgressLine();
        void Note(string said)
        {
            progress.Clear();
            Exit.Tell(said);
        }
        var request = new AnalyzeRequest(video, scene, folder, detector, startUtc, annotate, key, cost, plates) { Section = section is null ? null : (section, entry!), EntryVideo = entryVideo, Exemptions = exemptions, TimeStamps = authority, Note = Note };
        var outcome = FileAnalysis.Run(request, progress.Show, TimeProvider.System, stop);
        progress.Dispose();
        switch (outcome)
        {
            case AnalyzeOutcome.Failed failed:
                return Exit.Say(failed.Failure);
            case AnalyzeOutcome.Done done:
                ResultTable.Print(done, folder);
                if (done.Problem is { } problem) return Exit.Say(problem);
                return done.Summary.Stopped ? Exit.Say(new(FailureKind.Cancelled, "stopped; what was finished before is there")) : 0;
            default:
                throw new InvalidOperationException("unknown outcome");
        }
    }
}
