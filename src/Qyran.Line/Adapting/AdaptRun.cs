using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Tracks;
using Qyran.Line.Outputs;
using Qyran.Media;
using Qyran.Vision.Adapted;
using Qyran.Vision.Onnx;

namespace Qyran.Line.Adapting;

/// <summary>
/// Sets the shipped detector right for one camera from that camera's own videos: detections are labelled by what tracks make of them (<see cref="Confirmed"/>), a
/// <see cref="ScoreMap"/> is learned from every second piece of the time and tried on the others, and it is written only when it is better there than the
/// shipped scores and than what was written earlier.
/// </summary>
public static class AdaptRun
{
    /// <summary>Pieces are a minute, or a sixth of what there is where that is less.</summary>
    private const long LongestPieceUs = 60_000_000;
    private const int LeastPieces = 6;

    // with less nobody can say what is better
    private const int LeastSamples = 300, LeastThings = 150, LeastTracks = 12;

    /// <summary>It must gain so much, and may lose no more than the others: of the average precision, and of what is right of what is found.</summary>
    private const double LeastGain = 0.005, MostLoss = 0.002, MostFalse = 0.01;

    private const string Stopped = "stopped; nothing was written";

    /// <param name="say">Is given, for a person, what is left out or breaks off and why.</param>
    public static AdaptOutcome Run(AdaptRequest request, Action<Failure> say, Action<AnalyzeProgress> progress, TimeProvider clock, CancellationToken stop)
    {
        if (ShippedModels.Road is not { } road) return Failed(FailureKind.NotFound, $"the road model is not there ({ShippedModels.Where})");
        List<(string Path, VideoInfo Info)> videos = [];
        List<Failure> unfit = [];
        foreach (var path in request.Videos)
        {
            var (info, failure) = LineOpening.ReadVideo(path, stop);
            if (info is { Duration: not null }) videos.Add((path, info));
            else unfit.Add(failure ?? new(FailureKind.Unsupported, $"'{path}' does not say how long it is"));
        }
        if (stop.IsCancellationRequested) return Failed(FailureKind.Cancelled, Stopped);
        // a camera whose picture has got another size keeps it: what is learned is for that one
        if (videos is [.., (_, var last)])
        {
            foreach (var (path, info) in videos)
                if (!SameSize(info, last)) unfit.Add(new(FailureKind.Invalid, $"'{path}' is {info.Width}×{info.Height}, the last video is {last.Width}×{last.Height}"));
            videos.RemoveAll(v => !SameSize(v.Info, last));
        }
        if (videos.Count == 0 && unfit is [var only]) return new AdaptOutcome.Failed(only);
        foreach (var failure in unfit) say(failure with { Text = $"left out: {failure.Text}" });
        if (videos.Count == 0) return Failed(FailureKind.Unreadable, "none of the videos can be learned from");
        var totalUs = videos.Sum(v => (long)v.Info.Duration!.Value.TotalMicroseconds);
        var pieceUs = Math.Max(1, Math.Min(LongestPieceUs, totalUs / LeastPieces));
        var (width, height) = (videos[0].Info.Width, videos[0].Info.Height);

        List<AdaptSample> samples = [];
        Dictionary<int, int> things = [];
        var (tracks, offsetUs) = (0, 0L);
        DetectorIdentity? model = null;
        foreach (var (path, info) in videos)
        {
            var (setup, failure) = LineOpening.Assemble(path, info, request.Scene, road, null);
            if (setup is null) return new AdaptOutcome.Failed(failure!);
            using var detector = (IRegionDetector)setup.Detector;
            model = detector.Identity;
            var sampling = new SamplingDetector(detector);
            List<Track> ended = [];
            // a teacher that lets faint things begin a track: whether they are something, their way tells
            var teacher = setup with { Detector = sampling, Tracker = setup.Tracker with { HighScore = 0.2f, NewScore = 0.25f } };
            var at = offsetUs;
            var end = new CameraLine(teacher).Run((outcome, _) => ended.Add(outcome.Track),
                (frames, us) => progress(new("watching", (at + us) / 1e6, totalUs / 1e6, frames, tracks, 0)), stop);
            if (stop.IsCancellationRequested) return Failed(FailureKind.Cancelled, Stopped);
            var (labelled, there) = Confirmed.Label(sampling.Kept, ended, offsetUs, pieceUs);
            samples.AddRange(labelled);
            foreach (var (piece, count) in there) things[piece] = things.GetValueOrDefault(piece) + count;
            tracks += ended.Count(Confirmed.IsBelieved);
            if (end.Read?.Failure is { } broke) say(broke with { Text = string.Create(CultureInfo.InvariantCulture, $"'{path}' breaks off after {end.LastUs / 1e6:0} s: {broke.Text}") });
            offsetUs += end.Read?.Failure is null ? (long)info.Duration!.Value.TotalMicroseconds : end.LastUs;
        }
        return Try(request, model!, samples, things, tracks, offsetUs / 1e6, width, height, clock);
    }

    /// <summary>Learns from one half, tries on the other and writes what is better there.</summary>
    internal static AdaptOutcome Try(AdaptRequest request, DetectorIdentity model, List<AdaptSample> samples, Dictionary<int, int> things, int tracks, double seconds, int width, int height, TimeProvider clock)
    {
        AdaptSample[] learned = [.. samples.Where(s => s.Piece % 2 == 0)], held = [.. samples.Where(s => s.Piece % 2 == 1)];
        var thingsHeld = things.Where(t => t.Key % 2 == 1).Sum(t => t.Value);
        if (learned.Length < LeastSamples || held.Length < LeastSamples || thingsHeld < LeastThings || tracks < LeastTracks)
            return Failed(FailureKind.Invalid, string.Create(CultureInfo.InvariantCulture,
                $"too little traffic to learn from: {tracks} road users and {samples.Count} detections in {seconds / 60:0.0} minutes; give more of the camera's hours"));
        var map = NoMoreAlarms(ScoreFit.Of(learned, width, height), learned, things.Where(t => t.Key % 2 == 0).Sum(t => t.Value), width, height);
        var (before, after) = (HeldBack.Of(held, thingsHeld, ScoreMap.Same, width, height), HeldBack.Of(held, thingsHeld, map, width, height));
        // what is written takes the place of what is in use, so it must be better than that too
        HeldBack? inUse = Adaptation.Open(request.Out).Read is { } earlier && earlier.BaseSha256 == model.WeightsSha256 ? HeldBack.Of(held, thingsHeld, earlier.Map, width, height) : null;
        var best = inUse is { } now && now.F1 > before.F1 ? now : before;
        var kept = after.F1 >= best.F1 + LeastGain && after.Precision >= best.Precision - MostFalse && after.Average >= best.Average - MostLoss && after.Cost <= best.Cost;
        var made = new Adaptation(request.Camera, model.Name, model.WeightsSha256!, clock.GetUtcNow(), map, new Dictionary<string, double>
        {
            ["seconds"] = seconds, ["samples"] = samples.Count, ["tracks"] = tracks, ["held_back_things"] = thingsHeld,
            ["f1_before"] = before.F1, ["f1_after"] = after.F1, ["average_precision_before"] = before.Average, ["average_precision_after"] = after.Average,
            ["cost_before"] = before.Cost, ["cost_after"] = after.Cost,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal));
        if (kept)
        {
            try
            {
                Put(request.Out, made.Write());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Failed(FailureKind.CannotWrite, $"can't write '{request.Out}': {e.Message}");
            }
        }
        return new AdaptOutcome.Tried(kept, made, before, inUse, after, seconds, samples.Count, thingsHeld, tracks);
    }

    /// <summary>Writes the file. One that was there stays beside it under its hash: packs name it.</summary>
    internal static void Put(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (File.Exists(path) && File.ReadAllBytes(path) is var before && !before.AsSpan().SequenceEqual(bytes))
            WholeFile.Write(Adaptation.KeptPath(path, Convert.ToHexStringLower(SHA256.HashData(before))), before);
        WholeFile.Write(path, bytes);
    }

    /// <summary>
    /// Finding more must not be paid for with false alarms, which the teacher sees less well than what is missing: all scores are lowered until as
    /// much of what is found is right as before.
    /// </summary>
    private static ScoreMap NoMoreAlarms(ScoreMap map, AdaptSample[] learned, int things, int width, int height)
    {
        const double step = 0.05;
        var before = HeldBack.Of(learned, things, ScoreMap.Same, width, height).Precision;
        while (HeldBack.Of(learned, things, map, width, height).Precision < before && map.Shift - step >= -ScoreMap.Most) map = map with { Shift = map.Shift - step };
        return map;
    }

    private static bool SameSize(VideoInfo a, VideoInfo b) => (a.Width, a.Height) == (b.Width, b.Height);

    private static AdaptOutcome.Failed Failed(FailureKind kind, string text) => new(new Failure(kind, text));
}
