using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Signals;
using Qyran.Domain.Tracks;
using Qyran.Measure.Lanes;
using Qyran.Measure.Speeds;
using Qyran.Rules;

namespace Qyran.Line;

/// <summary>From an ended track to its passage and what the rules say: pure, no clock, no files.</summary>
public static class TrackJudge
{
    /// <summary>A vehicle must have been followed this long to count as a passage.</summary>
    public const double MinSeconds = 0.4;

    /// <summary>…and, where the detector cannot tell a vehicle by its looks, moved by this share of its own size.</summary>
    public const double MinTravelInBoxes = 0.6;

    public static TrackOutcome Judge(
        LineSetup setup, Track ended, ImmutableDictionary<string, SignalTimeline> signals, TimeAuditView time)
    {
        var track = ended.Class == RoadUser.Unknown && setup.Calibration is { } plane
            ? ended with { Class = SizeClass.Judge(ended, plane) } : ended;
        track = track with { Class = RiderSpeed.Judge(track, setup.Calibration) };
        if (!IsVehiclePassage(track)) return new TrackOutcome(track, null, null, [], signals, time);

        var stay = setup.Scene is { } scene ? LaneAssigner.Assign(track, scene) : null;
        var speed = Measure(setup, track, time);
        var (reading, fit) = speed is SpeedOutcome.Measured m ? (m.Reading, m.Fit) : ((SpeedReading?)null, null);
        var passage = new Passage(
            string.Create(CultureInfo.InvariantCulture, $"p{track.Id:000000}"), track.Id, track.Class,
            track.First.Time, track.Last.Time, stay?.Lane, stay?.Direction, reading,
            speed is SpeedOutcome.Refused r ? r.Why : null);
        var findings = setup.Scene is null ? [] : RuleBook.Judge(new PassageFacts(
            passage, track, setup.Scene, setup.Calibration, signals, time.GapsUs, time.Quality));
        return new TrackOutcome(track, passage, fit, findings, signals, time);
    }

    private static SpeedOutcome Measure(LineSetup setup, Track track, TimeAuditView time) =>
        setup.Calibration is not { } calibration ? new SpeedOutcome.Refused(setup.NoSpeed ?? "the scene has no calibration")
        : SpeedMeter.Measure(track, calibration, SceneAreas.Measured(setup.Scene), time.Quality, time.JitterUs, setup.Speed);

    /// <summary>People have no passage; an unknown thing must have driven, not flickered.</summary>
    private static bool IsVehiclePassage(Track track)
    {
        if (track.Class == RoadUser.Person || track.Last.Time.Seconds - track.First.Time.Seconds < MinSeconds) return false;
        var from = track.First.Box;
        var size = Math.Sqrt(track.Points.Max(p => p.Box.Area));
        var travel = track.Points.Max(p => double.Hypot(p.Box.Centre.X - from.Centre.X, p.Box.Centre.Y - from.Centre.Y));
        return travel >= MinTravelInBoxes * size
            || (track.Class != RoadUser.Unknown && track.Points.Average(p => p.Score) > 0.5);
    }
}
