using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>Reads what lies in the picture: lanes, lines, zones and signal heads. Ids are unique within their list.</summary>
internal static class SceneRoad
{
    public static ImmutableArray<SignalHead> Signals(SceneGroup file, SceneNumbers places)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. file.Groups("signals", SceneKeys.Signal).Select(group =>
        {
            var id = Id(group, ids);
            var (red, yellow, green) = (places.Box(group, "red"), places.Box(group, "yellow"), places.Box(group, "green"));
            var (left, straight, right) = (places.Box(group, "arrow_left"), places.Box(group, "arrow_straight"), places.Box(group, "arrow_right"));
            if (id is null || red is not { } r || green is not { } g) return null;
            var head = new SignalHead(id, r, yellow, g) { ArrowLeft = left, ArrowStraight = straight, ArrowRight = right };
            foreach (var (way, _) in head.Arrows())
                if (Defined(file, "signals").Contains(head.ArrowId(way))) group.Wrong("id", $"and its arrow make '{head.ArrowId(way)}', which is another signal's id");
            return head;
        }).OfType<SignalHead>()];
    }

    public static ImmutableArray<Lane> Lanes(SceneGroup file, SceneNumbers places)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. file.Groups("lanes", SceneKeys.Lane).Select(group =>
        {
            var (id, area, only) = (Id(group, ids), places.Area(group, "area"), group.Classes("only"));
            var arrow = places.Pixels(group, "direction", 2);
            if (arrow is { Length: > 2 }) group.Wrong("direction", "has more than two points; an arrow has a tail and a head");
            return id is not null && area is not null ? new Lane(id, area, arrow?[0], arrow?[1], only) : null;
        }).OfType<Lane>()];
    }

    public static ImmutableArray<SceneLine> Lines(SceneGroup file, SceneNumbers places, bool isNew)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var (lanes, signals) = (Defined(file, "lanes"), Defined(file, "signals"));
        return [.. file.Groups("lines", SceneKeys.Line).Select(group =>
        {
            var (id, kind, points) = (Id(group, ids), group.Choice("kind", SceneWords.Lines), places.Pixels(group, "points", 2));
            var (held, signal) = (KnownLanes(group, lanes), group.Text("signal"));
            if (signal is not null && !signals.Contains(signal))
                group.Wrong("signal", $"names '{signal}', which is not in signals{NearestName.Hint(signal, signals)}");
            if (signal is not null && kind is LineKind.Solid or LineKind.NoTurn or LineKind.Count)
                group.Wrong("signal", "belongs to stop and entry lines only");
            if (kind is LineKind.NoTurn && held.IsEmpty) group.Wrong("lanes", "is missing: from which lanes may the line not be crossed?");
            if (isNew && points is { } drawn && IsOutline(drawn)) group.Wrong("points", "come back to the first one, or the line meets itself; draw one line along the middle of the paint");
            return id is not null && kind is { } k && points is { } p ? new SceneLine(id, k, p, held, signal) : null;
        }).OfType<SceneLine>()];
    }

    public static ImmutableArray<Zone> Zones(SceneGroup file, SceneNumbers places)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. file.Groups("zones", SceneKeys.Zone).Select(group =>
        {
            var (id, kind, area) = (Id(group, ids), group.Choice("kind", SceneWords.Zones), places.Area(group, "area"));
            return id is not null && kind is { } k && area is not null ? new Zone(id, k, area) : null;
        }).OfType<Zone>()];
    }

    /// <summary>The key <c>lanes</c> of a line or limit; every name must be a lane's id.</summary>
    public static ImmutableArray<string> KnownLanes(SceneGroup group, IReadOnlySet<string> defined)
    {
        var names = group.Names("lanes");
        foreach (var name in names.Where(n => !defined.Contains(n)))
            group.Wrong("lanes", $"names '{name}', which is not in lanes{NearestName.Hint(name, defined)}");
        return names;
    }

    /// <summary>Ids as written, also of entries that are wrong otherwise, so that one slip does not make others.</summary>
    public static IReadOnlySet<string> Defined(SceneGroup file, string list) =>
        (file.Node(list) as SceneNode.Row)?.Items.OfType<SceneNode.Map>().SelectMany(m => m.Entries)
            .Where(e => e.Key == "id").Select(e => (e.Value as SceneNode.Scalar)?.Text).OfType<string>().ToHashSet(StringComparer.Ordinal) ?? [];

    /// <summary>True of a line that meets itself or comes back to where it began: who crosses it crosses both sides of the paint, and is on neither side of it then.</summary>
    private static bool IsOutline(ImmutableArray<RawPixel> points)
    {
        static double Distance(RawPixel a, RawPixel b) => double.Hypot(a.X - b.X, a.Y - b.Y);
        const double back = 0.1; // of its length: the breadth of the paint
        if (Distance(points[0], points[^1]) < back * Enumerable.Range(1, points.Length - 1).Sum(i => Distance(points[i - 1], points[i]))) return true;
        for (var i = 0; i + 1 < points.Length; i++)
            for (var j = i + 2; j + 1 < points.Length; j++)
                if (Orientation.Meet(points[i], points[i + 1], points[j], points[j + 1])) return true;
        return false;
    }

    private static string? Id(SceneGroup group, Dictionary<string, int> seen)
    {
        if (group.Text("id", 100) is not { } id) return null;
        if (!seen.TryAdd(id, group.LineOf("id"))) group.Wrong("id", $"'{id}' is taken, see line {seen[id]}; ids are unique");
        return id;
    }
}
