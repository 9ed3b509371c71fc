using Qyran.Domain.Cases;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;

namespace Qyran.Rules;

/// <summary>
/// Stopping where it is forbidden (in Kazakhstan KoAP art. 597): the vehicle stood still in the zone for longer than allowed,
/// its braking and driving off and time while its lane's signal was not green (and a while after, for the queue) not counted.
/// Refuses to judge: a wait whose signal was not watched or was green for three whole times meanwhile, places near the edge of the zones, stretches with frames missing, time stamps that jump, and a stop that is too long only together with time in which neither
/// a sighting nor the picture of its place tells that it was there. A jam without a signal, a breakdown and an order of the police are for the person who decides.
/// </summary>
public static class NoStopping
{
    private const double LeastSeenShare = 0.3;

    /// <summary>The last metre of slow braking moves the contact by hardly a pixel and cannot be told from standing: so much more than is allowed must be seen.</summary>
    private const long CreepingUs = 3_000_000;

    /// <summary>Whoever stands through so many whole greens of his signal waits in no queue for it; perhaps behind a jam.</summary>
    private const int QueueGreens = 3;

    /// <summary>In so many directions a place must lie within the zones to be well within them.</summary>
    private const int Directions = 32;

    public static Verdict Judge(PassageFacts facts, NoStoppingSettings settings)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        Verdict verdict = new Verdict.Kept("it did not stop in a zone where stopping is forbidden");
        foreach (var stand in Standing.Find(path))
        {
            if (ZoneAt(facts, stand.Place) is not { } zone) continue;
            if (stand.UntilUs - stand.FromUs <= settings.AllowedUs)
            {
                if (verdict is Verdict.Kept) verdict = new Verdict.Kept($"it stood in the zone {zone.Id} for no longer than allowed");
                continue;
            }
            var excused = Excused(facts, settings, stand, path, out var unwatched, out var queueUntilUs);
            if (Counted(stand, excused, settings.AllowedUs) is not { } at)
            {
                if (unwatched) verdict = new Verdict.Undecided($"it stood in the zone {zone.Id}, but a signal it may have waited for was not watched");
                else if (Counted(stand, [.. excused.Where(e => e.FromUs < queueUntilUs).Select(e => (e.FromUs, Math.Min(e.UntilUs, queueUntilUs)))], settings.AllowedUs) is not null)
                    verdict = new Verdict.Undecided($"it stood in the zone {zone.Id} through three whole greens of its signal, longer than a queue does");
                else if (verdict is Verdict.Kept) verdict = new Verdict.Kept($"it waited for the signal in the zone {zone.Id}");
                continue;
            }
            if (!WellWithin(facts, stand.Place, settings.EdgeShare * path.Samples[stand.First].Width))
            {
                verdict = new Verdict.Undecided($"it stood too near to the edge of the zone {zone.Id} to say that it stood in it");
                continue;
            }
            if (facts.GapWithin(stand.FromUs, at) || path.SeenShare(stand.FromUs, at) < LeastSeenShare)
            {
                verdict = new Verdict.Undecided($"it was not seen all the time while it stood in the zone {zone.Id}");
                continue;
            }
            if (facts.TimeQuality is TimeQuality.Broken)
            {
                verdict = new Verdict.Undecided("the recording's time stamps jump");
                continue;
            }
            if (Counted(stand, excused, facts.Surely(settings.AllowedUs)) is null)
            {
                verdict = new Verdict.Undecided($"it stood in the zone {zone.Id}, but the time stamps are made up and may run faster than time did");
                continue;
            }
            if (Counted(stand, excused, facts.Surely(settings.AllowedUs) + CreepingUs) is null)
            {
                verdict = new Verdict.Undecided($"it stood in the zone {zone.Id} for hardly longer than allowed, and the end of its braking may be part of that");
                continue;
            }
            var shown = path.Samples.First(s => s.TimeUs >= at).TimeUs;
            return new Verdict.Broken(
                $"it stood in the zone {zone.Id} for {VerdictFacts.Seconds(stand.UntilUs - stand.FromUs)} s, {VerdictFacts.Seconds(settings.AllowedUs)} s are allowed",
                shown,
                VerdictFacts.Of(("zone", zone.Id), ("stood_from_us", stand.FromUs), ("stood_until_us", stand.UntilUs),
                    ("excused_us", excused.Sum(e => e.UntilUs - e.FromUs)), ("allowed_us", settings.AllowedUs)),
                VerdictFacts.Key(stand.FromUs, shown, stand.UntilUs));
        }
        if (verdict is not Verdict.Kept) return verdict;
        foreach (var stand in Standing.Perhaps(path))
            if (ZoneAt(facts, stand.Place) is { } zone && Counted(stand, Excused(facts, settings, stand, path, out _, out _), settings.AllowedUs) is not null)
                return new Verdict.Undecided($"it was out of sight while it stood in the zone {zone.Id}: perhaps two stood there one after the other");
        return verdict;
    }

    /// <summary>Of several the one it stood deepest in.</summary>
    private static Zone? ZoneAt(PassageFacts facts, RawPixel place) =>
        ZonesAt(facts, place).MaxBy(z => LaneStays.EdgeDistance(z.Area, place));

    /// <summary>All about the place, half as far and so far, px, lies a zone, whichever: where two meet or overlap is no edge.</summary>
    private static bool WellWithin(PassageFacts facts, RawPixel place, double px) =>
        Enumerable.Range(0, Directions).Select(i => Math.SinCos(2 * Math.PI * i / Directions)).All(d =>
            ZonesAt(facts, new(place.X + (px * d.Cos), place.Y + (px * d.Sin))).Any() && ZonesAt(facts, new(place.X + (px * d.Cos / 2), place.Y + (px * d.Sin / 2))).Any());

    private static IEnumerable<Zone> ZonesAt(PassageFacts facts, RawPixel place) =>
        facts.Scene.Zones.Where(z => z.Kind == ZoneKind.NoStopping && z.Area.Contains(place));

    /// <summary>When more than the allowed time had been counted; null when it never was.</summary>
    private static long? Counted(Standing.Span stand, List<(long FromUs, long UntilUs)> excused, long allowedUs)
    {
        var (counted, now) = (0L, stand.FromUs);
        foreach (var (from, until) in excused.Append((stand.UntilUs, stand.UntilUs)))
        {
            if (counted + (from - now) > allowedUs) return now + allowedUs - counted;
            (counted, now) = (counted + Math.Max(0, from - now), Math.Max(now, until));
        }
        return null;
    }

    /// <summary>Stretches of the stand, parted and in order, in which a signal of its lane was not surely green, and a while after; none where the settings excuse nobody.</summary>
    /// <param name="queueUntilUs">When every signal had been green for as many whole times as a queue waits at most; the largest number where one had not.</param>
    private static List<(long FromUs, long UntilUs)> Excused(PassageFacts facts, NoStoppingSettings settings, Standing.Span stand, ContactPath path, out bool unwatched, out long queueUntilUs)
    {
        (unwatched, queueUntilUs) = (false, long.MinValue);
        if (!settings.RedExcuses) return [];
        var times = new List<(long From, long Until)>();
        var lanes = LanesAt(facts, stand.Place, path.Samples[stand.First].Width);
        // an entry line lies within the junction, over no lane or another one's: it counts only by the lanes it names
        var heads = facts.Scene.Lines.Where(l => l.Signal is not null && (facts.Scene.Lanes.IsEmpty
            || ((l.Kind is LineKind.Stop || !l.Lanes.IsEmpty) && SceneWays.LanesOf(l, facts.Scene).Any(lane => lanes.Contains(lane.Id))))).Select(l => l.Signal!).Distinct();
        foreach (var head in heads)
        {
            if (!facts.Signals.TryGetValue(head, out var signal) || signal.Phases.IsDefaultOrEmpty)
            {
                times.Add((stand.FromUs, stand.UntilUs));
                (unwatched, queueUntilUs) = (true, long.MaxValue);
                continue;
            }
            queueUntilUs = Math.Max(queueUntilUs, QueueUntil(signal, stand));
            times.Add((long.MinValue, signal.Phases[0].FromUs));
            times.Add((signal.UntilUs, long.MaxValue));
            for (var i = 0; i < signal.Phases.Length; i++)
            {
                if (signal.Phases[i].State == SignalState.Green) continue;
                var from = signal.Phases[i].FromUs - signal.Phases[i].ErrorUs;
                var until = i + 1 < signal.Phases.Length ? signal.Phases[i + 1].FromUs + signal.Phases[i + 1].ErrorUs + settings.AfterRedUs : long.MaxValue;
                unwatched |= signal.Phases[i].State == SignalState.Unknown && from < stand.UntilUs && until > stand.FromUs;
                times.Add((from, until));
            }
        }
        var parted = new List<(long FromUs, long UntilUs)>();
        foreach (var (from, until) in times.Select(t => (From: Math.Max(t.From, stand.FromUs), Until: Math.Min(t.Until, stand.UntilUs)))
            .Where(t => t.Until > t.From).OrderBy(t => t.From))
        {
            if (parted.Count > 0 && from <= parted[^1].UntilUs) parted[^1] = (parted[^1].FromUs, Math.Max(parted[^1].UntilUs, until));
            else parted.Add((from, until));
        }
        return parted;
    }

    /// <summary>The end of the last green that a queue may stand through; of a green that goes over into what cannot be told nobody knows that it was whole.</summary>
    private static long QueueUntil(SignalTimeline signal, Standing.Span stand)
    {
        var ends = signal.Phases.Zip(signal.Phases.Skip(1))
            .Where(p => p.First.State == SignalState.Green && p.Second.State != SignalState.Unknown && p.First.FromUs >= stand.FromUs && p.Second.FromUs <= stand.UntilUs)
            .Select(p => p.Second.FromUs).Take(QueueGreens).ToList();
        return ends.Count == QueueGreens ? ends[^1] : long.MaxValue;
    }

    /// <summary>
    /// Lanes it may have queued in: its own, those it stood in, and those within half its width, for nobody draws a lane to the centimetre. On
    /// the kerb beside them all it waited for no signal.
    /// </summary>
    private static HashSet<string> LanesAt(PassageFacts facts, RawPixel place, double width)
    {
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        if (facts.Passage.Lane is { } own) lanes.Add(own);
        foreach (var lane in facts.Scene.Lanes)
            if (lane.Area.Contains(place) || LaneStays.EdgeDistance(lane.Area, place) <= width / 2) lanes.Add(lane.Id);
        return lanes;
    }
}
