using System.Numerics;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>Puts houses, trees, street lamps and signal masts beside the roads: seeded, never on a road, never between the camera and a lane.</summary>
internal sealed class Scenery
{
    private readonly Scenario scenario;
    private readonly Sun sun;
    private readonly Ground ground;
    private readonly Camera camera;
    private readonly Dice dice;
    private readonly List<(Vector2 At, float Radius)> taken = [];

    /// <summary>What the camera sees, wherever its mount turns it, of the middles and the edges of lanes and of the ways of people.</summary>
    private readonly List<RoadPoint> middles = [], edges = [], feet = [];

    public Scenery(Scenario scenario, Sun sun, Ground ground, Camera camera)
    {
        (this.scenario, this.sun, this.ground, this.camera) = (scenario, sun, ground, camera);
        dice = Dice.For(scenario.Seed, "scenery");
        See();
        if (scenario.Surroundings.Buildings) Houses();
        if (scenario.Surroundings.Lamps) StreetLamps();
        if (scenario.Surroundings.Trees) Trees();
        foreach (var signal in scenario.Signals) Signal(signal);
        if (scenario.Surroundings.Style is SurroundingsStyle.Open) Barriers();
    }

    public StaticMesh Mesh { get; } = new();

    /// <summary>Shadows on the ground; the value is how dark, 0…1.</summary>
    public Shapes Shadows { get; } = new();

    /// <summary>Street lamps' heads.</summary>
    public List<Vector3> Lamps { get; } = [];

    private void See()
    {
        var turned = MountMotion.Turned(scenario, camera.Plan);
        bool Seen(RoadPoint p) => turned.Any(c => c.Sees(p));
        var from = new RoadPoint(camera.At.X, camera.At.Y);
        foreach (var lane in scenario.Lanes)
        {
            var path = new Path(lane.Path);
            for (var s = 0.0; s < path.Length; s += 6)
            {
                var (p, dx, dy) = path.At(s);
                if (p.DistanceTo(from) >= 150) continue;
                if (Seen(p)) middles.Add(p);
                foreach (var right in (double[])[lane.WidthM / 2, -lane.WidthM / 2])
                    if (new RoadPoint(p.X + (dy * right), p.Y - (dx * right)) is var edge && Seen(edge)) edges.Add(edge);
            }
        }
        feet.AddRange(scenario.People.SelectMany(p => p.Path.Concat(p.Area)).Where(Seen));
    }

    /// <summary>Places along both sides of every road, with the direction of the road there.</summary>
    private IEnumerable<(Vector2 At, Vector2 Along, float Side, float Pavement)> Sides(double step, double offset)
    {
        foreach (var road in scenario.Roads)
        {
            var path = new Path(road.Line);
            for (var s = step * 0.37; s < path.Length; s += step)
            {
                var (at, dx, dy) = path.At(s);
                foreach (var side in (int[])[1, -1])
                {
                    var d = (road.WidthM / 2) + offset;
                    yield return (new((float)(at.X + (dy * side * d)), (float)(at.Y - (dx * side * d))), new((float)dx, (float)dy), side, (float)road.PavementM);
                }
            }
        }
    }

    private void Houses()
    {
        Vector3[] walls = [new(0.46f, 0.38f, 0.28f), new(0.50f, 0.46f, 0.40f), new(0.40f, 0.30f, 0.24f), new(0.52f, 0.50f, 0.47f), new(0.36f, 0.37f, 0.38f), new(0.44f, 0.26f, 0.19f)];
        foreach (var road in scenario.Roads)
        {
            var path = new Path(road.Line);
            foreach (var side in (ReadOnlySpan<int>)[1, -1])
            {
                var s = dice.Between(0, 12);
                while (s < path.Length)
                {
                    var (length, depth, floors) = (dice.Between(18, 34), dice.Between(12, 17), 3 + dice.Whole(7));
                    var (at, dx, dy) = path.At(s + (length / 2));
                    var setback = road.PavementM + (scenario.Surroundings.Style is SurroundingsStyle.Open ? dice.Between(60, 160) : dice.Between(3, 9));
                    var d = (road.WidthM / 2) + setback + (depth / 2);
                    var centre = new Vector2((float)(at.X + (dy * side * d)), (float)(at.Y - (dx * side * d)));
                    s += length + dice.Between(3, scenario.Surroundings.Style is SurroundingsStyle.Open ? 90 : 12);
                    var radius = (float)double.Hypot(length, depth) / 2;
                    if (taken.Any(t => Vector2.Distance(t.At, centre) < (t.Radius + radius) * 0.82f)) continue;
                    var turn = MathF.Atan2((float)dy, (float)dx);
                    if (!Clear(centre, (float)length, (float)depth, turn) || Hides(centre, radius * 0.8f, floors * 3.1f)) continue;
                    taken.Add((centre, radius));
                    House(centre, (float)length, (float)depth, floors, turn, walls[dice.Whole(walls.Length)]);
                }
            }
        }
    }

    private bool Clear(Vector2 centre, float length, float depth, float turn)
    {
        var (s, c) = MathF.SinCos(turn);
        for (var i = -2; i <= 2; i++)
            for (var j = -2; j <= 2; j++)
            {
                var p = centre + new Vector2((c * i * length / 4) - (s * j * depth / 4), (s * i * length / 4) + (c * j * depth / 4));
                var (d, pavement) = ground.Side(p.X, p.Y);
                if (d < pavement + 1) return false;
            }
        foreach (var people in scenario.People)
            if (!people.Area.IsEmpty && people.Area.Any(a => Math.Abs(a.X - centre.X) < length / 2 + 2 && Math.Abs(a.Y - centre.Y) < depth / 2 + 2)) return false;
        return !scenario.People.Any(p => !p.Area.IsEmpty && new Polygon([.. p.Area.Select(a => new RawPixel(a.X, a.Y))]).Contains(new(centre.X, centre.Y)));
    }

    private void House(Vector2 at, float length, float depth, int floors, float turn, Vector3 wall)
    {
        const float storey = 3.1f;
        var height = (floors * storey) + 0.8f;
        wall *= (float)dice.Between(0.85, 1.1);
        Mesh.Box(sun, new(at, height / 2), new(length, depth, height), turn, wall, cells: 3);
        Mesh.Box(sun, new(at, height + 0.25f), new(length + 0.5f, depth + 0.5f, 0.5f), turn, wall * 0.8f);
        var (s, c) = MathF.SinCos(turn);
        Vector3 ex = new(c, s, 0), ey = new(-s, c, 0);
        var glass = new Vector3(0.03f, 0.036f, 0.042f);
        var shops = dice.Unit() < 0.6;
        var awning = new Vector3((float)dice.Between(0.08, 0.5), (float)dice.Between(0.08, 0.3), (float)dice.Between(0.08, 0.35));
        foreach (var (n, across, wide, deep) in (ReadOnlySpan<(Vector3, Vector3, float, float)>)[(ey, ex, length, depth), (-ey, ex, length, depth), (ex, ey, depth, length), (-ex, ey, depth, length)])
        {
            if (Vector3.Dot(n, camera.At - new Vector3(at, 0)) < 0) continue; // its back is never seen
            var columns = Math.Max(2, (int)(wide / 2.9f));
            for (var floor = 0; floor < floors; floor++)
            {
                for (var k = 0; k < columns; k++)
                {
                    var x = ((k + 0.5f) / columns - 0.5f) * (wide - 1);
                    var shop = floor == 0 && shops;
                    var (w, h) = shop ? (wide / columns * 0.86f, 2.3f) : (1.35f, 1.55f);
                    var z = (floor * storey) + (shop ? 1.35f : 1.75f);
                    var centre = new Vector3(at, z) + (n * ((deep / 2) + 0.03f)) + (across * x);
                    Vector3 a = across * (w / 2), b = new(0, 0, h / 2);
                    var lit = sun.LampsOn && dice.Unit() < (shop ? 0.85 : sun.Night ? 0.32 : 0.15);
                    var mirror = sun.Mirror(Vector3.Normalize(n + new Vector3(0, 0, 0.3f * (float)dice.Unit()))) * 0.16f;
                    var glow = lit ? new Vector3(0.55f, 0.40f, 0.20f) * (float)dice.Between(0.3, 1) * (sun.Night ? 0.55f : 1) : mirror;
                    Mesh.Quad(sun, centre - a - b, centre + a - b, centre + a + b, centre - a + b, n, glass, glow);
                    if (!shop) Mesh.Quad(sun, centre - (a * 1.12f) - b + (n * 0.06f), centre + (a * 1.12f) - b + (n * 0.06f), centre + (a * 1.12f) - (b * 1.12f) + (n * 0.08f), centre - (a * 1.12f) - (b * 1.12f) + (n * 0.08f), n, wall * 1.15f, default);
                }
            }
            if (!shops) continue;
            var top = new Vector3(at, 2.95f) + (n * (deep / 2));
            var half = across * (wide / 2 - 0.4f);
            Mesh.Quad(sun, top - half + (n * 0.9f) - new Vector3(0, 0, 0.35f), top + half + (n * 0.9f) - new Vector3(0, 0, 0.35f), top + half, top - half, Vector3.Normalize(n + new Vector3(0, 0, 1.2f)), awning, sun.LampsOn ? awning * 0.12f : default);
        }
        Shadow([.. Corners().Select(p => (p, height))]);

        IEnumerable<Vector2> Corners()
        {
            foreach (var (i, j) in ((int, int)[])[(1, 1), (1, -1), (-1, -1), (-1, 1)])
                yield return at + new Vector2((c * i * length / 2) - (s * j * depth / 2), (s * i * length / 2) + (c * j * depth / 2));
        }
    }

    private void Shadow(List<(Vector2 At, float Height)> corners, float dark = 1)
    {
        if (sun.Direct == default || sun.To.Z < 0.05f) return;
        var points = new List<(double X, double Y)>();
        foreach (var (at, height) in corners)
        {
            points.Add((at.X, at.Y));
            points.Add((at.X - (sun.To.X / sun.To.Z * height), at.Y - (sun.To.Y / sun.To.Z * height)));
        }
        var hull = Hull.Of(points.ToArray());
        if (hull.Length >= 3) Shadows.Add(dark, [.. hull.Select(p => new Vector2((float)p.X, (float)p.Y))]);
    }

    private void StreetLamps()
    {
        foreach (var (at, along, side, _) in Sides(28, 0.7).ToList())
        {
            if (ground.Side(at.X, at.Y).FromKerb < 0.4f || Hides(at, 0.2f, 8)) continue;
            var metal = new Vector3(0.20f, 0.21f, 0.22f);
            var toRoad = new Vector2(-along.Y, along.X) * side;
            var (foot, top) = (new Vector3(at, 0), new Vector3(at, 8.2f));
            var head = new Vector3(at + (toRoad * 1.7f), 8.7f);
            Mesh.Bar(sun, foot, top, 0.085f, metal);
            Mesh.Bar(sun, top, head, 0.05f, metal, 6);
            Mesh.Box(sun, head, new(0.75f, 0.28f, 0.14f), MathF.Atan2(toRoad.Y, toRoad.X), new(0.30f, 0.30f, 0.31f), sun.LampsOn ? new(2.5f, 1.9f, 1.1f) : default);
            Lamps.Add(head);
            taken.Add((at, 1));
            var across = new Vector2(-sun.To.Y, sun.To.X) * 0.08f / Math.Max(0.05f, new Vector2(sun.To.X, sun.To.Y).Length());
            Shadow([(at - across, 8.2f), (at + across, 8.2f)], 0.85f);
        }
    }

    private void Trees()
    {
        var open = scenario.Surroundings.Style is SurroundingsStyle.Open;
        foreach (var (at, _, _, pavement) in Sides(open ? 17 : 9.5, open ? 16 : 2.6).ToList())
        {
            var place = at + new Vector2((float)dice.Between(-1.2, 1.2), (float)dice.Between(-1.2, 1.2)) * (open ? 8 : 1);
            var (height, crown) = ((float)dice.Between(5.5, 9.5), (float)dice.Between(1.7, 2.7));
            if (dice.Unit() < 0.2) continue;
            var (d, _) = ground.Side(place.X, place.Y);
            if (d < 1.2f || (d > pavement + 30) || taken.Any(t => Vector2.Distance(t.At, place) < t.Radius * 0.7f + 1.2f) || Hides(place, crown + 0.4f, height + crown)
                || Vector2.Distance(place, new(camera.At.X, camera.At.Y)) < 15) continue;
            taken.Add((place, crown));
            Tree(place, height, crown);
        }
    }

    private void Tree(Vector2 at, float height, float crown)
    {
        var bark = new Vector3(0.12f, 0.09f, 0.07f);
        Mesh.Bar(sun, new(at, 0), new(at, height * 0.62f), 0.13f + (height * 0.008f), bark, 7);
        var middle = new Vector3(at, height * 0.72f);
        var tall = height * 0.42f;
        var bare = sun.Snow > 0;
        var leaf = bare ? new Vector3(0.30f, 0.31f, 0.33f) : Vector3.Lerp(new(0.06f, 0.125f, 0.03f), new(0.13f, 0.17f, 0.045f), (float)dice.Unit());
        var away = Vector3.Distance(middle, camera.At);
        // leaves of two or three pixels, whatever the distance
        var size = Math.Clamp(away * 0.0026f, 0.055f, 0.24f);
        var leaves = (int)Math.Min(12_000, 42 / (size * size));
        if (bare)
        {
            Branches(at, height, crown, bark);
            leaves = 0;
        }
        for (var i = 0; i < leaves; i++)
        {
            var v = new Vector3((float)dice.Normal(), (float)dice.Normal(), (float)dice.Normal());
            if (v.LengthSquared() < 1e-6f) continue;
            var n = Vector3.Normalize(v);
            var r = MathF.Pow((float)dice.Unit(), 0.35f);
            // clumps make a crown of branches instead of a ball
            var clump = 0.72f + (0.5f * Noise.Octaves((n.X * 3) + at.X, (n.Y * 3) + at.Y + (n.Z * 4), 1.3f, 3, 0.01f));
            var p = middle + (n * new Vector3(crown, crown, tall) * r * clump);
            var turn = Vector3.Normalize(n + (new Vector3((float)dice.Normal(), (float)dice.Normal(), (float)dice.Normal()) * 0.6f));
            var u = Vector3.Normalize(Vector3.Cross(turn, MathF.Abs(turn.Z) < 0.9f ? Vector3.UnitZ : Vector3.UnitX)) * (size * (float)dice.Between(0.7, 1.5));
            var w = Vector3.Cross(turn, Vector3.Normalize(u)) * (size * (float)dice.Between(0.7, 1.5));
            var albedo = leaf * (float)dice.Between(0.65, 1.35);
            var deep = 0.35f + (0.65f * r * r);
            var sky = albedo * sun.Around(n) * deep;
            var lit = albedo * sun.Direct * (deep * (0.18f + (0.82f * Math.Max(0, Vector3.Dot(n, sun.To)))));
            Mesh.Triangles.Add((p - u, p + w, p + u, sky, sky, sky, lit, lit, lit));
            Mesh.Triangles.Add((p - u, p + u, p - w, sky, sky, sky, lit, lit, lit));
        }
        if (sun.Direct == default) return;
        // a ragged shadow: many small patches
        for (var i = 0; i < (bare ? 20 : 70); i++)
        {
            var v = Vector3.Normalize(new((float)dice.Normal(), (float)dice.Normal(), (float)dice.Normal()));
            var p = middle + (v * new Vector3(crown, crown, tall) * MathF.Pow((float)dice.Unit(), 0.4f) * 0.95f);
            var ground2 = new Vector2(p.X - (sun.To.X / sun.To.Z * p.Z), p.Y - (sun.To.Y / sun.To.Z * p.Z));
            var radius = crown * (float)dice.Between(0.12, 0.28);
            var turn = (float)dice.Unit();
            Shadows.Add(0.9f, [.. Enumerable.Range(0, 6).Select(k => ground2 + (new Vector2(MathF.Cos(turn + (k * MathF.Tau / 6)), MathF.Sin(turn + (k * MathF.Tau / 6))) * radius * (0.75f + (0.5f * Noise.Hash(i, k)))))]);
        }
        var across = new Vector2(-sun.To.Y, sun.To.X) * 0.14f;
        Shadow([(at - across, height * 0.5f), (at + across, height * 0.5f)]);
    }

    private void Branches(Vector2 at, float height, float crown, Vector3 bark)
    {
        for (var i = 0; i < 46; i++)
        {
            var from = new Vector3(at, height * (float)dice.Between(0.35, 0.72));
            var turn = (float)dice.Between(0, Math.Tau);
            var reach = crown * (float)dice.Between(0.4, 0.95);
            var to = from + new Vector3(MathF.Cos(turn) * reach, MathF.Sin(turn) * reach, (float)dice.Between(0.6, 2.6));
            Mesh.Bar(sun, from, to, 0.035f, Vector3.Lerp(bark, new(0.6f), (float)dice.Between(0, 0.5)), 4);
            for (var k = 0; k < 4; k++)
            {
                var twig = Vector3.Lerp(from, to, (float)dice.Between(0.35, 0.95));
                Mesh.Bar(sun, twig, twig + new Vector3((float)dice.Normal() * 0.4f, (float)dice.Normal() * 0.4f, (float)dice.Between(0.2, 0.9)), 0.018f, Vector3.Lerp(bark, new(0.6f), (float)dice.Between(0.2, 0.7)), 3);
            }
        }
    }

    private void Signal(SignalPlan plan)
    {
        var metal = new Vector3(0.22f, 0.23f, 0.24f);
        var black = new Vector3(0.018f, 0.019f, 0.02f);
        var (_, across) = SignalShape.Centre(plan, 1);
        var (s, c) = Math.SinCos(plan.FacingDeg * Math.PI / 180);
        var forward = new Vector3((float)s, (float)c, 0);
        var at = new Vector3((float)plan.At.X, (float)plan.At.Y, (float)plan.HeightM);
        var pole = plan.Pole ?? plan.At;
        var foot = new Vector3((float)pole.X, (float)pole.Y, 0) - (forward * 0.12f);
        var tall = (float)plan.HeightM + (plan.Pole is null ? 0.8f : 0.2f);
        Mesh.Bar(sun, foot, foot with { Z = tall }, 0.075f, metal);
        if (plan.Pole is not null) Mesh.Bar(sun, foot with { Z = tall - 0.1f }, at - (forward * 0.12f), 0.06f, metal);
        var high = plan.ForPeople ? 0.82f : 1.22f;
        Mesh.Box(sun, at, new(0.40f, 0.22f, high), MathF.Atan2(across.Y, across.X), black, cells: 2);
        if (!plan.ForPeople)
        {
            // white-edged backing board
            Mesh.Box(sun, at - (forward * 0.10f), new(0.66f, 0.03f, 1.50f), MathF.Atan2(across.Y, across.X), black * 1.5f);
            for (var lamp = 0; lamp < 3; lamp++)
            {
                var (centre, _) = SignalShape.Centre(plan, lamp);
                // visors
                for (var k = 0; k <= 6; k++)
                {
                    var angle = k / 6f * MathF.PI;
                    var p = centre + (across * MathF.Cos(angle) * 0.175f) + new Vector3(0, 0, MathF.Sin(angle) * 0.175f);
                    if (k == 6) break;
                    var next = (k + 1) / 6f * MathF.PI;
                    var q = centre + (across * MathF.Cos(next) * 0.175f) + new Vector3(0, 0, MathF.Sin(next) * 0.175f);
                    var n = Vector3.Normalize(((p + q) / 2) - centre);
                    Mesh.Quad(sun, p - (forward * 0.05f), q - (forward * 0.05f), q + (forward * 0.14f), p + (forward * 0.14f), n, black, default);
                }
            }
        }
        foreach (var arrow in plan.Arrows)
        {
            var beside = SignalShape.Centre(plan, arrow.Way).At - (forward * 0.16f);
            Mesh.Box(sun, beside, new(0.40f, 0.22f, 0.42f), MathF.Atan2(across.Y, across.X), black, cells: 2);
            Mesh.Box(sun, beside - (forward * 0.10f), new(0.46f, 0.03f, 0.56f), MathF.Atan2(across.Y, across.X), black * 1.5f);
        }
        Shadow([(new(foot.X - 0.1f, foot.Y), tall), (new(foot.X + 0.1f, foot.Y), tall)], 0.85f);
        taken.Add((new(foot.X, foot.Y), 1.5f));
    }

    private void Barriers()
    {
        foreach (var road in scenario.Roads)
        {
            var path = new Path(road.Line);
            foreach (var side in (ReadOnlySpan<int>)[1, -1])
            {
                for (var s = 0.0; s + 4 <= path.Length; s += 4)
                {
                    Vector2 At(double along)
                    {
                        var (p, dx, dy) = path.At(along);
                        var d = (road.WidthM / 2) + 0.9;
                        return new((float)(p.X + (dy * side * d)), (float)(p.Y - (dx * side * d)));
                    }
                    var (a, b) = (At(s), At(s + 4));
                    if (ground.Side(a.X, a.Y).FromKerb < 0.6f || Vector2.Distance(a, new((float)camera.At.X, (float)camera.At.Y)) < 3 || RailHides(a, b)) continue;
                    var steel = new Vector3(0.42f, 0.43f, 0.44f);
                    Mesh.Bar(sun, new(a, 0), new(a, 0.75f), 0.05f, steel, 6);
                    var d2 = Vector2.Normalize(b - a);
                    var n = new Vector3(-d2.Y * -side, d2.X * -side, 0);
                    if (Vector3.Dot(n, camera.At - new Vector3(a, 0.6f)) < 0) n = -n;
                    Mesh.Quad(sun, new(a, 0.45f), new(b, 0.45f), new(b, RailM), new(a, RailM), n, steel, default);
                    Shadow([(a, 0.75f), (b, 0.75f)], 0.8f);
                }
            }
        }
    }

    /// <summary>True when something of this size would stand between the camera and a lane, a stop line or a signal.</summary>
    private bool Hides(Vector2 at, float radius, float height)
    {
        var from = new Vector2(camera.At.X, camera.At.Y);
        if (Vector2.Distance(at, from) < radius + 4) return true;
        bool Crosses(float x, float y, float z)
        {
            var to = new Vector2(x, y);
            var d = to - from;
            var t = Vector2.Dot(at - from, d) / Math.Max(1, d.LengthSquared());
            if (t is < 0.02f or > 1) return false;
            var aside = Vector2.Distance(from + (d * t), at);
            return aside < radius + 0.5f && camera.At.Z + ((z - camera.At.Z) * t) < height;
        }
        foreach (var signal in scenario.Signals)
            if (Crosses((float)signal.At.X, (float)signal.At.Y, (float)signal.HeightM)) return true;
        foreach (var p in middles)
            if (Crosses((float)p.X, (float)p.Y, 0.8f)) return true;
        foreach (var p in feet)
            if (Crosses((float)p.X, (float)p.Y, 0.8f) && radius < 5) return true;
        return false;
    }

    /// <summary>Upper edge of a guard rail.</summary>
    private const float RailM = 0.77f;

    /// <summary>True when a piece of guard rail would stand before the edge of a lane, where the bottoms of bodies are seen.</summary>
    private bool RailHides(Vector2 a, Vector2 b)
    {
        var (from, c, d) = (new RoadPoint(camera.At.X, camera.At.Y), new RoadPoint(a.X, a.Y), new RoadPoint(b.X, b.Y));
        return edges.Exists(p => Path.Meet(from, p, c, d) is { } t && camera.At.Z * (1 - t) < RailM);
    }
}
