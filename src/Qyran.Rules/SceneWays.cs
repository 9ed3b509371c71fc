using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>What of a scene concerns a vehicle at a place.</summary>
internal static class SceneWays
{
    /// <summary>True when the line holds for all lanes, or for one the vehicle drove in or is in at one of these samples.</summary>
    public static bool HoldsFor(SceneLine line, PassageFacts facts, ContactPath path, int from, int to)
    {
        if (line.Lanes.IsEmpty || (facts.Passage.Lane is { } own && line.Lanes.Contains(own))) return true;
        for (var i = Math.Max(0, from); i <= to && i < path.Samples.Count; i++)
            foreach (var lane in facts.Scene.Lanes)
                if (line.Lanes.Contains(lane.Id) && lane.Area.Contains(path.Samples[i].At)) return true;
        return false;
    }

    /// <summary>
    /// The lawful way over a stop or entry line: its lanes' arrows; where it names lanes and none has one, the way from the stop line
    /// to its entry line; where it names none, the arrow of the lane the vehicle is in or the line lies in, else again the entry line.
    /// Null when nobody said.
    /// </summary>
    public static (double X, double Y)? WayOver(SceneLine line, PassageFacts facts)
    {
        var lanes = facts.Scene.Lanes.Where(l => l is { From: not null, To: not null }).ToList();
        var arrows = lanes.Where(l => line.Lanes.Contains(l.Id)).ToList();
        if (arrows.Count == 0 && line.Lanes.IsEmpty) arrows = [.. lanes.Where(l => l.Id == facts.Passage.Lane)];
        if (arrows.Count == 0 && line.Lanes.IsEmpty) arrows = [.. lanes.Where(l => line.Points.Any(l.Area.Contains) || l.Area.Contains(Middle(line)))];
        if (arrows.Count > 0)
        {
            var (x, y) = (0.0, 0.0);
            foreach (var lane in arrows)
            {
                var (dx, dy) = (lane.To!.Value.X - lane.From!.Value.X, lane.To.Value.Y - lane.From.Value.Y);
                (x, y) = (x + (dx / double.Hypot(dx, dy)), y + (dy / double.Hypot(dx, dy)));
            }
            return double.Hypot(x, y) > 0.1 ? (x, y) : null;
        }
        if (EntryOf(line, facts.Scene) is not { } entry) return null;
        var (from, to) = (Middle(line), Middle(entry));
        return from == to ? null : (to.X - from.X, to.Y - from.Y);
    }

    /// <summary>The entry line behind this stop line: same signal (or none named) and a lane in common.</summary>
    public static SceneLine? EntryOf(SceneLine stop, Scene scene) => scene.Lines.FirstOrDefault(l =>
        l.Kind == LineKind.Entry && (l.Signal is null || l.Signal == stop.Signal)
        && (l.Lanes.IsEmpty || stop.Lanes.IsEmpty || l.Lanes.Any(stop.Lanes.Contains)));

    /// <summary>
    /// Every line whose crossing means having driven in past this stop line: entry lines of the same signal wherever they lie (who
    /// passes a stop line at its end may enter over the next lane's), and the one of a lane in common.
    /// </summary>
    public static IEnumerable<SceneLine> EntriesOf(SceneLine stop, Scene scene) => scene.Lines.Where(l =>
        l.Kind == LineKind.Entry && ((stop.Signal is not null && l.Signal == stop.Signal) || l == EntryOf(stop, scene)));

    private static RawPixel Middle(SceneLine line) => new(line.Points.Average(p => p.X), line.Points.Average(p => p.Y));
}
