using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;
using Qyran.Measure.Lanes;
using Qyran.Measure.Speeds;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Vision.View;

namespace Qyran.Line;

/// <summary>From an ended track to its passage and what the rules say: pure, no clock, no files.</summary>
public static class TrackJudge
{
    /// <summary>A vehicle must have been followed this long to count as a passage.</summary>
    public const double MinSeconds = 0.4;

    /// <summary>…and, where the detector cannot tell a vehicle by its looks, moved by this share of its own size.</summary>
    public const double MinTravelInBoxes = 0.6;

    /// <summary>…on a way not much longer than the crow flies: leaves and reflections go to and fro.</summary>
    public const double MinStraightness = 0.5;

    /// <summary>A view that moved by less than this share of its limit has not moved: so much is the watch's own noise.</summary>
    public const double ViewNoise = 0.3;

    private const double StepSeconds = 0.3, StepInBoxes = 0.1;
    private const string Jumping = "the recording's time stamps jump";
    private const string NeverSure = "the vehicle was followed but never surely seen";
    private const string PerhapsRunning = "it may be somebody running";

    /// <param name="view">How the camera's view stood while the track lasted; null when nobody watched.</param>
    /// <param name="hurried">Whether the detector left its close look out while it lasted.</param>
    /// <param name="hazy">Whether haze lay over the picture while it lasted.</param>
    public static TrackOutcome Judge(
        LineSetup setup, Track ended, ImmutableDictionary<string, SignalTimeline> signals, TimeAuditView time, ViewStay? view, bool hurried = false, bool hazy = false)
    {
        time = time.VouchedBy(setup.Scene);
        var track = ended.Class == RoadUser.Unknown && setup.Calibration is { } plane
            ? ended with { Class = SizeClass.Judge(ended, plane) } : ended;
        var ridden = RiderSpeed.Judge(track, setup.Calibration);
        var running = track.Class == RoadUser.Person && ridden == RoadUser.Unknown;
        track = track with { Class = ridden };
        var measuring = SpeedUnder(setup.SpeedWhen(hurried, hazy), view);
        var drove = Drove(track);
        if (!IsVehiclePassage(track, drove)) return new TrackOutcome(track, null, null, [], signals, time) { View = view, Measuring = measuring };

        // where the picture is not where it was drawn on, nobody knows in which lane anything is
        var stay = view?.Refusal is null && setup.Scene is { } scene ? LaneAssigner.Assign(track, scene) : null;
        var speed = Measure(setup, track, time, view, measuring);
        var (reading, fit) = speed is SpeedOutcome.Measured m ? (m.Reading, m.Fit) : ((SpeedReading?)null, null);
        var passage = new Passage(
            string.Create(CultureInfo.InvariantCulture, $"p{track.Id:000000}"), track.Id, track.Class,
            track.First.Time, track.Last.Time, stay?.Lane, stay?.Direction, reading,
            speed is SpeedOutcome.Refused r ? Because(r.Why, track, time) : null);
        if (setup.Scene is not { } judged) return new TrackOutcome(track, passage, fit, [], signals, time) { View = view, Measuring = measuring, Drove = drove };
        var facts = new PassageFacts(passage, track, judged, setup.Calibration, signals, time.BlindUs, time.Quality)
        {
            Measured = fit is null ? null : (fit.TimesUs[0], fit.TimesUs[^1]),
            SpeedDoubt = speed is SpeedOutcome.Refused { Disagree: true } two ? two.Why : null,
            ClockApartUs = time.ClockApartUs,
            SurveyUnchecked = setup.Calibration is { DegreesOfFreedom: 0 },
            ClockAssumed = time.ClockAssumed,
        };
        var (findings, gates) = (RuleBook.Judge(facts), GateCrossing.All(facts));
        ImmutableArray<CountedCrossing> counted = view?.Refusal is null ? CountCrossing.All(facts) : [];
        // a moved view shows places where they are not
        if (view?.Refusal is { } away) (findings, gates) = ([.. findings.Select(f => Doubted(f, away))], [.. gates.Select(g => g with { Doubt = away })]);
        // across a break of time the way led through what was seen is bent, before the break too; what was on trial to its end, or may be a runner, counts as traffic: nobody is accused by any of it
        if ((time.Broke ? Jumping : running ? PerhapsRunning : track.Points.Any(p => p.Seen is not null && p.Score >= setup.Tracker.NewScore) ? null : NeverSure) is { } unsure)
            (findings, gates) = ([.. findings.Select(f => f.Verdict is Verdict.Broken ? f with { Verdict = new Verdict.Undecided(unsure) } : f)], [.. gates.Select(g => g with { Doubt = g.Doubt ?? unsure })]);
        return new TrackOutcome(track, passage, fit, findings, signals, time) { View = view, Gates = gates, Counted = counted, Measuring = measuring, Drove = drove };
    }

    /// <summary>The speed of a track that shows one body where it was measured; the line's and the replay's one way to it.</summary>
    public static SpeedOutcome Measure(Track track, RoadCalibration calibration, Scene? scene, TimeQuality quality, double jitterUs, SpeedSettings settings) =>
        SpeedMeter.Measure(track, calibration, SceneAreas.Measured(scene), quality, jitterUs, settings) switch
        {
            SpeedOutcome.Measured m when (OneBody.Doubt(track, calibration, m.Fit.TimesUs[0], m.Fit.TimesUs[^1])
                ?? SizeClass.TooFlat(track, calibration, m.Fit.TimesUs[0], m.Fit.TimesUs[^1])) is { } why => new SpeedOutcome.Refused(why),
            var outcome => outcome,
        };

    /// <summary>The meter's settings for a track during which the view stood so: a shift within the limit goes into the error, also where the view is not seen any more.</summary>
    private static SpeedSettings SpeedUnder(SpeedSettings settings, ViewStay? view) =>
        view is { State: ViewState.Held or ViewState.Unknown } && view.ShiftPx > ViewNoise * view.LimitPx ? settings with { ViewShiftPx = view.ShiftPx } : settings;

    private static SpeedOutcome Measure(LineSetup setup, Track track, TimeAuditView time, ViewStay? view, SpeedSettings measuring) =>
        setup.Calibration is not { } calibration ? new SpeedOutcome.Refused(setup.NoSpeed ?? "the scene has no calibration")
        : view?.Refusal is { } away ? new SpeedOutcome.Refused(away)
        : time.StillsUs.Any(s => s.FromUs <= track.Last.Time.MediaUs && s.UntilUs >= track.First.Time.MediaUs) ? new SpeedOutcome.Refused("the picture stood still while it was in sight")
        : Measure(track, calibration, setup.Scene, time.Quality, time.JitterUs, measuring);

    /// <summary>Every rule but speeding judges places in the picture; speeding has no reading to judge and says why itself.</summary>
    private static Finding Doubted(Finding finding, string why) => finding.Rule == "speeding" ? finding : finding with { Verdict = new Verdict.Undecided(why) };

    /// <summary>Where the time stamps are to blame, the audit knows best why. A gap by a clock that nobody vouches for may be none.</summary>
    private static string Because(string why, Track track, TimeAuditView time)
    {
        if (time.Quality is TimeQuality.Exact or TimeQuality.Jittered || time.Why.Length == 0) return why;
        var told = $"{why}: {time.Why}";
        return time.Quality is TimeQuality.Counted && time.GapsUs.Any(g => g.FromUs <= track.Last.Time.MediaUs && g.ToUs >= track.First.Time.MediaUs)
            ? $"{told}; frames are missing within its passage, or the clock jumped" : told;
    }

    /// <summary>People have no passage; an unknown thing must have driven, not flickered.</summary>
    private static bool IsVehiclePassage(Track track, bool drove)
    {
        if (track.Class == RoadUser.Person || track.Last.Time.Seconds - track.First.Time.Seconds < MinSeconds) return false;
        // where the picture of its place spoke for it nobody was asked how sure the detector is
        return drove || (track.Class != RoadUser.Unknown && track.Points.Where(p => !p.Held).Average(p => p.Score) > 0.5);
    }

    /// <summary>
    /// Did it get far enough from where it came in, on a way not much longer than that? Measured at the centre and at the contact point, for
    /// what comes straight at the camera grows more than it moves; the way in steps too long for box noise, which would make kilometres of an hour at the kerb.
    /// </summary>
    private static bool Drove(Track track)
    {
        var first = track.First.Box;
        var (at, since, way) = (first, track.First.Time.Seconds, 0.0);
        foreach (var point in track.Points)
        {
            var here = point.Box;
            if (point.Time.Seconds - since >= StepSeconds && Moved(at, here) >= StepInBoxes * Math.Sqrt(here.Area))
            {
                way += Moved(at, here);
                (at, since) = (here, point.Time.Seconds);
            }
            var travel = Moved(first, here);
            if (travel >= MinTravelInBoxes * (Math.Sqrt(first.Area) + Math.Sqrt(here.Area)) / 2 && travel >= MinStraightness * (way + Moved(at, here))) return true;
        }
        return false;
    }

    private static double Moved(in PixelBox a, in PixelBox b) => Math.Max(Distance(a.Centre, b.Centre), Distance(a.Contact, b.Contact));

    private static double Distance(RawPixel a, RawPixel b) => double.Hypot(a.X - b.X, a.Y - b.Y);
}
