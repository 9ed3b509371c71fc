using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>Reads the part of a scenario that moves or is judged: lanes, lines, signals, flows, cast, people.</summary>
internal static class ScenarioTraffic
{
    private static readonly ImmutableArray<(RoadUser, double)> TownMix =
        [(RoadUser.Car, 0.80), (RoadUser.Van, 0.08), (RoadUser.Bus, 0.04), (RoadUser.Truck, 0.05), (RoadUser.Motorcycle, 0.03)];

    /// <summary>Between two lanes; shorter is no way, m.</summary>
    private const double LeastWayM = 0.5;

    /// <summary>Between the two lines of a section, m.</summary>
    private const int LeastSectionM = 1;

    public static ImmutableArray<LanePlan> Lanes(SceneGroup file)
    {
        var known = SceneRoad.Defined(file, "lanes");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. file.Groups("lanes", ScenarioKeys.Lane).Select(g =>
        {
            var id = Id(g, seen);
            if (id.Contains('>', StringComparison.Ordinal)) g.Wrong("id", "has a '>', which names ways over a junction");
            return new LanePlan(id, ScenarioFile.Points(g, "path", 2), g.Number("width_m", 1, 10) ?? 3.5, g.Number("kmh", 3, 200) ?? 50,
                g.Classes("only"), Known(g, "left", known, "lanes"), Known(g, "right", known, "lanes"), g.Number("no_change_m", 0, 10_000) ?? 30);
        })];
    }

    public static ImmutableArray<WayPlan> Ways(SceneGroup file, ImmutableArray<LanePlan> lanes)
    {
        var names = SceneRoad.Defined(file, "lanes");
        var ways = file.Groups("ways", ScenarioKeys.Way).Select(g => (Group: g, Way: new WayPlan(
            Known(g, "from", names, "lanes") ?? "", Known(g, "to", names, "lanes") ?? "", g.Number("share", 0, 1000) ?? 1, g.Number("kmh", 3, 150) ?? 25, g.Names("yields")))).ToList();
        var all = names.Concat(ways.Select(w => w.Way.Id)).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (group, way) in ways)
        {
            foreach (var name in way.Yields.Where(y => !all.Contains(y)))
                group.Wrong("yields", $"names '{name}', which is no lane and no way{NearestName.Hint(name, all)}");
            if (way.From.Length == 0 || way.To.Length == 0) continue;
            if (!seen.Add(way.Id)) group.Wrong("to", $"makes the way {way.Id} a second time");
            if (lanes.FirstOrDefault(l => l.Id == way.From) is { Path: [.., var end] } && lanes.FirstOrDefault(l => l.Id == way.To) is { Path: [var start, ..] } && end.DistanceTo(start) < LeastWayM)
                group.Wrong("to", $"begins where the lane {way.From} ends; a way over a junction has a length");
        }
        return [.. ways.Select(w => w.Way)];
    }

    public static ImmutableArray<MarkingPlan> Markings(SceneGroup file) => [.. file.Groups("markings", ScenarioKeys.Marking).Select(g =>
    {
        var kind = g.Choice("kind", ScenarioWords.Markings) ?? MarkingKind.Solid;
        return new MarkingPlan(kind, ScenarioFile.Points(g, "points", 2), g.Number("width_m", 0.05, 30) ?? (kind is MarkingKind.Zebra ? 4 : 0.15),
            g.Number("dash_m", 0.2, 50) ?? 3, g.Number("gap_m", 0.2, 50) ?? 6);
    })];

    public static ImmutableArray<LinePlan> Lines(SceneGroup file, ImmutableArray<LanePlan> lanes)
    {
        var (names, signals) = (SceneRoad.Defined(file, "lanes"), SceneRoad.Defined(file, "signals"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var stops = new Dictionary<string, string>(StringComparer.Ordinal);
        return [.. file.Groups("lines", ScenarioKeys.Line).Select(g =>
        {
            var line = new LinePlan(
                Id(g, seen), g.Choice("kind", SceneWords.Lines) ?? LineKind.Count, ScenarioFile.Points(g, "points", 2), SceneRoad.KnownLanes(g, names), Known(g, "signal", signals, "signals"),
                g.Choice("painted", ScenarioWords.YesNo) ?? true);
            if (line.Kind is not LineKind.Stop) return line;
            foreach (var lane in lanes.Where(l => l.Path.Length > 1 && (line.Lanes.IsEmpty || line.Lanes.Contains(l.Id)) && new Path(l.Path).Cross(line.Points) is not null))
                if (!stops.TryAdd(lane.Id, line.Id)) g.Wrong("points", $"cross the lane {lane.Id}, which has its stop line already, {stops[lane.Id]}");
            return line;
        })];
    }

    public static ImmutableArray<ZonePlan> Zones(SceneGroup file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. file.Groups("zones", ScenarioKeys.Zone).Select(g => new ZonePlan(Id(g, seen), g.Choice("kind", SceneWords.Zones) ?? ZoneKind.Measure, ScenarioFile.Points(g, "area", 3)))];
    }

    public static ImmutableArray<SignalPlan> Signals(SceneGroup file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. file.Groups("signals", ScenarioKeys.Signal).Select(g =>
        {
            var head = new SignalPlan(
                Id(g, seen), ScenarioFile.Point(g, "at"), g.Number("height_m", 1, 20) ?? 5.5, g.Number("facing_deg", -360, 720) ?? 180,
                g.Node("pole") is null ? null : ScenarioFile.Point(g, "pole"),
                g.Number("green_s", 0, 600) ?? 20, g.Number("blink_s", 0, 20) ?? 0, g.Number("yellow_s", 0, 20) ?? 3, g.Number("red_s", 0, 600) ?? 20,
                g.Number("red_yellow_s", 0, 20) ?? 1, g.Number("offset_s", -600, 600) ?? 0, g.Choice("for_people", ScenarioWords.YesNo) ?? false) { Arrows = Arrows(g) };
            if (head.CycleS < 1) g.Wrong("green_s", "and the other times come to less than 1 s: no programme");
            if (head.Arrows.Any(a => a.LitS >= head.CycleS)) g.Wrong("arrows", "hold one that is lit for the whole cycle");
            if (head is { ForPeople: true, Arrows.IsEmpty: false }) g.Wrong("arrows", "are no part of a head for people");
            return head;
        })];
    }

    private static ImmutableArray<SignalArrow> Arrows(SceneGroup head)
    {
        var seen = new HashSet<ArrowWay>();
        return [.. head.Groups("arrows", ScenarioKeys.Arrow).Select(g =>
        {
            var way = g.Choice("way", ScenarioWords.Ways) ?? ArrowWay.Right;
            if (!seen.Add(way)) g.Wrong("way", "has an arrow already");
            var lit = g.Number("lit_s", 0.1, 600) ?? 10;
            return new SignalArrow(way, g.Number("from_s", 0, 600) ?? 0, lit, Math.Min(lit, g.Number("blink_s", 0, 20) ?? 0));
        })];
    }

    public static ImmutableArray<FlowPlan> Flows(SceneGroup file)
    {
        var lanes = SceneRoad.Defined(file, "lanes");
        return [.. file.Groups("flows", ScenarioKeys.Flow).Select(g =>
        {
            var mix = TownMix;
            if (g.Node("mix") is SceneNode.Map map)
            {
                var shares = new SceneGroup(map, g.Named("mix"), [.. SceneWords.Classes.Keys], g.Errors);
                mix = [.. SceneWords.Classes.Select(c => (c.Value, shares.Number(c.Key, 0, 1000) ?? 0)).Where(c => c.Item2 > 0)];
                if (mix.IsEmpty) g.Wrong("mix", "has no class with a share above 0");
                if (mix.Any(m => m.Item1 is RoadUser.Person)) g.Wrong("mix", "holds person; people walk under 'people'");
            }
            else if (g.Node("mix") is not null)
            {
                g.Wrong("mix", "is no group; shares such as { car: 0.8, truck: 0.2 } are wanted");
            }
            return new FlowPlan(Known(g, "lane", lanes, "lanes") ?? "", g.Number("per_hour", 0, 4000) ?? 0,
                g.Number("from_s", -600, 86_400) ?? -600, g.Number("until_s", -600, 90_000) ?? 90_000, mix);
        })];
    }

    public static ImmutableArray<CastPlan> Cast(SceneGroup file)
    {
        var lanes = SceneRoad.Defined(file, "lanes");
        return [.. file.Groups("cast", ScenarioKeys.Cast).Select(g =>
        {
            var does = g.Choice("does", ScenarioWords.Deeds) ?? CastDeed.Drive;
            var user = g.Choice("class", SceneWords.Classes) ?? RoadUser.Car;
            if (user is RoadUser.Person) g.Wrong("class", "is person; people walk under 'people'");
            var (from, to) = (g.Number("from_m", 0, 100_000), g.Number("to_m", 0, 100_000));
            if (does is CastDeed.OvertakeOncoming or CastDeed.CrossLine && (from is null || to is null || to <= from))
                g.Wrong("does", "needs from_m and a larger to_m");
            if (does is CastDeed.Stop && from is null) g.Wrong("does", "needs from_m, the place where it stops");
            if (does is CastDeed.Speed && g.Node("kmh") is null) g.Wrong("does", "needs kmh");
            var (country, plate) = (g.Text("country", 2), g.Text("plate", 12));
            if (plate is not null && !plate.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))) g.Wrong("plate", "may hold capital letters from A to Z and digits, without gaps");
            if (country is not null && !PlateLayouts.Countries.Contains(country)) g.Wrong("country", $"'{country}' has no plate layout{NearestName.Hint(country, PlateLayouts.Countries)}");
            return new CastPlan(g.Number("at_s", -600, 86_400) ?? 0, Known(g, "lane", lanes, "lanes") ?? "", user, does, g.Number("kmh", 1, 280), from, to,
                g.Number("shift_m", -20, 20) ?? (does is CastDeed.OvertakeOncoming ? -3.6 : does is CastDeed.CrossLine ? -3 : 0),
                g.Number("for_s", 0, 3600) ?? 20, Known(g, "via", lanes, "lanes"), plate, country);
        })];
    }

    public static ImmutableArray<PeoplePlan> People(SceneGroup file)
    {
        var signals = SceneRoad.Defined(file, "signals");
        return [.. file.Groups("people", ScenarioKeys.People).Select(g =>
        {
            if (g.Node("path") is null == g.Node("area") is null) g.Errors.Add(new(g.Line, g.Path, "needs either path or area"));
            return new PeoplePlan(ScenarioFile.Points(g, "path", 2), ScenarioFile.Points(g, "area", 3), g.Number("per_minute", 0, 600) ?? 0,
                g.Whole("count", 0, 400) ?? 0, Known(g, "signal", signals, "signals"), g.Number("spread_m", 0, 50) ?? 0.8);
        })];
    }

    public static ImmutableArray<SectionPlan> Sections(SceneGroup file, ImmutableArray<LinePlan> lines)
    {
        var names = SceneRoad.Defined(file, "lines");
        return [.. file.Groups("sections", ScenarioKeys.Section).Select(g =>
        {
            var section = new SectionPlan(Known(g, "from_line", names, "lines") ?? "", Known(g, "to_line", names, "lines") ?? "", g.Number("kmh", 5, 200) ?? 60);
            var (from, to) = (Gate(g, "from_line", section.FromLine, lines), Gate(g, "to_line", section.ToLine, lines));
            if (from is not null && to is not null && DeedWatch.Between(from, to.Points[0]) < LeastSectionM)
                g.Wrong("to_line", $"lies less than {LeastSectionM} m behind from_line; an average speed needs a way");
            return section;
        })];
    }

    /// <summary>The count line of this name; null, and a fault where it is of another kind.</summary>
    private static LinePlan? Gate(SceneGroup g, string key, string name, ImmutableArray<LinePlan> lines)
    {
        var line = lines.FirstOrDefault(l => l.Id == name && l.Points.Length > 1);
        if (line is null || line.Kind is LineKind.Count) return line;
        g.Wrong(key, $"names '{name}', a line of the kind {SceneWords.Word(SceneWords.Lines, line.Kind)}; sections lie between lines of the kind count");
        return null;
    }

    /// <summary>Share of every country's plates.</summary>
    public static ImmutableSortedDictionary<string, double> Plates(SceneGroup file)
    {
        var shares = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        if (file.Group("plates", [.. PlateLayouts.Countries]) is { } g)
            foreach (var country in PlateLayouts.Countries)
                if (g.Number(country, 0, 1000) is { } share and > 0) shares[country] = share;
        if (shares.Count == 0) shares["KZ"] = 1;
        return shares.ToImmutable();
    }

    private static string? Known(SceneGroup g, string key, IReadOnlySet<string> names, string list)
    {
        if (g.Text(key, 100) is not { } name) return null;
        if (names.Contains(name)) return name;
        return g.Wrong(key, $"names '{name}', which is not in {list}{NearestName.Hint(name, names)}");
    }

    private static string Id(SceneGroup g, HashSet<string> seen)
    {
        var id = g.Text("id", 100) ?? "";
        if (id.Length > 0 && !seen.Add(id)) g.Wrong("id", $"'{id}' is taken; ids are unique");
        return id;
    }
}
