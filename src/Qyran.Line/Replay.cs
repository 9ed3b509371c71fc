using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Line.Sections;
using Qyran.Measure.Lanes;
using Qyran.Measure.Speeds;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Vision.Adapted;
using Qyran.Vision.Onnx;

namespace Qyran.Line;

/// <summary>
/// Measures a case again from nothing but its pack, twice: from the recorded track (must give the same passage, the same whole mm/h and the
/// same verdict with all that is said of it), and from the clip's pixels with the detector named (must find the same vehicle on the same way).
/// </summary>
public static class Replay
{
    /// <summary>Overlap of the recorded and the re-made boxes that counts as the same vehicle.</summary>
    private const double SameVehicleIou = 0.5;

    /// <summary>Share of the recorded track's frames that the clip must show, and of those that must be found again, in all and about the offence.</summary>
    private const double EnoughFrames = 0.6;

    /// <summary>Nearer than this two stamps are of one frame, µs; and so long before and after the offence is about it.</summary>
    private const long SameFrameUs = 2_000, AboutUs = 1_000_000;

    private const string Stopped = "stopped; nothing is said of the pack";

    /// <summary>The lines of what another version of the program may see otherwise.</summary>
    internal const string OfVerdict = "verdict from the recorded facts", OfPassage = "passage from the recorded track";

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
            if (RuleBook.CheckTaken(scene) is { } unfit) return (null, new Failure(FailureKind.Unsupported, $"the pack's scene file is not one this version reads: {unfit.Text}"));
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

    /// <summary>Passage, speed and verdict again from the recorded track: pure arithmetic, so nothing may differ.</summary>
    private static IEnumerable<ReplayLine> FromTrack(PackContents contents, Scene scene, Measuring measuring)
    {
        var (track, was) = (contents.Track, contents.Passage);
        var stay = LaneAssigner.Assign(track, scene);
        var passage = was with { Track = track.Id, Class = track.Class, FirstSeen = track.First.Time, LastSeen = track.Last.Time, Lane = stay?.Lane, Direction = stay?.Direction };
        var read = was.Plate is not { } plate || PlateReadingsJson.Hold(contents.ReadingsJson, plate);
        // only the lane is for the version to see; whose plate, which class and when stand twice in the pack
        var sound = read && passage with { Lane = was.Lane, Direction = was.Direction } == was;
        yield return new ReplayLine(OfPassage, sound ? Judged(passage == was, contents) : false,
            !read ? $"the plate {was.Plate!.Text} is not among the readings as the passage states it" : passage == was ? Say(was) : $"recorded {Say(was)}, now {Say(passage)}");

        var (calibration, _) = LineOpening.Calibrate(scene);
        SpeedReading? speed = null;
        (long, long)? stretch = null;
        if (calibration is not null && measuring.Speed is { } settings
            && TrackJudge.Measure(track, calibration, scene, measuring.Quality, measuring.JitterUs, settings) is SpeedOutcome.Measured measured)
            (speed, stretch) = (measured.Reading, (measured.Fit.TimesUs[0], measured.Fit.TimesUs[^1]));
        yield return new ReplayLine("speed from the recorded track", speed == was.Speed,
            string.Create(CultureInfo.InvariantCulture, $"recorded {Say(was.Speed)}, now {Say(speed)}"));

        var gaps = contents.Gaps.Select(g => (g.FromUs, g.UntilUs)).ToImmutableArray();
        var facts = new PassageFacts(passage, track, scene, calibration, contents.Signals.ToImmutableDictionary(s => s.Head), gaps, measuring.Quality)
        {
            Measured = contents.Settings.ContainsKey(JudgedWhereMeasured) ? stretch : null,
            ClockApartUs = measuring.ClockApartUs,
            SurveyUnchecked = calibration is { DegreesOfFreedom: 0 },
        };
        var rule = contents.Case.Rule;
        var (finding, setting) = rule == AverageSpeed.Rule ? OverSection(contents, facts)
            : (RuleBook.Judge(facts).FirstOrDefault(f => f.Rule == rule), scene.Rules.FirstOrDefault(r => r.Rule == rule));
        var other = finding is null || setting is null ? "the rule is not in the scene" : Otherwise(contents, scene, finding, setting);
        var same = Judged(other is null, contents);
        yield return new ReplayLine(OfVerdict, same, other is null ? contents.Case.Verdict.Why : same is null ? $"judged by version {contents.Software}; this version says: {other}" : $"now: {other}");
    }

    /// <summary>Lanes and rules are mended from version to version: that another one saw or judged otherwise makes no sound pack a false one.</summary>
    private static bool? Judged(bool same, PackContents contents) => same || contents.Software == SoftwareVersion.Current ? same : null;

    /// <summary>The first thing the pack says otherwise of its case than is found now; null where there is none.</summary>
    private static string? Otherwise(PackContents contents, Scene scene, Rules.Finding finding, RuleSetting setting)
    {
        var (made, was) = (contents.Case, contents.Case.Verdict);
        if (finding.Verdict is not Verdict.Broken now || now.Why != was.Why) return finding.Verdict.Why;
        if (now.AtUs != was.AtUs) return string.Create(CultureInfo.InvariantCulture, $"{now.Why}, but at {now.AtUs} µs and not at {was.AtUs}");
        if (finding.Offence != made.Offence) return $"the offence is {finding.Offence ?? "not named"} and not {made.Offence ?? "unnamed"}";
        foreach (var fact in now.Facts.Keys.Union(was.Facts.Keys, StringComparer.Ordinal))
            if (now.Facts.GetValueOrDefault(fact) is var found && was.Facts.GetValueOrDefault(fact) is var stated && (found ?? "") != (stated ?? "")) // earlier versions wrote what they did not know as an empty text
                return $"the fact {fact} is {found ?? "not known"} and not {stated ?? "unknown"}";
        if (!now.KeyTimesUs.SequenceEqual(was.KeyTimesUs)) return "its key times are others than the case states";
        return PackDescription.Rule(scene, made, setting, contents.Software) == contents.RuleJson ? null : "rule.json states other settings or facts than the scene and the case";
    }

    /// <summary>The section's finding from the pack's own section file, its entry, and the exit gate crossed again.</summary>
    private static (Rules.Finding? Finding, RuleSetting? Setting) OverSection(PackContents contents, PassageFacts facts)
    {
        if (contents.SectionFile is not { } file || contents.EntryJson is not { } entry || SectionFile.Read(file.Span, out _) is not { } watched) return default;
        try
        {
            return watched.Judge(GateCrossing.All(facts), GateJson.Read(entry)) is { } finding
                ? (finding with { Verdict = SectionSetup.OnSource(finding.Verdict, facts.Passage.FirstSeen.UtcOffsetUs ?? 0, facts.ClockApartUs) }, watched.Rule) : default;
        }
        catch (JsonException)
        {
            return default; // anybody can sign a pack of his own with anything in it
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
        // what the manifest says that the clip shows, as far as it was really read
        var (first, last) = (Math.Max(clip.FromUs, shift - SameFrameUs), Math.Min(clip.UntilUs, shift + end.LastUs + SameFrameUs));
        var (track, verdict) = (contents.Track, contents.Case.Verdict);
        var (from, until) = ClipSpan.Of(track, verdict);
        var expected = track.Points.Where(p => p.Seen is not null && p.Time.MediaUs >= from && p.Time.MediaUs <= until).ToArray();
        var shown = expected.Where(p => p.Time.MediaUs >= first && p.Time.MediaUs <= last).ToArray();
        var at = track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - verdict.AtUs)).Time.MediaUs;
        if (at < first || at > last) return (new ReplayLine(what, null, "the clip does not show the moment of the offence"), end.Read?.Failure);
        if (shown.Length == 0 || shown.Length < EnoughFrames * expected.Length)
            return (new ReplayLine(what, null, string.Create(CultureInfo.InvariantCulture, $"the clip shows only {shown.Length} of the {expected.Length} frames in which it was seen")), end.Read?.Failure);
        var hits = found.Select(o => shown.Count(p => Same(o.Track, p, shift))).DefaultIfEmpty(0).Max();
        // most of the way may be another vehicle's that drove it too; where the offence was, something must be
        var about = shown.Where(p => Math.Abs(p.Time.MediaUs - at) <= AboutUs).ToArray();
        var there = about.Count(p => found.Any(o => Same(o.Track, p, shift))) >= EnoughFrames * about.Length;
        return (new ReplayLine(what, hits >= EnoughFrames * shown.Length && there, string.Create(CultureInfo.InvariantCulture,
            $"{100.0 * hits / shown.Length:0} % of its {shown.Length} frames lie on one re-made track (boxes overlap by half or more){(there ? "" : "; about the offence nothing is where it was")}")), end.Read?.Failure);
    }

    private static bool Same(Track track, TrackPoint recorded, long shift)
    {
        var nearest = track.Points.MinBy(p => Math.Abs(p.Time.MediaUs + shift - recorded.Time.MediaUs));
        return Math.Abs(nearest.Time.MediaUs + shift - recorded.Time.MediaUs) < SameFrameUs && nearest.Box.Iou(recorded.Box) >= SameVehicleIou;
    }

    private static string Say(DetectorIdentity detector) =>
        $"the detector {detector.Name}, version {detector.Version}{(detector.WeightsSha256 is { Length: > 8 } sha ? $", SHA-256 {sha[..8]}…" : "")}";

    private static string Say(SpeedReading? speed) => speed is null ? "no speed"
        : string.Create(CultureInfo.InvariantCulture, $"{speed.Value.MmPerHour} ± {speed.Error.MmPerHour} mm/h, at least {speed.Decided.MmPerHour}");

    private static string Say(Passage passage) => string.Create(CultureInfo.InvariantCulture,
        $"{passage.Class.ToString().ToLowerInvariant()}, track {passage.Track}, {(passage.Lane is { } lane ? $"{passage.Direction ?? "in"} the lane {lane}" : "in no lane")}, from {passage.FirstSeen.MediaUs} to {passage.LastSeen.MediaUs} µs");
}
