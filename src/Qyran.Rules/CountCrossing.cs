using System.Collections.Immutable;
using Qyran.Domain.Scenes;
using Qyran.Rules.Sections;

namespace Qyran.Rules;

/// <summary>
/// Which lines of the kind count a vehicle crossed, and which way. Traffic is counted and nobody accused, so a crossing in doubt counts, and no hour is needed. The way is that
/// over the line as it lies in the picture and not that along a lane: of a line over both halves of a road either half has a number of its own. Pure.
/// </summary>
public static class CountCrossing
{
    /// <summary>Each line and way once, however often the vehicle went to and fro, in the scene's order.</summary>
    public static ImmutableArray<CountedCrossing> All(PassageFacts facts)
    {
        var lines = facts.Scene.Lines.Where(l => l.Kind is LineKind.Count).ToList();
        if (lines.Count == 0) return [];
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        return [.. lines.SelectMany(line => Over(line, facts, path)).Distinct()];
    }

    /// <summary>The two ways over a line: to its right as it is drawn, from its first point to its last, and to its left. A line that lies rather than stands is crossed up and down.</summary>
    public static (CountWay ToRight, CountWay ToLeft) WaysOver(SceneLine line)
    {
        var (a, b) = (line.Points[0], line.Points[^1]);
        var (x, y) = (b.X - a.X, b.Y - a.Y);
        return Math.Abs(y) > Math.Abs(x)
            ? y > 0 ? (CountWay.Left, CountWay.Right) : (CountWay.Right, CountWay.Left)
            : x > 0 ? (CountWay.Down, CountWay.Up) : (CountWay.Up, CountWay.Down);
    }

    private static IEnumerable<CountedCrossing> Over(SceneLine line, PassageFacts facts, ContactPath path)
    {
        var (right, left) = WaysOver(line);
        return LineCrossing.Find(facts, path, line.Points, null, GateCrossing.MarginShare)
            .Where(c => SceneWays.HoldsFor(line, facts, path, c.Before - 5, c.After + 5))
            .Select(c => new CountedCrossing(line.Id, c.ToRight ? right : left));
    }
}
