using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Line.Looking;
using Qyran.Line.Outputs;
using Qyran.Line.Sections;
using Qyran.Measure.Speeds;
using Qyran.Measure.Tracking;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Vision.Adapted;
using Qyran.Vision.Onnx;

namespace Qyran.Line;

/// <summary>
/// Measures a case again from nothing but its pack, twice: from the recorded track (must give the same whole mm/h and the
/// same verdict), and from the clip's pixels with the detector named (must find the same vehicle on the same way).
/// </summary>
public static class Replay
{
    /// <summary>Overlap of the recorded and the re-made boxes that counts as the same vehicle.</summary>
    private const double SameVehicleIou = 0.5;

    /// <summary>Share of the recorded track's frames inside the clip that must be found again.</summary>
    private const double EnoughFrames = 0.6;

    private const string Stopped = "stopped; nothing is said of the pack";

    /// <summary>The line of the verdict.</summary>
    internal const string OfVerdict = "verdict from the recorded facts";

    /// <summary>A pack that does not name this setting is from before speeds were judged where they were measured: they were judged by all of the way.</summary>
    private const string JudgedWhereMeasured = "speed.WholeBias";

    /// <param name="detector">"motion", or the model file the pack names; its hash must be the pack's. Null: what the pack names, where it ships with the program.</param>
    public static (ReplayReport? Report, Failure? Failure) Run(string pack, string? detector, CancellationToken stop)
    {
        var scratch = Directory.CreateTempSubdirectory("qyran-replay-");
        try
        {
            var contents = PackReader.TryOpen(pack, new VerifyOptions(), scratch.FullName, out var failure);
            if (contents is null) return (null, failure);
            var scene = SceneFile.Read(contents.SceneFile.Span, RuleBook.KnownRules, out var errors);
            if (scene is null) return (null, new Failure(FailureKind.Unsupported, $"the pack's scene file is not one this version reads: {errors[0]}"));
            if (Measuring.Of(contents.Settings) is not { } measuring)
                return (null, new Failure(FailureKind.Unsupported, "the pack does not name the settings of its measurement as this version reads them"));
            var lines = ImmutableArray.CreateBuilder<ReplayLine>();
            lines.AddRange(FromTrack(contents, scene, measuring));
            var (line, broken) = contents.Clip is { } clip ? FromClip(contents, clip, scene, measuring, detector, stop) : (new ReplayLine("clip", null, "the pack holds no clip"), null);
            // half a clip holds half the way: that it differs would be said of a sound pack
            if (stop.IsCancellationRequested || Interrupted.Told(broken, Stopped, stop)?.Kind == FailureKind.Cancelled) return (null, new Failure(FailureKind.Cancelled, Stopped));
            lines.Add(line);
            return (new ReplayReport(contents.CaseId, lines.ToImmutable()), null);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Speed and verdict again from the recorded track: pure arithmetic, so nothing may differ.</summary>
    private static IEnumerable<ReplayLine> FromTrack(PackContents contents, Scene scene, Measuring measuring)
    {
        var (calibration, _) = LineOpening.Calibrate(scene);
        SpeedReading? speed = null;
        (long, long)? stretch = null;
        if (calibration is not null && measuring.Speed is { } settings
            && TrackJudge.Measure(contents.Track, calibration, scene, measuring.Quality, measuring.JitterUs, settings) is SpeedOutcome.Measured measured)
            (speed, stretch) = (measured.Reading, (measured.Fit.TimesUs[0], measured.Fit.TimesUs[^1]));
        yield return new ReplayLine("speed from the recorded track", speed == contents.Passage.Speed,
            string.Create(CultureInfo.InvariantCulture, $"recorded {Say(contents.Passage.Speed)}, now {Say(speed)}"));

        var gaps = contents.Gaps.Select(g => (g.FromUs, g.UntilUs)).ToImmutableArray();
        var facts = new PassageFacts(contents.Passage, contents.Track, scene, calibration, contents.Signals.ToImmutableDictionary(s => s.Head), gaps, measuring.Quality)
        {
            Measured = contents.Settings.ContainsKey(JudgedWhereMeasured) ? stretch : null,
            ClockApartUs = measuring.ClockApartUs,
        };
        var verdict = contents.Case.Rule == AverageSpeed.Rule ? OverSection(contents, facts)
            : RuleBook.Judge(facts).FirstOrDefault(f => f.Rule == contents.Case.Rule)?.Verdict;
        var same = verdict is Verdict.Broken again && again.AtUs == contents.Case.Verdict.AtUs && again.Why == contents.Case.Verdict.Why;
        var now = verdict?.Why ?? "the rule is not in the scene";
        // rules are mended from version to version: that another one judged otherwise makes no sound pack a false one
        var otherRules = !same && contents.Software != SoftwareVersion.Current;
        yield return new ReplayLine(OfVerdict, otherRules ? null : same, same ? contents.Case.Verdict.Why : otherRules ? $"judged by version {contents.Software}; this version says: {now}" : $"now: {now}");
    }

    /// <summary>The section's verdict from the pack's own section file, its entry, and the exit gate crossed again.</summary>
    private static Verdict? OverSection(PackContents contents, PassageFacts facts)
    {
        if (contents.SectionFile is not { } file || contents.EntryJson is not { } entry || SectionFile.Read(file.Span, out _) is not { } watched) return null;
        try
        {
            return watched.Judge(GateCrossing.All(facts), GateJson.Read(entry)) is { } finding
                ? SectionSetup.OnSource(finding.Verdict, facts.Passage.FirstSeen.UtcOffsetUs ?? 0, facts.ClockApartUs) : null;
        }
        catch (JsonException)
        {
            return null; // anybody can sign a pack of his own with anything in it
        }
    }

    /// <summary>The vehicle again from the clip's pixels.</summary>
    /// <returns>Broken: why the clip was not read, or not to its end.</returns>
    private static (ReplayLine Line, Failure? Broken) FromClip(PackContents contents, PackClip clip, Scene scene, Measuring measuring, string? detector, CancellationToken stop)
    {
        detector ??= contents.Detector.WeightsSha256 is null ? "motion" : ShippedModels.Road ?? "motion";
        // one that was set right anew since: the earlier file lies beside it
        if (AdaptedDetector.IsNamed(detector) && contents.Detector.WeightsSha256 is { } named) detector = Adaptation.OfHash(detector, named);
        const string what = "vehicle found again in the clip";
        var (info, unread) = LineOpening.ReadVideo(clip.Path, stop);
        if (info is null) return (new ReplayLine(what, null, unread!.Text), unread);
        var (again, unfit) = LineOpening.Assemble(clip.Path, info, scene, detector, null);
        if (again is null) return (new ReplayLine(what, null, unfit!.Text), null);
        using var used = again.Detector;
        if (used.Identity.Name != contents.Detector.Name || used.Identity.WeightsSha256 != contents.Detector.WeightsSha256)
            return (new ReplayLine(what, null, $"the pack was made with {Say(contents.Detector)}, and this is {Say(used.Identity)}: give that one with --detector"), null);
        List<TrackOutcome> found = [];
        var end = new CameraLine(again with { Tracker = measuring.Tracker ?? again.Tracker, Looks = measuring.Looks ?? again.Looks }).Run((o, _) => found.Add(o), (_, _) => { }, stop);
        var shift = clip.OffsetUs + end.StartPtsUs;
        var inClip = contents.Track.Points.Where(p => p.Seen is not null && p.Time.MediaUs >= clip.FromUs && p.Time.MediaUs <= clip.UntilUs).ToArray();
        if (inClip.Length == 0) return (new ReplayLine(what, null, "the clip does not cover the track"), end.Read?.Failure);
        var best = found.Select(o => (o.Track, Hits: inClip.Count(p => Same(o.Track, p, shift)))).OrderByDescending(c => c.Hits).FirstOrDefault();
        var share = best.Track is null ? 0 : (double)best.Hits / inClip.Length;
        return (new ReplayLine(what, share >= EnoughFrames, string.Create(CultureInfo.InvariantCulture,
            $"{share * 100:0} % of its {inClip.Length} frames lie on one re-made track (boxes overlap by half or more)")), end.Read?.Failure);
    }

    private static bool Same(Track track, TrackPoint recorded, long shift)
    {
        var nearest = track.Points.MinBy(p => Math.Abs(p.Time.MediaUs + shift - recorded.Time.MediaUs));
        return Math.Abs(nearest.Time.MediaUs + shift - recorded.Time.MediaUs) < 2_000 && nearest.Box.Iou(recorded.Box) >= SameVehicleIou;
    }

    /// <summary>What the pack was measured with, as its manifest names it.</summary>
    /// <param name="Speed">Null, like the others, in a pack that names none.</param>
    private sealed record Measuring(TimeQuality Quality, double JitterUs, long ClockApartUs, SpeedSettings? Speed, TrackerSettings? Tracker, LookSettings? Looks)
    {
        /// <summary>Null where the time is missing or a value is none: anybody can sign a pack of his own with anything in it.</summary>
        public static Measuring? Of(IReadOnlyDictionary<string, string> settings)
        {
            if (!settings.TryGetValue(SettingsText.TimeQuality, out var word) || !Enum.TryParse<TimeQuality>(word, out var quality) || !Enum.IsDefined(quality)
                || !settings.TryGetValue(SettingsText.TimeJitter, out var text) || !double.TryParse(text, CultureInfo.InvariantCulture, out var jitterUs)) return null;
            var apartUs = 0;
            if (settings.TryGetValue(SettingsText.ClockApart, out var apart) && !int.TryParse(apart, CultureInfo.InvariantCulture, out apartUs)) return null;
            try
            {
                return new(quality, jitterUs, apartUs, SettingsText.Read<SpeedSettings>(settings, "speed."), SettingsText.Read<TrackerSettings>(settings, "tracker."), SettingsText.Read<LookSettings>(settings, "looks."));
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                return null;
            }
        }
    }

    private static string Say(DetectorIdentity detector) =>
        $"the detector {detector.Name}, version {detector.Version}{(detector.WeightsSha256 is { Length: > 8 } sha ? $", SHA-256 {sha[..8]}…" : "")}";

    private static string Say(SpeedReading? speed) => speed is null ? "no speed"
        : string.Create(CultureInfo.InvariantCulture, $"{speed.Value.MmPerHour} ± {speed.Error.MmPerHour} mm/h");
}
