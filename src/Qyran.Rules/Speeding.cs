using Qyran.Domain.Cases;
using Qyran.Domain.Time;

namespace Qyran.Rules;

/// <summary>
/// Driving faster than the limit in force for the lane, class and hour (in Kazakhstan KoAP art. 592; limits PDD RK ch. 10):
/// reading − its margin > limit + the law's tolerance, in whole millimetres per hour, so "equal to the limit" is kept.
/// Refuses to judge: passages without a valid reading, readings on made-up or broken time stamps, by a clock nobody checked, on a survey that nothing checks or that has expired, or outside the stated
/// verification of the device, speeds no vehicle drives, and places without a limit. Without a reading nothing says that anybody was too fast: kept; where
/// two methods contradict each other somebody may have been: undecided. Lane, class or hour not known, a class that looks like another, or a vehicle often taken for another class: the limit that favours the driver.
/// </summary>
public static class Speeding
{
    private const string Within = "within the limit, the tolerance and the margin";

    public static Verdict Judge(PassageFacts facts, SpeedingSettings settings)
    {
        var passage = facts.Passage;
        if (passage.Speed is not { } reading)
            return facts.SpeedDoubt is { } doubt ? new Verdict.Undecided(doubt) : new Verdict.Kept($"no valid reading{(passage.SpeedRefused is { } why ? $": {why}" : "")}");
        if (facts.TimeQuality is not (TimeQuality.Exact or TimeQuality.Jittered)) return new Verdict.Kept("no valid reading: the time stamps carry no speed");
        // who stands in view for long before and after may have driven while another limit held
        var hours = new[] { passage.FirstSeen.Utc, passage.LastSeen.Utc, UtcAt(facts, facts.Measured?.FromUs), UtcAt(facts, facts.Measured?.UntilUs) }.OfType<DateTimeOffset>().ToList();
        var limit = LimitInForce.For(facts.Scene, Lanes(facts), LookAlike.Of(passage.Class, facts.Track.Classes, settings.AlikeToo), hours, out var none);
        // not even the bare value is above the limit: as without a reading nothing says that it was too fast, whatever the reading is worth
        if (limit is not null && reading.Value <= limit.Limit + settings.Tolerance) return new Verdict.Kept(Within);
        if (facts.GapWithin(passage.FirstSeen.MediaUs, passage.LastSeen.MediaUs)) return new Verdict.Undecided("frames are missing within its passage");
        if (reading.Value > settings.Implausible) return new Verdict.Undecided($"the reading of {reading.Value} is taken for a fault of the measuring");

        if (facts.Scene.Survey is { } survey && (survey.ValidUntil is not null || survey.SurveyedAt is not null))
        {
            if (survey.ValidUntil is not null && hours.Count == 0) return new Verdict.Undecided("the hour is not known, and the survey behind the reading holds until a given day");
            if (survey.ValidUntil is { } until && hours.Any(h => h >= until)) return new Verdict.Undecided("the survey behind the reading has expired");
            if (survey.SurveyedAt is { } since && hours.Any(h => h < since)) return new Verdict.Undecided("the survey behind the reading was made later");
        }
        if (facts.SurveyUnchecked) return new Verdict.Undecided("nothing checks the survey behind the reading: it needs a fifth point, or one length more");
        if (facts.ClockAssumed) return new Verdict.Undecided(PassageFacts.NoClock);
        if (VerifiedDevice.Doubt(facts.Scene.Camera, hours) is { } unverified) return new Verdict.Undecided(unverified);
        if (limit is null) return new Verdict.Undecided(none);
        var decided = reading.Decided;
        if (!(decided > limit.Limit + settings.Tolerance)) return new Verdict.Kept(Within);

        var path = ContactPath.Of(facts.Track, facts.Scene.Camera).Samples;
        var times = path.Count > 0 ? path.Select(s => s.TimeUs).ToList() : [passage.FirstSeen.MediaUs, passage.LastSeen.MediaUs];
        // who waited for long and drove then is shown, and accused, where the speed was measured
        if (facts.Measured is { } measured && (times[times.Count / 2] < measured.FromUs || times[times.Count / 2] > measured.UntilUs)
            && times.FindAll(t => t >= measured.FromUs && t <= measured.UntilUs) is { Count: > 0 } within) times = within;
        var middle = times[times.Count / 2];
        return new Verdict.Broken($"it drove at least {decided} where {limit.Limit} are allowed", middle,
            VerdictFacts.Of(("value_kmh", VerdictFacts.Kmh(reading.Value)), ("error_kmh", VerdictFacts.Kmh(reading.Error)), ("margin_kmh", VerdictFacts.Kmh(reading.Margin)),
                ("decided_kmh", VerdictFacts.Kmh(decided)), ("limit_kmh", VerdictFacts.Kmh(limit.Limit)),
                ("tolerance_kmh", VerdictFacts.Kmh(settings.Tolerance)), ("over_kmh", VerdictFacts.Kmh(decided - limit.Limit)),
                ("limit_basis", limit.Basis), ("limit_approved_by", limit.ApprovedBy), ("calibration", reading.By)),
            VerdictFacts.Key(times[times.Count / 10], middle, times[^((times.Count / 10) + 1)]));
    }

    private static DateTimeOffset? UtcAt(PassageFacts facts, long? us) => us is { } at ? (facts.Passage.FirstSeen with { MediaUs = at }).Utc : null;

    /// <summary>Its lane, and every other it was in for a fifth of the time in which it was measured; null among them where it was beside them all for so long.</summary>
    private static HashSet<string?> Lanes(PassageFacts facts)
    {
        var lanes = new HashSet<string?>(StringComparer.Ordinal);
        if (facts.Passage.Lane is not { } own) return lanes;
        lanes.Add(own);
        var points = facts.Measured is { } measured
            ? facts.Track.Points.RemoveAll(p => p.Time.MediaUs < measured.FromUs || p.Time.MediaUs > measured.UntilUs) : facts.Track.Points;
        foreach (var lane in facts.Scene.Lanes)
            if (points.Count(p => lane.Area.Contains(p.Box.Contact)) * 5 >= points.Length) lanes.Add(lane.Id);
        if (points.Count(p => !facts.Scene.Lanes.Any(l => l.Area.Contains(p.Box.Contact))) * 5 >= points.Length) lanes.Add(null);
        return lanes;
    }
}
