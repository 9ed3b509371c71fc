using Qyran.Domain.Detections;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring;

/// <summary>Feeds given detections to a tracker frame by frame, as a camera line would, and gives the tracks back as rows to be scored.</summary>
public static class DetectionReplay
{
    /// <param name="detections">Confidence is the score, 0…1; ids are not looked at.</param>
    /// <param name="first">First frame number of the sequence.</param>
    /// <param name="frames">Length of the sequence.</param>
    /// <param name="fps">Frames per second.</param>
    public static List<Track> Tracks(
        IEnumerable<ScoredBox> detections, int first, int frames, double fps, TrackerSettings settings, RoadUser kind = RoadUser.Unknown)
    {
        var byFrame = detections.ToLookup(d => d.Frame);
        var tracker = new Tracker(settings, null);
        List<Track> ended = [];
        for (var frame = first; frame < first + frames; frame++)
        {
            Detection[] found = [.. byFrame[frame].Select(d => new Detection(d.Box, (float)(d.Confidence ?? 1), kind))];
            tracker.Step(frame, new((long)((frame - first) / fps * 1e6), null, null, TimeQuality.Exact), found, ended);
        }
        tracker.Finish(ended);
        return ended;
    }

    /// <summary>Every point of every track, bridged gaps included; confidence 1 where seen, 0 over a gap.</summary>
    public static IEnumerable<ScoredBox> Rows(IEnumerable<Track> tracks) =>
        tracks.SelectMany(t => t.Points.Select(p => new ScoredBox((int)p.Frame, t.Id, p.Box, p.Seen is null ? 0 : 1)));
}
