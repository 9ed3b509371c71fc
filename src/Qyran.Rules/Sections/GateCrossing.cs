using System.Collections.Immutable;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;

namespace Qyran.Rules.Sections;

/// <summary>The facts one camera adds to sections: when a vehicle was over its gates, the scene's lines of the kind count. Pure.</summary>
public static class GateCrossing
{
    /// <summary>How far the contact must be before and behind the gate, of the box's shorter side.</summary>
    internal const double MarginShare = 0.1;

    /// <summary>A clock further from ours than this has not only drifted, and nobody knows when it went wrong, µs; less is allowed for in full.</summary>
    private const long MostApartUs = 500_000;

    /// <summary>
    /// Every gate it clearly crossed, in the scene's order; none where the hour is not known. The plate is the passage's. As far as the camera's clock and ours have come apart the crossing is wider, for two cameras are
    /// joined by it.
    /// </summary>
    public static ImmutableArray<GatePassage> All(PassageFacts facts) =>
        facts.Passage.FirstSeen.UtcOffsetUs is not { } offset ? []
            : [.. facts.Scene.Lines.Where(l => l.Kind is LineKind.Count).Select(l => Over(l, facts, offset)).OfType<GatePassage>()];

    private static GatePassage? Over(SceneLine line, PassageFacts facts, long offset)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        // a gate may lie over both halves of a road: which way counts its own lane says
        var way = (line.Lanes.IsEmpty ? facts.Scene.Lanes.Where(l => l.Id == facts.Passage.Lane).Select(SceneWays.ArrowOf).FirstOrDefault() : null)
            ?? SceneWays.WayOver(line, facts.Scene);
        var crossing = LineCrossing.Find(facts, path, line.Points, way, MarginShare).FirstOrDefault(c => SceneWays.HoldsFor(line, facts, path, c.Before - 5, c.After + 5));
        if (crossing is null) return null;
        var apart = facts.ClockApartUs;
        var (before, after) = (path.Samples[crossing.Before].At, path.Samples[crossing.After].At);
        var doubt = crossing.Doubt ?? (facts.TimeQuality is TimeQuality.Exact or TimeQuality.Jittered ? null : "the time stamps carry no speed")
            ?? (facts.ClockAssumed ? PassageFacts.NoClock : null)
            ?? VerifiedDevice.Doubt(facts.Scene.Camera, [Utc(crossing.EarliestUs + offset), Utc(crossing.LatestUs + offset)])
            ?? Apart(apart);
        return new(facts.Scene.Camera.Id, line.Id, facts.Passage.Id, facts.Passage.Plate?.Text, facts.Passage.Class,
            crossing.EarliestUs + offset + Math.Min(0, apart), crossing.LatestUs + offset + Math.Max(0, apart), after.Y < before.Y, doubt)
        {
            Box = facts.Track.Points.MinBy(p => Math.Abs((2 * p.Time.MediaUs) - crossing.EarliestUs - crossing.LatestUs)).Box,
            ClockApartUs = apart,
        };
    }

    private static string? Apart(long us) => us is >= -MostApartUs and <= MostApartUs ? null
        : $"the camera's clock and ours have come {VerdictFacts.Seconds(Math.Abs(us))} s apart since the connection began";

    private static DateTimeOffset Utc(long us) => DateTimeOffset.UnixEpoch.AddTicks(us * 10);
}
