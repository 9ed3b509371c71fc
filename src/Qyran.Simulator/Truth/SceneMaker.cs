using System.Collections.Immutable;
using System.Numerics;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>The scene file for a camera of a scenario: drawn by somebody who sees exactly, surveyed as well as the scenario says.</summary>
internal static class SceneMaker
{
    /// <summary>Lanes, survey and lines end here, m from the camera's foot.</summary>
    internal const double FarthestM = 140;

    /// <summary>A scene may reach out of the picture by this share; the reader takes a fifth.</summary>
    private const double Beyond = 0.12;

    public static Scene Make(Scenario scenario, CameraPlan plan)
    {
        var camera = new Camera(plan);
        var name = scenario.Cameras.Length > 1 ? $"{scenario.Name}-{plan.Id}" : scenario.Name;
        var lanes = scenario.Lanes.Select(l => Lane(l, camera)).OfType<Lane>().ToImmutableArray();
        var known = lanes.Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        var signals = scenario.Signals.Where(s => !s.ForPeople).Select(s => Head(s, camera)).OfType<SignalHead>().ToImmutableArray();
        var heads = signals.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var lines = scenario.Lines.Select(l => Line(l, camera, known, heads)).OfType<SceneLine>().ToImmutableArray();
        var zones = scenario.Zones.Select(z => Area(z.Area, camera) is { } area ? new Zone(z.Id, z.Kind, area) : null).OfType<Zone>().ToImmutableArray();
        var limits = scenario.Limits.Where(l => l.Lanes.IsEmpty || l.Lanes.Any(known.Contains))
            .Select(l => l with { Lanes = [.. l.Lanes.Where(known.Contains)] }).ToImmutableArray();
        var rules = scenario.Rules.Where(r => Possible(r, lanes, lines, zones, limits)).ToImmutableArray();
        return new(name, "", new SceneCamera(plan.Id, plan.Width, plan.Height, plan.Site, plan.HeightM, Clock(scenario.Faults)), plan.Lens, Survey(scenario, camera, name),
            lanes, lines, zones, signals, limits, rules);
    }

    // nobody vouches for a camera that declares a wrong rate, whose clock was set, or that stamps some frames late or shows some again
    private static string? Clock(FaultPlan faults) =>
        faults is { DeclaredFps: null, ClockStepAtS: null, LatePercent: 0, DuplicatePercent: 0 } ? "every frame is exposed when its stamp says, by construction" : null;

    // a rule whose needs this camera does not see would be refused by the rule book
    private static bool Possible(RuleSetting rule, ImmutableArray<Lane> lanes, ImmutableArray<SceneLine> lines, ImmutableArray<Zone> zones, ImmutableArray<SpeedLimit> limits) => rule.Rule switch
    {
        "speeding" => !limits.IsEmpty,
        "wrong-way" => lanes.Any(l => l.From is not null),
        "red-light" or "stop-line" => lines.Any(l => l is { Kind: LineKind.Stop, Signal: not null }),
        "solid-line" => lines.Any(l => l.Kind == LineKind.Solid),
        "no-stopping" => zones.Any(z => z.Kind == ZoneKind.NoStopping),
        "no-driving" => zones.Any(z => z.Kind == ZoneKind.NoDriving),
        "forbidden-turn" => lines.Any(l => l.Kind == LineKind.NoTurn),
        "bus-lane" => lanes.Any(l => !l.Only.IsDefaultOrEmpty),
        _ => true,
    };

    private static Lane? Lane(LanePlan plan, Camera camera)
    {
        var path = new Path(plan.Path);
        var seen = new List<double>();
        for (var s = 0.0; s <= path.Length; s += 0.5)
            if (Within(path.At(s).At, camera, Beyond)) seen.Add(s);
            else if (seen.Count > 4) break;
            else seen.Clear();
        if (seen.Count < 5) return null;
        var sides = new List<RoadPoint>();
        foreach (var s in seen) sides.Add(Beside(path, s, plan.WidthM / 2));
        for (var i = seen.Count - 1; i >= 0; i--) sides.Add(Beside(path, seen[i], -plan.WidthM / 2));
        if (Area([.. sides], camera) is not { } area) return null;
        var inside = seen.Where(s => Within(path.At(s).At, camera, 0)).ToList();
        if (inside.Count < 4) return null;
        var tail = camera.Project(path.At(inside[inside.Count / 5]).At);
        var head = camera.Project(path.At(inside[inside.Count * 4 / 5]).At);
        return new(plan.Id, area, tail is { } a ? Rounded(a) : null, head is { } b ? Rounded(b) : null, plan.Only);
    }

    private static RoadPoint Beside(Path path, double s, double right)
    {
        var (at, dx, dy) = path.At(s);
        return new(at.X + (dy * right), at.Y - (dx * right));
    }

    private static bool Within(RoadPoint p, Camera camera, double beyond)
    {
        var plan = camera.Plan;
        return p.DistanceTo(plan.At) < FarthestM && camera.Project(p) is { } at
            && at.X > -beyond * plan.Width && at.X < (1 + beyond) * plan.Width && at.Y > -beyond * plan.Height && at.Y < (1 + beyond) * plan.Height;
    }

    private static SceneLine? Line(LinePlan line, Camera camera, HashSet<string> lanes, HashSet<string> heads)
    {
        if (line.Signal is { } unseen && !heads.Contains(unseen)) return null; // the camera cannot tell its state
        var dense = Dense(line.Points, closed: false);
        // the longest stretch within the picture
        var (best, run) = (new List<RawPixel>(), new List<RawPixel>());
        foreach (var p in dense)
        {
            if (Within(p, camera, Beyond / 2)) run.Add(camera.Project(p)!.Value);
            else run = [];
            if (run.Count > best.Count) best = run;
        }
        if (best.Count < 2) return null;
        var held = line.Lanes.Where(lanes.Contains).ToImmutableArray();
        if (!line.Lanes.IsEmpty && held.IsEmpty) return null;
        var points = Simple(best, closed: false);
        return points.Length < 2 ? null : new(line.Id, line.Kind, points, held, line.Signal);
    }

    private static Polygon? Area(ImmutableArray<RoadPoint> area, Camera camera)
    {
        var seen = new List<RawPixel>();
        foreach (var p in Dense(area, closed: true))
            if (p.DistanceTo(camera.Plan.At) < FarthestM * 1.3 && camera.Project(p) is { } at) seen.Add(at);
        if (seen.Count < 3) return null;
        double w = camera.Plan.Width, h = camera.Plan.Height;
        seen = Cut(Cut(Cut(Cut(seen, 1, 0, -Beyond * w), -1, 0, -(1 + Beyond) * w), 0, 1, -Beyond * h), 0, -1, -(1 + Beyond) * h);
        if (seen.Count < 3) return null;
        var corners = Simple(seen, closed: true);
        return corners.Length < 3 ? null : new(corners);
    }

    /// <summary>A point at least every two metres: the lens bends what is straight on the road.</summary>
    private static List<RoadPoint> Dense(ImmutableArray<RoadPoint> points, bool closed)
    {
        var dense = new List<RoadPoint>();
        for (var i = 0; i < points.Length - (closed ? 0 : 1); i++)
        {
            var (a, b) = (points[i], points[(i + 1) % points.Length]);
            var n = Math.Max(1, (int)Math.Ceiling(a.DistanceTo(b) / 2));
            for (var k = 0; k < n; k++) dense.Add(new(a.X + ((b.X - a.X) * k / n), a.Y + ((b.Y - a.Y) * k / n)));
        }
        if (!closed) dense.Add(points[^1]);
        return dense;
    }

    // Sutherland–Hodgman: keep where ax + by ≥ c
    private static List<RawPixel> Cut(List<RawPixel> polygon, double a, double b, double c)
    {
        var kept = new List<RawPixel>();
        for (var i = 0; i < polygon.Count; i++)
        {
            var (p, q) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            double dp = (a * p.X) + (b * p.Y) - c, dq = (a * q.X) + (b * q.Y) - c;
            if (dp >= 0) kept.Add(p);
            if (dp >= 0 != dq >= 0)
            {
                var t = dp / (dp - dq);
                kept.Add(new(p.X + (t * (q.X - p.X)), p.Y + (t * (q.Y - p.Y))));
            }
        }
        return kept;
    }

    /// <summary>Leaves out points that lie within a fifth of a pixel of the line between those kept (Douglas–Peucker).</summary>
    private static ImmutableArray<RawPixel> Simple(List<RawPixel> points, bool closed)
    {
        var keep = new bool[points.Count];
        var far = closed ? Enumerable.Range(0, points.Count).MaxBy(i => double.Hypot(points[i].X - points[0].X, points[i].Y - points[0].Y)) : points.Count - 1;
        keep[0] = keep[far] = true;
        Split(0, far);
        if (closed) Split(far, points.Count);
        var simple = new List<RawPixel>();
        for (var i = 0; i < points.Count; i++)
        {
            if (!keep[i]) continue;
            var p = Rounded(points[i]);
            if (simple.Count == 0 || simple[^1] != p) simple.Add(p);
        }
        if (closed && simple.Count > 1 && simple[0] == simple[^1]) simple.RemoveAt(simple.Count - 1);
        return [.. simple];

        void Split(int from, int to)
        {
            var (a, b) = (points[from], points[to % points.Count]);
            double dx = b.X - a.X, dy = b.Y - a.Y, n = Math.Max(1e-9, double.Hypot(dx, dy)), worst = 0.2;
            var at = -1;
            for (var i = from + 1; i < to; i++)
            {
                var d = Math.Abs(((points[i].X - a.X) * dy) - ((points[i].Y - a.Y) * dx)) / n;
                if (d > worst) (worst, at) = (d, i);
            }
            if (at < 0) return;
            keep[at] = true;
            Split(from, at);
            Split(at, to);
        }
    }

    private static RawPixel Rounded(RawPixel p) => new(Math.Round(p.X, 3), Math.Round(p.Y, 3));

    private static SignalHead? Head(SignalPlan plan, Camera camera)
    {
        // a head seen from behind or the side cannot be read
        var facing = plan.FacingDeg * Math.PI / 180;
        var (dx, dy) = (camera.Plan.At.X - plan.At.X, camera.Plan.At.Y - plan.At.Y);
        if (((Math.Sin(facing) * dx) + (Math.Cos(facing) * dy)) / double.Hypot(dx, dy) < 0.35) return null;
        PixelBox? Lamp(int lamp) => Box(SignalShape.Lamp(plan, lamp, 16), camera);
        var arrows = plan.Arrows.ToDictionary(a => a.Way, a => Box(SignalShape.Lamp(plan, a.Way, 16), camera));
        return Lamp(0) is { } red && Lamp(1) is { } yellow && Lamp(2) is { } green && !arrows.ContainsValue(null)
            ? new(plan.Id, red, yellow, green)
            {
                ArrowLeft = arrows.GetValueOrDefault(ArrowWay.Left), ArrowStraight = arrows.GetValueOrDefault(ArrowWay.Straight), ArrowRight = arrows.GetValueOrDefault(ArrowWay.Right),
            }
            : null;
    }

    /// <summary>Around a lamp; null where the camera does not see all of it, or too small.</summary>
    private static PixelBox? Box(IEnumerable<Vector3> lamp, Camera camera)
    {
        double x0 = double.MaxValue, y0 = double.MaxValue, x1 = double.MinValue, y1 = double.MinValue;
        foreach (var p in lamp)
        {
            if (!camera.TryProject(p.X, p.Y, p.Z, out var u, out var v, out _)) return null;
            (x0, y0, x1, y1) = (Math.Min(x0, u), Math.Min(y0, v), Math.Max(x1, u), Math.Max(y1, v));
        }
        return x0 < 0 || y0 < 0 || x1 > camera.Plan.Width || y1 > camera.Plan.Height || x1 - x0 < 1.2 || y1 - y0 < 1.2
            ? null
            : new(Math.Round(x0, 2), Math.Round(y0, 2), Math.Max(1, Math.Round(x1 - x0, 2)), Math.Max(1, Math.Round(y1 - y0, 2)));
    }

    /// <summary>
    /// Marks all over the seen road. Exact to the projection, with errors stated that are small but not zero, as no survey's are; or a third of them, clicked and
    /// measured as people do it.
    /// </summary>
    private static Survey Survey(Scenario scenario, Camera camera, string name)
    {
        var points = new List<SurveyPoint>();
        var (made, relief, dice) = (scenario.Survey, Relief.Of(scenario), Dice.For(scenario.Seed, "survey " + camera.Plan.Id));
        // marks by equal steps down the picture, so that near and far are held alike
        double w = camera.Plan.Width, h = camera.Plan.Height;
        var step = made is null ? 1 : 2;
        for (var row = 0; row < 9; row += step)
        {
            for (var column = 0; column < 5; column += step)
            {
                var ray = camera.Ray(w * (0.06 + (0.22 * column)), h * (0.04 + (0.115 * row)));
                if (ray.Z > -0.02) continue;
                var t = camera.At.Z / -ray.Z;
                // to the centimetre, as a tape says it; the pixel follows from that
                var road = new RoadPoint(Math.Round(camera.At.X + (ray.X * t), 2), Math.Round(camera.At.Y + (ray.Y * t), 2));
                if (road.DistanceTo(camera.Plan.At) > FarthestM || camera.Project(road) is not { } at) continue;
                if (made is null) points.Add(new(new(Math.Round(at.X, 4), Math.Round(at.Y, 4)), road, 0.1, 0.005));
                else if (camera.TryProject(road.X, road.Y, relief.At(road.X, road.Y), out var u, out var v, out _)) points.Add(Marked(made, road, u, v, scenario.UnevenM * road.DistanceTo(camera.Plan.At) / camera.Plan.HeightM, dice));
            }
        }
        return made is null ? new($"{name}/exact", "exact by construction: written by the simulator", null, null, [.. points], [])
            : new($"{name}/marked", "written by the simulator: every mark is off at random by as much as stated", null, null, [.. points], []);
    }

    /// <param name="lifted">How far the road's height about its plane shifts what is seen there, m, one standard deviation.</param>
    private static SurveyPoint Marked(SurveyPlan made, RoadPoint road, double u, double v, double lifted, Dice dice) => new(
        new(Math.Round(u + (made.ClickPx * dice.Normal()), 1), Math.Round(v + (made.ClickPx * dice.Normal()), 1)),
        new(Math.Round(road.X + (made.TapeM * dice.Normal()), 2), Math.Round(road.Y + (made.TapeM * dice.Normal()), 2)), made.ClickPx, Math.Round(double.Hypot(made.TapeM, lifted), 3));
}
