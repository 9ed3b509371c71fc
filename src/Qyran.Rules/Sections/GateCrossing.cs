using Qyran.Domain.Scenes;
using Qyran.Domain.Time;

namespace Qyran.Rules.Sections;

/// <summary>The fact one camera adds to a section: when a vehicle was over its gate, a line of the kind count. Pure.</summary>
public static class GateCrossing
{
    /// <summary>How far the contact must be before and behind the gate, of the box's shorter side.</summary>
    private const double MarginShare = 0.1;

    /// <summary>Null when it did not clearly cross the gate, or when the hour is not known.</summary>
    /// <param name="gate">Id of the scene's line.</param>
    /// <param name="plate">The passage's accepted reading; null without one.</param>
    public static GatePassage? Find(PassageFacts facts, string gate, string? plate)
    {
        if (facts.Scene.Lines.FirstOrDefault(l => l.Id == gate && l.Kind == LineKind.Count) is not { } line) return null;
        if (facts.Passage.FirstSeen.UtcOffsetUs is not { } offset) return null;
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        var way = SceneWays.WayOver(line, facts);
        var crossing = LineCrossing.Find(facts, path, line.Points, way, MarginShare).FirstOrDefault(c => SceneWays.HoldsFor(line, facts, path, c.Before - 5, c.After + 5));
        if (crossing is null) return null;
        var (before, after) = (path.Samples[crossing.Before].At, path.Samples[crossing.After].At);
        var doubt = crossing.Doubt ?? (facts.TimeQuality is TimeQuality.Exact or TimeQuality.Jittered ? null : "the time stamps carry no speed");
        return new(facts.Scene.Camera.Id, facts.Passage.Id, plate, facts.Passage.Class, crossing.EarliestUs + offset, crossing.LatestUs + offset, after.Y < before.Y, doubt);
    }
}
