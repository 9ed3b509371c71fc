using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>Reads a scenario file (YAML, described in docs/howto/simulate.md). Pure: bytes in, a scenario or every error out.</summary>
public static class ScenarioFile
{
    /// <summary>The version of the format that is read.</summary>
    public const int Version = 1;

    private const int MostErrors = 200;

    /// <summary>Of a place from the road frame's origin, m: a camera sees some hundred, and what is longer takes memory by its length.</summary>
    private const int FarthestM = 10_000;
    private const string TooFar = "lies farther than 10000 m from [0, 0]";

    /// <summary>Returns the scenario, or null and at least one error naming line and field, in file order.</summary>
    /// <param name="knownRules">Rule ids and their settings, as for a scene: the scenario's rules go into the scene as they are.</param>
    public static Scenario? Read(ReadOnlySpan<byte> yaml, IReadOnlyDictionary<string, ImmutableArray<string>> knownRules, out ImmutableArray<SceneError> errors)
    {
        var found = new List<SceneError>();
        Scenario? scenario = null;
        if (SceneYaml.Parse(yaml, found) is { } root) scenario = Read(new SceneGroup(root, "", ScenarioKeys.File, found), knownRules);
        errors = [.. found.OrderBy(e => e.Line).Take(MostErrors)];
        return errors.IsEmpty ? scenario : null;
    }

    private static Scenario Read(SceneGroup file, IReadOnlyDictionary<string, ImmutableArray<string>> knownRules)
    {
        if (file.Whole("qyran_scenario", 1, 1_000_000) is { } version && version != Version)
            file.Wrong("qyran_scenario", $"is {version}; this program reads version {Version}");
        var cameras = Cameras(file);
        var light = Light(file);
        var weather = Weather(file);
        var picture = Picture(file);
        var faults = Faults(file, cameras);
        var around = Surroundings(file);
        var roads = file.Groups("roads", ScenarioKeys.Road).Select(g =>
            new RoadPlan(g.Text("id", 100) ?? "", Points(g, "line", 2), g.Number("width_m", 2, 200) ?? 7, g.Number("pavement_m", 0, 50) ?? 0)).ToImmutableArray();
        if (file.Node("roads") is SceneNode.Row { Items.Count: 0 }) file.Wrong("roads", "has no road");
        var lanes = ScenarioTraffic.Lanes(file);
        var lines = ScenarioTraffic.Lines(file, lanes);
        return new(file.Text("name", 100) ?? "", file.Whole("seed", 0, int.MaxValue) ?? 1, file.Number("seconds", 0.2, 86_400) ?? 1,
            file.Number("warmup_s", 0, 600) ?? 20, file.Time("start") ?? new DateTimeOffset(2026, 6, 12, 5, 0, 0, TimeSpan.Zero),
            cameras, light, weather, picture, faults, around, roads, lanes, ScenarioTraffic.Ways(file, lanes), ScenarioTraffic.Markings(file),
            lines, ScenarioTraffic.Zones(file), ScenarioTraffic.Signals(file), ScenarioTraffic.Flows(file),
            ScenarioTraffic.Cast(file), ScenarioTraffic.People(file), ScenarioTraffic.Sections(file, lines), ScenarioTraffic.Plates(file),
            SceneLaw.Limits(file), SceneLaw.Rules(file, knownRules))
        {
            UnevenM = file.Number("uneven_m", 0, 0.5) ?? 0,
            Survey = file.Group("survey", ScenarioKeys.Survey) is { } survey ? new(survey.Number("click_px", 0.01, 20) ?? 1, survey.Number("tape_m", 0.001, 1) ?? 0.02) : null,
        };
    }

    private static ImmutableArray<CameraPlan> Cameras(SceneGroup file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var list = file.Groups("cameras", ScenarioKeys.Camera).Select(g =>
        {
            int w = g.Whole("width", 64, 4096) ?? 1280, h = g.Whole("height", 64, 4096) ?? 720;
            if (w % 2 != 0) g.Wrong("width", "is odd; H.264 needs an even one");
            if (h % 2 != 0) g.Wrong("height", "is odd; H.264 needs an even one");
            var f = g.Number("focal_px", 50, 20_000) ?? 1000;
            var lens = new LensModel(f, f, w / 2.0, h / 2.0, g.Number("k1", -1, 1) ?? 0, g.Number("k2", -1, 1) ?? 0,
                g.Number("p1", -0.1, 0.1) ?? 0, g.Number("p2", -0.1, 0.1) ?? 0, g.Number("k3", -1, 1) ?? 0);
            var id = g.Text("id", 60) ?? "";
            if (!seen.Add(id)) g.Wrong("id", $"'{id}' is taken; ids are unique");
            if (id.AsSpan().IndexOfAny("/\\. ") >= 0) g.Wrong("id", "names an output folder: no slash, dot or space");
            double fps = g.Number("fps", 1, 120) ?? 25, exposureMs = g.Number("exposure_ms", 0, 100) ?? 4;
            if (exposureMs > 1000 / fps) g.Wrong("exposure_ms", string.Create(CultureInfo.InvariantCulture, $"is longer than the {1000 / fps:0.##} ms between two frames: no shutter is open for longer"));
            return new CameraPlan(id, g.Text("site"), w, h, fps, Point(g, "at"), g.Number("height_m", 1.5, 200) ?? 8,
                g.Number("pan_deg", -360, 360) ?? 0, g.Number("tilt_deg", 0, 89) ?? 10, g.Number("roll_deg", -45, 45) ?? 0, lens, exposureMs);
        }).ToImmutableArray();
        if (list.IsEmpty && file.Node("cameras") is SceneNode.Row) file.Wrong("cameras", "has no camera");
        return list;
    }

    private static LightPlan Light(SceneGroup file)
    {
        if (file.Group("light", ScenarioKeys.Light) is not { } g) return new(DayTime.Day, 220, 40, 0.3);
        return new(g.Choice("time", ScenarioWords.Times) ?? DayTime.Day, g.Number("sun_azimuth_deg", -360, 720) ?? 220,
            g.Number("sun_elevation_deg", 2, 90) ?? 40, g.Number("clouds", 0, 1) ?? 0.3);
    }

    private static WeatherPlan Weather(SceneGroup file)
    {
        if (file.Group("weather", ScenarioKeys.Weather) is not { } g) return new(WeatherKind.Clear, 0, WeatherPlan.ClearM);
        var kind = g.Choice("kind", ScenarioWords.Weathers) ?? WeatherKind.Clear;
        return new(kind, g.Number("strength", 0, 1) ?? (kind is WeatherKind.Clear ? 0 : 0.5),
            g.Number("sight_m", 20, 50_000) ?? kind switch { WeatherKind.Fog => 150, WeatherKind.Snow => 500, WeatherKind.Rain => 1500, _ => WeatherPlan.ClearM });
    }

    private static PicturePlan Picture(SceneGroup file)
    {
        if (file.Group("picture", ScenarioKeys.Picture) is not { } g) return new(1, 0.2, 0, 0, 0, 0, 20, null);
        return new(g.Number("noise", 0, 60) ?? 1, g.Number("vignette", 0, 1) ?? 0.2, g.Number("glare", 0, 1) ?? 0, g.Number("dirt", 0, 1) ?? 0,
            g.Number("shake_px", 0, 20) ?? 0, g.Number("turn_deg_per_minute", -10, 10) ?? 0, g.Whole("crf", 0, 51) ?? 20, g.Whole("kbps", 50, 100_000));
    }

    private static FaultPlan Faults(SceneGroup file, ImmutableArray<CameraPlan> cameras)
    {
        if (file.Group("faults", ScenarioKeys.Faults) is not { } g) return new(null, 0, 0, 0, 0, null, 0);
        foreach (var (key, other) in (ReadOnlySpan<(string, string)>)[("late_percent", "late_ms"), ("late_ms", "late_percent"), ("clock_step_at_s", "clock_step_ms"), ("clock_step_ms", "clock_step_at_s")])
        {
            if (g.Node(key) is null) continue;
            if (g.Node("declared_fps") is not null) g.Wrong(key, "does nothing beside declared_fps, by which every stamp is made up; leave one of them out");
            else if (g.Node(other) is null) g.Wrong(key, $"does nothing without {other}");
        }
        var lateMs = g.Number("late_ms", 0, 5000) ?? 0;
        if (cameras.FirstOrDefault(c => lateMs >= 1000 / c.Fps) is { } quick)
            g.Wrong("late_ms", string.Create(CultureInfo.InvariantCulture, $"is not below the {1000 / quick.Fps:0.##} ms between two frames of the camera '{quick.Id}': a late frame would be stamped after the next ones, which no file can hold"));
        return new(g.Number("declared_fps", 1, 120), g.Number("drop_percent", 0, 90) ?? 0, g.Number("duplicate_percent", 0, 90) ?? 0,
            g.Number("late_percent", 0, 100) ?? 0, lateMs, g.Number("clock_step_at_s", 0, 86_400), g.Number("clock_step_ms", -60_000, 60_000) ?? 0);
    }

    private static SurroundingsPlan Surroundings(SceneGroup file)
    {
        if (file.Group("surroundings", ScenarioKeys.Surroundings) is not { } g) return new(SurroundingsStyle.Town, true, true, true);
        return new(g.Choice("style", ScenarioWords.Styles) ?? SurroundingsStyle.Town, g.Choice("buildings", ScenarioWords.YesNo) ?? true,
            g.Choice("trees", ScenarioWords.YesNo) ?? true, g.Choice("lamps", ScenarioWords.YesNo) ?? true);
    }

    /// <summary>A list of road points; faults are reported, then it is empty.</summary>
    internal static ImmutableArray<RoadPoint> Points(SceneGroup g, string key, int least)
    {
        if (new SceneNumbers(null, null).Pixels(g, key, least) is not { } list) return [];
        for (var i = 0; i < list.Length; i++)
            if (Far(list[i].X, list[i].Y)) g.Errors.Add(new(g.Node(key) is SceneNode.Row row ? row.Items[i].Line : g.LineOf(key), $"{g.Named(key)}[{i}]", TooFar));
        return [.. list.Select(p => new RoadPoint(p.X, p.Y))];
    }

    internal static RoadPoint Point(SceneGroup g, string key)
    {
        if (SceneNumbers.Road(g, key) is not { } at) return default;
        if (Far(at.X, at.Y)) g.Wrong(key, TooFar);
        return at;
    }

    private static bool Far(double x, double y) => Math.Abs(x) > FarthestM || Math.Abs(y) > FarthestM;
}
