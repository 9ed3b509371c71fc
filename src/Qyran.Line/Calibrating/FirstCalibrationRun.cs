using System.Collections.Immutable;
using Qyran.Domain.Time;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Media;

namespace Qyran.Line.Calibrating;

/// <summary><c>qyran calibrate</c>: tracks without a scene, a first calibration from them, and a scene drafted on it. Writes nothing.</summary>
public static class FirstCalibrationRun
{
    /// <summary>What may be followed too shortly for a speed in a first look; the real minimum stays 25 m.</summary>
    private const double ShortBaseM = 10;

    /// <summary>Features are followed in pictures no wider than this, px, over no more than this, s.</summary>
    private const int FlowWidth = 960;
    private const double FlowSeconds = 120;

    /// <summary>What was found.</summary>
    /// <param name="Preview">JPEG: a road grid over the empty road.</param>
    /// <param name="Speeds">By this calibration, vehicles followed over at least 10 m, km/h ascending; for a look at their plausibility only.</param>
    public sealed record Found(
        Scene Scene, RoadCalibration Calibration, double SpeedErrorPercent, int TracksUsed, int Tracks, int Lines, byte[] Preview, ImmutableArray<double> Speeds);

    /// <param name="sizes">Known lengths and lines a person gave; common cars are always taken in.</param>
    public static Found? Run(
        string video, string detector, LensModel? lens, ImmutableArray<KnownSize> sizes, Action<AnalyzeProgress> progress, CancellationToken stop, out Failure? failure)
    {
        var (setup, _, broken) = LineOpening.Open(video, null, detector, null, stop);
        failure = broken;
        if (setup is null) return null;
        using var owned = setup.Detector;
        var tracks = new List<Track>();
        var of = setup.Video.Duration?.TotalSeconds;
        TimeAuditView? time = null;
        var end = new CameraLine(setup).Run(
            (outcome, _) =>
            {
                time = outcome.Time;
                if (outcome.Passage is not null) tracks.Add(outcome.Track);
            },
            (frames, us) => progress(new("following vehicles", us / 1e6, of, frames, tracks.Count, 0)), stop);
        if (end.Stopped)
        {
            failure = new(FailureKind.Cancelled, "stopped");
            return null;
        }
        if (tracks.Count == 0)
        {
            failure = end.Read?.Failure ?? new(FailureKind.Invalid, "no vehicle passed: a first calibration needs traffic");
            return null;
        }
        progress(new("taking the empty road", 0, null, end.Frames, tracks.Count, 0));
        using var road = RoadPicture.Take(video, end.StartPtsUs, end.LastUs, stop, out failure);
        if (road is null) return null;
        var flow = Flow(setup, progress, tracks.Count, stop);
        if (stop.IsCancellationRequested)
        {
            failure = new(FailureKind.Cancelled, "stopped");
            return null;
        }
        return Estimate(setup, tracks, flow, road, lens, sizes, time, out failure);
    }

    /// <summary>Second pass: how features of the vehicles move.</summary>
    private static ImmutableArray<KnownSize.LineAlong> Flow(LineSetup setup, Action<AnalyzeProgress> progress, int tracks, CancellationToken stop)
    {
        using var lines = new FlowLines(setup.Video.Width);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reader = new FrameReader(setup.Source, setup.Video, new FrameReaderSettings { MaxAnalysisWidth = FlowWidth, MaxAnalysisHeight = FlowWidth });
        var of = Math.Min(FlowSeconds, setup.Video.Duration?.TotalSeconds ?? FlowSeconds);
        try
        {
            reader.Run(
                frame =>
                {
                    using (frame)
                    {
                        lines.Step(frame.View);
                        progress(new("following features", frame.View.Time.Seconds, of, frame.View.Number, tracks, 0));
                        if (frame.View.Time.Seconds > FlowSeconds) enough.Cancel();
                    }
                }, enough.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // enough was seen, or the caller looks at its own token
        }
        return lines.Lines();
    }

    private static Found? Estimate(
        LineSetup setup, List<Track> tracks, ImmutableArray<KnownSize.LineAlong> flow, RoadPicture road, LensModel? lens, ImmutableArray<KnownSize> sizes, TimeAuditView? time, out Failure? failure)
    {
        var name = Path.GetFileNameWithoutExtension(((MediaSource.File)setup.Source).Path);
        var camera = new SceneCamera(name, setup.Video.Width, setup.Video.Height, null, null, $"{SceneCamera.Assumed} the rate that the file declares; nobody checked the camera");
        var markings = RoadMarkings.Find(road.Picture, flow);
        ImmutableArray<KnownSize> known = [.. sizes, .. flow, .. markings, new KnownSize.CommonCars()];
        switch (FirstCalibration.Estimate(tracks, camera, lens, known))
        {
            case FirstCalibrationOutcome.Refused refused:
                failure = new(FailureKind.Invalid, $"no first calibration: {refused.Why}");
                return null;
            case FirstCalibrationOutcome.Estimated found:
                if (CalibrationSolver.Solve(camera, lens, found.Survey) is not CalibrationOutcome.Solved { Calibration: var calibration })
                    throw new InvalidOperationException("an estimated survey always solves: the estimate has checked it");
                var scene = new Scene(name, "", camera, lens, found.Survey, LaneFinder.Find(tracks, calibration), [], [], [], [], []);
                failure = null;
                return new(scene, calibration, found.SpeedErrorPercent, found.TracksUsed, tracks.Count, found.LinesUsed,
                    RoadPreview.Draw(road.Picture, scene, calibration, [.. markings, .. flow]), Speeds(tracks, calibration, time));
            default:
                throw new InvalidOperationException("unknown outcome");
        }
    }

    private static ImmutableArray<double> Speeds(List<Track> tracks, RoadCalibration calibration, TimeAuditView? time) => time is null ? [] :
    [
        .. tracks.Select(t => SpeedMeter.Measure(t, calibration, [], time.Quality is TimeQuality.Counted ? TimeQuality.Exact : time.Quality, time.JitterUs, SpeedSettings.Default with { MinimumBaseM = ShortBaseM }))
            .OfType<SpeedOutcome.Measured>().Select(m => Kmh(m.Reading)).Order(),
    ];

    private static double Kmh(SpeedReading reading) => (double)reading.Value.Kmh;
}
