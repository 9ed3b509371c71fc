using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Line.Looking;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Measure.Tracking;
using Qyran.Media;
using Qyran.Rules;
using Qyran.Vision.Adapted;
using Qyran.Vision.Haze;
using Qyran.Vision.Motion;
using Qyran.Vision.Onnx;

namespace Qyran.Line;

/// <summary>Checks everything a line needs before anything is written: video, scene, calibration, detector.</summary>
public static class LineOpening
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A set-up ready to run, with the scene's bytes for the evidence; or the first failure.</summary>
    public static (LineSetup? Setup, byte[] SceneBytes, Failure? Failure) Open(
        string video, string? scenePath, string detectorName, DateTimeOffset? startUtc, CancellationToken stop)
    {
        var (info, unread) = ReadVideo(video, stop);
        if (info is null) return (null, [], unread);
        byte[] bytes = [];
        Scene? scene = null;
        if (scenePath is not null)
        {
            (scene, bytes, var failure) = ReadScene(scenePath);
            if (scene is null) return (null, [], failure);
        }
        if (scene is not null && (SceneFit.Check(scene, info.Width, info.Height) ?? RuleBook.Check(scene)) is { } lacking) return (null, bytes, lacking);
        var (setup, broken) = Assemble(video, info, scene, detectorName, startUtc);
        return (setup, bytes, broken);
    }

    /// <summary>What the file says of its video, or why it can't be read.</summary>
    public static (VideoInfo? Video, Failure? Failure) ReadVideo(string video, CancellationToken stop) =>
        Probe.Read(new MediaSource.File(video), ProbeTimeout, stop) switch
        {
            ProbeOutcome.Found found => (found.Video, null),
            ProbeOutcome.Failed failed => (null, failed.Failure),
            _ => throw new InvalidOperationException("unknown probe outcome"),
        };

    /// <summary>A file, a scene that was taken before, and a detector put together; a scene that does not fit the picture is refused.</summary>
    public static (LineSetup? Setup, Failure? Failure) Assemble(string video, VideoInfo info, Scene? scene, string detectorName, DateTimeOffset? startUtc) =>
        Assemble(new MediaSource.File(video), info, scene, detectorName, startUtc);

    /// <summary>The same for any source.</summary>
    public static (LineSetup? Setup, Failure? Failure) Assemble(MediaSource source, VideoInfo info, Scene? scene, string detectorName, DateTimeOffset? startUtc)
    {
        if (scene is not null && (SceneFit.Check(scene, info.Width, info.Height) ?? RuleBook.CheckTaken(scene)) is { } unfit) return (null, unfit);
        var (calibration, noSpeed) = Calibrate(scene);
        var (detector, broken) = OpenDetector(detectorName, calibration, scene, info);
        return detector is null ? (null, broken) : (new LineSetup(source, info, scene, calibration, noSpeed, detector,
            TrackerOf(detector), SpeedOf(detector, info), startUtc) { HurriedSpeed = HurriedSpeedOf(detector, info) }, null);
    }

    /// <summary>The bytes of a scene file, or why they can't be read.</summary>
    public static (byte[]? Bytes, Failure? Failure) ReadSceneFile(string path)
    {
        try
        {
            return (File.ReadAllBytes(path), null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new Failure(FailureKind.NotFound, $"no scene file '{path}'"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, new Failure(FailureKind.Unreadable, $"can't read scene file '{path}': {e.Message}"));
        }
    }

    /// <summary>Reads a scene file; the failure's one line names the first error and how many there are.</summary>
    public static (Scene? Scene, byte[] Bytes, Failure? Failure) ReadScene(string path)
    {
        var (bytes, unread) = ReadSceneFile(path);
        if (bytes is null) return (null, [], unread);
        var scene = SceneFile.Read(bytes, RuleBook.KnownRules, out var errors, isNew: true);
        if (scene is not null) return (scene, bytes, null);
        var more = errors.Length > 1 ? $" ({errors.Length - 1} more: qyran scene check {Shell.Quoted(path)})" : "";
        // a misspelt key makes the right one missing too; the misspelling is what helps
        var first = errors.FirstOrDefault(e => e.Text != "is missing") ?? errors[0];
        return (null, [], new Failure(FailureKind.Invalid, $"{path}: {first}{more}"));
    }

    /// <summary>The scene's calibration, or why there is no speed.</summary>
    public static (RoadCalibration? Calibration, string? NoSpeed) Calibrate(Scene? scene)
    {
        if (scene is null) return (null, "no scene was given");
        if (scene.Survey is null) return (null, "the scene has no survey");
        return CalibrationSolver.Solve(scene.Camera, scene.Lens, scene.Survey) switch
        {
            CalibrationOutcome.Solved solved => (solved.Calibration, null),
            CalibrationOutcome.Refused refused => (null, refused.Why),
            _ => throw new InvalidOperationException("unknown calibration outcome"),
        };
    }

    /// <summary>
    /// What a look at the whole picture and a closer one saw together has doubles that neither has alone: each suppresses its own, of one kind
    /// already at an overlap of 0.45. Two boxes that share two thirds are one thing then.
    /// </summary>
    private static TrackerSettings TrackerOf(IVehicleDetector detector) => detector is IRegionDetector ? new() { DuplicateIou = 0.65, TrialScore = 0.25f } : new();

    /// <summary>
    /// What is seen closely: an edge lies within half a pixel of the picture that is analysed, anywhere there, and is known to a pixel of the close look, which shows every thing at
    /// one size (docs/design/speed.md). Where there is no such look it is as in a hurry.
    /// </summary>
    private static SpeedSettings SpeedOf(IVehicleDetector detector, VideoInfo video) => detector is IRegionDetector { ClosePixel: { } pixel, Identity: var input }
        ? SpeedSettings.Default with { EdgeOffsetPx = HalfPixel(detector, video, Tiler.Room(new(), input.AnalysisWidth, input.AnalysisHeight, video.Width, video.Height)) / Math.Sqrt(3), EdgeOffsetShare = pixel, EdgeWanderShare = pixel / 2, EdgeDriftM = 0 } : HurriedSpeedOf(detector, video);

    /// <summary>An edge is known to half a pixel of the picture the detector looks at.</summary>
    private static SpeedSettings HurriedSpeedOf(IVehicleDetector detector, VideoInfo video) => SpeedSettings.Default with { EdgeOffsetPx = HalfPixel(detector, video, 1) };

    /// <summary>Half a pixel of a picture that has so many times the sides of the detector's input at most, raw px.</summary>
    private static double HalfPixel(IVehicleDetector detector, VideoInfo video, double room)
    {
        var scale = Math.Max((double)video.Width / detector.Identity.AnalysisWidth, (double)video.Height / detector.Identity.AnalysisHeight) / room;
        return 0.5 * Math.Max(1, scale);
    }

    /// <summary>Why a detector of this name can't be used, found out by opening it; null where it can.</summary>
    public static Failure? DetectorRefusal(string name)
    {
        if (name == "motion") return null;
        var (model, failure) = OpenModel(name);
        model?.Dispose();
        return failure;
    }

    private static (IVehicleDetector? Detector, Failure? Failure) OpenDetector(string name, IRoadPlane? plane, Scene? scene, VideoInfo video) => name == "motion"
        ? (new MotionDetector(new MotionSettings(), plane, SceneAreas.Of(scene, ZoneKind.Ignore), video.Width, video.Height), null)
        : OpenModel(name);

    private static (IVehicleDetector? Detector, Failure? Failure) OpenModel(string name)
    {
        if (AdaptedDetector.IsNamed(name)) return AdaptedDetector.TryOpen(name, out var adapted, out var wrong) ? (new ClearedDetector(adapted), null) : (null, wrong);
        return OnnxDetector.TryOpen(name, new OnnxSettings(), out var detector, out var failure) ? (new ClearedDetector(detector), null) : (null, failure);
    }
}
