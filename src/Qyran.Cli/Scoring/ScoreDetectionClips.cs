using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Media;
using Qyran.Measure.Scoring.Boxes;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Cli.Scoring;

/// <summary>Pictures out of simulated clips with their exact truth as a part of a set. They lie in a folder that goes with this.</summary>
internal sealed class ScoreDetectionClips : IDisposable
{
    private const long SecondUs = 1_000_000;
    private const double LeastVisible = 0.3, LeastHeight = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("qyran-clips-").FullName;

    private ScoreDetectionClips()
    {
    }

    public ScoreDetectionPart Part { get; } = new(LabelSet.Simulated, "clips", [], 0);

    /// <summary>Names of the clips that are left out, for they have no truth.</summary>
    public IReadOnlyList<string> Untrue { get; private init; } = [];

    /// <summary>One picture a second, from one clip's folder or a folder of such. Null with the reason when there is none or one of them is wrong.</summary>
    public static ScoreDetectionClips? Take(string folder, CancellationToken stop, out Failure? failure)
    {
        var clips = ScoreClip.Find(folder, out var untrue);
        if (clips.Count > 0) return Take(clips, untrue, SecondUs, stop, out failure);
        failure = new(FailureKind.NotFound, $"'{folder}' holds no simulated clip (folders with video.mp4 and truth.json, as qyran simulate writes them)");
        return null;
    }

    /// <summary>One picture of every clip each <paramref name="everyUs"/>. Null with the reason when a clip is wrong.</summary>
    public static ScoreDetectionClips? Take(IEnumerable<ScoreClip> clips, IReadOnlyList<string> untrue, long everyUs, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        var taken = new ScoreDetectionClips { Untrue = untrue };
        foreach (var clip in clips)
        {
            failure = taken.Add(clip, everyUs, stop);
            if (failure is null) continue;
            taken.Dispose();
            return null;
        }
        return taken;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Failure? Add(ScoreClip clip, long everyUs, CancellationToken stop)
    {
        if (ScoreRunFiles.Truth(Path.Combine(clip.Folder, "truth.json"), out var failure) is not { } truth) return failure;
        var video = Path.Combine(clip.Folder, "video.mp4");
        if (Probe.Read(new MediaSource.File(video), TimeSpan.FromSeconds(30), stop) is not ProbeOutcome.Found { Video: var info })
            return new(File.Exists(video) ? FailureKind.Unreadable : FailureKind.NotFound, $"the video '{video}' can't be read");
        if ((info.Width, info.Height) != (truth.Width, truth.Height)) return new(FailureKind.Invalid, $"'{video}' has another size than its truth");
        List<TruthFrame> frames = [];
        foreach (var frame in truth.Frames)
            if (frames.Count == 0 || frame.MediaUs - frames[^1].MediaUs >= everyUs) frames.Add(frame);
        var stills = StillGrabber.Grab(video, [.. frames.Select(f => f.MediaUs + info.ContainerStartUs)], stop, out failure, info);
        if (stills.Count < frames.Count) return failure ?? new(FailureKind.Unreadable, $"'{video}' does not give all its pictures");
        var classes = truth.Vehicles.ToDictionary(v => v.Id, v => LabelSet.Of(v.Class));
        try
        {
            for (var i = 0; i < frames.Count; i++)
            {
                var file = $"{clip.Name}-{frames[i].Number.ToString("00000", CultureInfo.InvariantCulture)}.jpg";
                File.WriteAllBytes(Path.Combine(_folder, file), stills[i].Jpeg);
                Part.Pictures.Add((new(Path.Combine(_folder, file), file), [.. Labels(frames[i], truth, classes)]));
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(FailureKind.CannotWrite, $"can't write into '{_folder}': {e.Message}");
        }
    }

    private static IEnumerable<Label> Labels(TruthFrame frame, RunTruth truth, Dictionary<int, int?> classes) => frame.Objects
        .Where(o => classes.GetValueOrDefault(o.Id) is not null && o.Box is { Width: > 0, Height: > 0 })
        .Select(o => new Label(classes[o.Id]!.Value,
            new(o.Box.X / truth.Width, o.Box.Y / truth.Height, o.Box.Width / truth.Width, o.Box.Height / truth.Height),
            Hidden: o.Visible < LeastVisible || o.Box.Height < LeastHeight || o.Air < RunTracks.MinAir));
}
