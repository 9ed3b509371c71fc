using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Units;

namespace Qyran.Rules.Sections;

/// <summary>
/// Driving through a section in less time than its limits allow (average speed between two cameras; the offence is that of speeding, in
/// Kazakhstan KoAP art. 592). The shortest lawful time is that of the shortest drivable way at every part's own limit and tolerance; it is broken only
/// when even the longest time the vehicle may have taken (both gates' errors, both clocks' errors) is shorter than the lawful time of the
/// shortest way the survey allows. All in whole µs, mm and mm/h, rounded in the driver's favour.
/// Refuses to judge: passages whose plates were not both read and read alike, crossings in doubt, a section whose survey does not hold at that time, a
/// class without a limit in some part (the highest limit counts of all classes it may be: those the two cameras name and those that look like them), and averages no
/// vehicle drives. Who drove in between, and whether a breakdown or the police stood in the way, matters not: time only grows by it.
/// </summary>
public static class AverageSpeed
{
    /// <summary>The rule's id. It stands in no scene: it belongs to a section of two.</summary>
    public const string Rule = "average-speed";

    /// <summary>What the rule is about, for people.</summary>
    public const string Title = "Too fast on average between two cameras";

    /// <summary>The longest vehicles that EU and EAEU roads allow, mm: how much the way may be shorter when one camera saw the front and the other the rear.</summary>
    private const long LongestVehicleMm = 18_750;

    private const decimal UsPerHour = 3_600_000_000m;

    public static Verdict Judge(GatePassage entry, GatePassage exit, Section section, AverageSpeedSettings settings)
    {
        if (entry.Camera != section.FromCamera || exit.Camera != section.ToCamera) return new Verdict.Kept($"these are not the cameras of the section {section.Id}");
        if (entry.Plate is null || exit.Plate is null) return new Verdict.Kept("its plate was not accepted at both ends");
        if (!string.Equals(entry.Plate, exit.Plate, StringComparison.Ordinal)) return new Verdict.Kept("these are two vehicles");
        if (exit.LatestUtcUs <= entry.EarliestUtcUs) return new Verdict.Kept("it was seen at the exit first");
        if (section.Parts.IsDefaultOrEmpty) return new Verdict.Undecided("the section has no parts");
        if (entry.Doubt is { } first) return new Verdict.Undecided($"at the entry: {first}");
        if (exit.Doubt is { } last) return new Verdict.Undecided($"at the exit: {last}");
        var (from, until) = (Utc(entry.EarliestUtcUs), Utc(exit.LatestUtcUs));
        if (section.ValidFrom is { } since && from < since) return new Verdict.Undecided("the section's survey and limits were not in force yet");
        if (section.ValidUntil is { } end && until >= end) return new Verdict.Undecided("the section's survey and limits have expired");

        // the longest time it may have taken
        var taken = exit.LatestUtcUs - entry.EarliestUtcUs + (2 * settings.ClockErrorUs);
        var (lawful, atLimit, way) = (0m, 0m, 0L);
        Speed? slowest = null;
        RoadUser[] users = [.. LookAlike.Of(entry.Class, settings.AlikeToo), .. LookAlike.Of(exit.Class, settings.AlikeToo)];
        foreach (var part in section.Parts)
        {
            if (Limit(part, users) is not { } limit) return new Verdict.Undecided("a part of the section names no limit for its class");
            var shortest = Math.Max(0, part.Min(p => p.Millimetres - p.ErrorMillimetres));
            way += shortest;
            if (slowest is not { } s || limit < s) slowest = limit;
            lawful += shortest * UsPerHour / (limit + settings.Tolerance).MmPerHour;
            atLimit += shortest * UsPerHour / limit.MmPerHour;
        }
        if (entry.Rear != exit.Rear && slowest is { } slow)
        {
            // nose to tail: the way of the same point of the vehicle may be shorter by the vehicle, and all that is missing may lie where it must drive slowest
            way = Math.Max(0, way - LongestVehicleMm);
            lawful -= LongestVehicleMm * UsPerHour / (slow + settings.Tolerance).MmPerHour;
            atLimit = Math.Max(lawful, atLimit - (LongestVehicleMm * UsPerHour / slow.MmPerHour));
        }
        var decided = new Speed((long)Math.Floor(way * UsPerHour / taken));
        if (decided > settings.Implausible) return new Verdict.Undecided($"the average of {decided} is taken for two vehicles with one plate, or a clock gone wrong");
        if (!(taken < Math.Floor(lawful))) return new Verdict.Kept("within the limits, the tolerance and the errors");

        var allowed = new Speed((long)Math.Ceiling(way * UsPerHour / atLimit));
        return new Verdict.Broken(
            $"it drove at least {decided} on average through the section {section.Id}, where its limits allow {allowed}", exit.LatestUtcUs,
            VerdictFacts.Of(("section", section.Id), ("entry_camera", entry.Camera), ("exit_camera", exit.Camera), ("entry_passage", entry.Passage), ("exit_passage", exit.Passage),
                ("entered_utc_us", entry.EarliestUtcUs), ("left_utc_us", exit.LatestUtcUs), ("clock_error_us", settings.ClockErrorUs), ("taken_at_most_us", taken),
                ("lawful_us", (long)Math.Floor(lawful)), ("way_mm", way), ("decided_kmh", VerdictFacts.Kmh(decided)), ("allowed_kmh", VerdictFacts.Kmh(allowed)),
                ("tolerance_kmh", VerdictFacts.Kmh(settings.Tolerance)), ("survey", section.Survey),
                ("limit_basis", string.Join("; ", section.Parts.SelectMany(p => p).Select(p => p.Basis).Distinct()))),
            VerdictFacts.Key(entry.EarliestUtcUs, exit.LatestUtcUs));
    }

    /// <summary>The highest limit of the part for any class the vehicle may be; null where one of them has none.</summary>
    private static Speed? Limit(ImmutableArray<SectionPart> part, RoadUser[] users)
    {
        Speed? highest = null;
        foreach (var user in users)
        {
            var held = part.Where(p => p.Classes.IsDefaultOrEmpty || p.Classes.Contains(user)).ToList();
            // one that names the class goes before one for all
            if (held.Any(p => !p.Classes.IsDefaultOrEmpty)) held.RemoveAll(p => p.Classes.IsDefaultOrEmpty);
            if (held.Count == 0) return null;
            var limit = held.Max(p => p.Limit);
            if (highest is not { } h || limit > h) highest = limit;
        }
        return highest;
    }

    private static DateTimeOffset Utc(long us) => DateTimeOffset.UnixEpoch.AddTicks(us * 10);
}
