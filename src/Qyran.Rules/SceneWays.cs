using System.Collections.Immutable;
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
    /// True when it crossed a stop line in a lane that this holds for, false when in another. Null when that is not clear, and another signal, or none, may have held for it: who changed the lane
    /// at the line, or was between lanes there. A lane of the same signal says nothing against it, nor does one that comes the other way.
    /// </summary>
    public static bool? HoldsAt(SceneLine line, PassageFacts facts, ContactPath path, Crossing crossing)
    {
        if (line.Lanes.IsEmpty) return true;
        var scene = facts.Scene;
        var alike = scene.Lines.Where(l => l.Kind == LineKind.Stop && l.Signal == line.Signal).SelectMany(l => LanesOf(l, scene)).Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        var way = WayOver(line, scene);
        var (here, elsewhere) = (false, false);
        for (var i = crossing.Before; i <= crossing.After; i++)
        {
            here |= Here(path.Samples[i].At);
            elsewhere |= Elsewhere(path.Samples[i].At);
        }
        if (here != elsewhere) return here;
        if (!HoldsFor(line, facts, path, crossing.Before - 5, crossing.After)) return false;
        for (var i = Math.Max(0, crossing.Before - 5); i < crossing.Before; i++) elsewhere |= Elsewhere(path.Samples[i].At);
        return elsewhere ? null : true;

        bool Here(RawPixel at) => scene.Lanes.Any(l => line.Lanes.Contains(l.Id) && l.Area.Contains(at));

        bool Elsewhere(RawPixel at)
        {
            var there = scene.Lanes.Where(l => l.Area.Contains(at)).ToList();
            return !there.Exists(l => alike.Contains(l.Id)) && there.Exists(l => way is not { } w || ArrowOf(l) is not { } a || (a.X * w.X) + (a.Y * w.Y) >= 0);
        }
    }

    /// <summary>The lanes a line holds for: those it names; where it names none those it lies over, and where it lies over none all of the scene.</summary>
    public static ImmutableArray<Lane> LanesOf(SceneLine line, Scene scene)
    {
        if (!line.Lanes.IsEmpty) return [.. scene.Lanes.Where(l => line.Lanes.Contains(l.Id))];
        var places = Places(line);
        // a line drawn a little too long does not lie over the next lane
        ImmutableArray<Lane> over = [.. scene.Lanes.Where(l => places.Count(l.Area.Contains) * 20 >= places.Count)];
        return over.IsEmpty ? scene.Lanes : over;
    }

    /// <summary>
    /// The lawful way over a stop or entry line: the arrows of the lanes it holds for; where these have none or point more than 60° apart from what they have in common, the way from the stop line to its entry line.
    /// Null when nobody said.
    /// </summary>
    public static (double X, double Y)? WayOver(SceneLine line, Scene scene)
    {
        List<(double X, double Y)> arrows = [.. LanesOf(line, scene).Select(ArrowOf).OfType<(double X, double Y)>()];
        var (x, y) = (arrows.Sum(a => a.X), arrows.Sum(a => a.Y));
        var length = double.Hypot(x, y);
        if (length > 0.1 && arrows.TrueForAll(a => (a.X * x) + (a.Y * y) >= 0.5 * length)) return (x, y);
        if (EntryOf(line, scene) is not { } entry) return null;
        var (from, to) = (Middle(line), Middle(entry));
        return from == to ? null : (to.X - from.X, to.Y - from.Y);
    }

    /// <summary>A lane's lawful way, of the length 1; null where both are lawful.</summary>
    public static (double X, double Y)? ArrowOf(Lane lane)
    {
        if (lane is not { From: { } tail, To: { } head }) return null;
        var (x, y) = (head.X - tail.X, head.Y - tail.Y);
        return (x / double.Hypot(x, y), y / double.Hypot(x, y));
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

    // forty along it, equally far apart
    private static List<RawPixel> Places(SceneLine line)
    {
        const int count = 40;
        var p = line.Points;
        var length = 0.0;
        for (var i = 1; i < p.Length; i++) length += Long(i);
        var places = new List<RawPixel>(count);
        var (end, passed) = (1, 0.0);
        for (var k = 0; k < count; k++)
        {
            var at = (k + 0.5) / count * length;
            while (end + 1 < p.Length && passed + Long(end) < at)
            {
                passed += Long(end);
                end++;
            }
            var part = (at - passed) / Long(end);
            places.Add(new(p[end - 1].X + (part * (p[end].X - p[end - 1].X)), p[end - 1].Y + (part * (p[end].Y - p[end - 1].Y))));
        }
        return places;

        double Long(int i) => double.Hypot(p[i].X - p[i - 1].X, p[i].Y - p[i - 1].Y);
    }
}
