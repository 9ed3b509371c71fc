using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Builds a <see cref="Mesh"/> of patches, boxes, discs and capsules. Every vertex has one material.</summary>
internal sealed class MeshBuilder
{
    private readonly List<Vector3> points = [], normals = [];
    private readonly List<Material> materials = [];
    private readonly List<int> triangles = [];
    private readonly List<Vector3[]> plates = [];
    private readonly List<Lamp> lamps = [];

    public Mesh Build() => new([.. points], [.. normals], [.. materials], [.. triangles], [.. plates], [.. lamps]);

    public void Lamp(Vector3 at, int facing) => lamps.Add(new(at, facing));

    /// <summary>A grid of points with smooth normals that look away from <paramref name="inside"/>; a material per cell.</summary>
    public void Patch(Vector3[,] grid, Vector3 inside, Func<int, int, Material> material)
    {
        int n = grid.GetLength(0), m = grid.GetLength(1);
        var normal = new Vector3[n, m];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                var along = grid[Math.Min(i + 1, n - 1), j] - grid[Math.Max(i - 1, 0), j];
                var across = grid[i, Math.Min(j + 1, m - 1)] - grid[i, Math.Max(j - 1, 0)];
                var c = Vector3.Cross(along, across);
                if (c.LengthSquared() < 1e-12f) c = grid[i, j] - inside;
                c = Vector3.Normalize(c);
                normal[i, j] = Vector3.Dot(c, grid[i, j] - inside) < 0 ? -c : c;
            }
        }
        // cells share their corners unless their materials differ
        var known = new Dictionary<(int, int, Material), int>();
        int Corner(int i, int j, Material of)
        {
            if (known.TryGetValue((i, j, of), out var at)) return at;
            known.Add((i, j, of), at = points.Count);
            Add(grid[i, j], normal[i, j], of);
            return at;
        }
        for (var i = 0; i + 1 < n; i++)
        {
            for (var j = 0; j + 1 < m; j++)
            {
                var of = material(i, j);
                int a = Corner(i, j, of), b = Corner(i + 1, j, of), c = Corner(i + 1, j + 1, of), d = Corner(i, j + 1, of);
                triangles.AddRange([a, b, c, a, c, d]);
            }
        }
    }

    public void Patch(Vector3[,] grid, Vector3 inside, Material of) => Patch(grid, inside, (_, _) => of);

    /// <summary>A flat face; corners in order, normal away from <paramref name="inside"/>.</summary>
    public void Face(Vector3 inside, Material of, params ReadOnlySpan<Vector3> corners)
    {
        var normal = Vector3.Normalize(Vector3.Cross(corners[1] - corners[0], corners[2] - corners[0]));
        if (Vector3.Dot(normal, corners[0] - inside) < 0) normal = -normal;
        var at = points.Count;
        foreach (var c in corners) Add(c, normal, of);
        for (var i = 1; i + 1 < corners.Length; i++) triangles.AddRange([at, at + i, at + i + 1]);
    }

    public void Box(Vector3 least, Vector3 most, Material of)
    {
        var c = (least + most) / 2;
        Vector3 P(int x, int y, int z) => new(x == 0 ? least.X : most.X, y == 0 ? least.Y : most.Y, z == 0 ? least.Z : most.Z);
        Face(c, of, P(0, 0, 0), P(0, 1, 0), P(0, 1, 1), P(0, 0, 1));
        Face(c, of, P(1, 0, 0), P(1, 1, 0), P(1, 1, 1), P(1, 0, 1));
        Face(c, of, P(0, 0, 0), P(1, 0, 0), P(1, 0, 1), P(0, 0, 1));
        Face(c, of, P(0, 1, 0), P(1, 1, 0), P(1, 1, 1), P(0, 1, 1));
        Face(c, of, P(0, 0, 1), P(1, 0, 1), P(1, 1, 1), P(0, 1, 1));
        Face(c, of, P(0, 0, 0), P(1, 0, 0), P(1, 1, 0), P(0, 1, 0));
    }

    /// <summary>A wheel standing across the body: tyre, rim with spokes, and the dark arch above.</summary>
    /// <param name="outer">Outer side's y; its sign says which side.</param>
    public void Wheel(float x, float outer, float radius, float width, bool arch)
    {
        var side = Math.Sign(outer);
        const int n = 20;
        var centre = new Vector3(x, outer, radius);
        Vector3 At(float r, int i, float y) => new(x + (r * MathF.Cos(i * MathF.Tau / n)), y, radius + (r * MathF.Sin(i * MathF.Tau / n)));
        var inward = centre - new Vector3(0, side * 2, 0);
        if (arch)
            for (var i = 0; i < n / 2; i++)
                Face(inward, Material.Under, centre - new Vector3(0, side * 0.002f, 0), At(radius * 1.14f, i, outer - (side * 0.002f)), At(radius * 1.14f, i + 1, outer - (side * 0.002f)));
        for (var i = 0; i < n; i++)
        {
            var y = outer + (side * 0.004f);
            Face(inward, Material.Tyre, At(radius, i, y), At(radius, i + 1, y), At(radius * 0.66f, i + 1, y), At(radius * 0.66f, i, y));
            Face(inward, i % 4 == 3 ? Material.Under : Material.Rim, centre + new Vector3(0, side * 0.006f, 0), At(radius * 0.66f, i, y), At(radius * 0.66f, i + 1, y));
            Face(new(x, outer, radius), Material.Tyre, At(radius, i, y), At(radius, i + 1, y), At(radius, i + 1, outer - (side * width)), At(radius, i, outer - (side * width)));
        }
    }

    /// <summary>A limb: a round bar with rounded ends and a radius at each.</summary>
    public void Limb(Vector3 a, Vector3 b, float ra, float rb, Material of, int sides = 7)
    {
        var axis = Vector3.Normalize(b - a);
        var u = Vector3.Normalize(Vector3.Cross(axis, Math.Abs(axis.Z) < 0.9f ? Vector3.UnitZ : Vector3.UnitX));
        var v = Vector3.Cross(axis, u);
        ReadOnlySpan<(float T, float R)> rings = [(-1, 0.05f), (-0.7f, 0.72f), (0, 1), (2, 1), (2.7f, 0.72f), (3, 0.05f)];
        var grid = new Vector3[rings.Length, sides + 1];
        for (var i = 0; i < rings.Length; i++)
        {
            var (t, r) = rings[i];
            var centre = t <= 0 ? a + (axis * (t * ra)) : t >= 2 ? b + (axis * ((t - 2) * rb)) : a;
            var radius = r * (t <= 0 ? ra : rb);
            for (var k = 0; k <= sides; k++)
            {
                var angle = k * MathF.Tau / sides;
                grid[i, k] = centre + (u * (MathF.Cos(angle) * radius)) + (v * (MathF.Sin(angle) * radius));
            }
        }
        Patch(grid, (a + b) / 2, of);
    }

    public void Ellipsoid(Vector3 centre, Vector3 radii, Material of, int sides = 10)
    {
        var rows = (sides / 2) + 1;
        var grid = new Vector3[rows, sides + 1];
        for (var i = 0; i < rows; i++)
        {
            var (sz, cz) = MathF.SinCos(MathF.PI * ((i / (float)(rows - 1)) - 0.5f));
            for (var k = 0; k <= sides; k++)
            {
                var (s, c) = MathF.SinCos(k * MathF.Tau / sides);
                grid[i, k] = centre + (radii * new Vector3(cz * c, cz * s, sz));
            }
        }
        Patch(grid, centre, of);
    }

    /// <summary>A plate standing upright across the body.</summary>
    /// <param name="facing">+1 ahead, −1 behind.</param>
    public void Plate(float x, float z, int facing, float width, float height)
    {
        // read from outside, left is the body's right (−y) in front and its left behind
        var left = facing * -width / 2;
        plates.Add([new(x, left, z + (height / 2)), new(x, -left, z + (height / 2)), new(x, -left, z - (height / 2)), new(x, left, z - (height / 2))]);
        const float rim = 0.012f;
        var back = x - (facing * 0.006f);
        Face(new(back - facing, 0, z), Material.PlateEdge, new(back, left * 1.03f, z + (height / 2) + rim), new(back, -left * 1.03f, z + (height / 2) + rim),
            new(back, -left * 1.03f, z - (height / 2) - rim), new(back, left * 1.03f, z - (height / 2) - rim));
    }

    private void Add(Vector3 p, Vector3 n, Material of)
    {
        points.Add(p);
        normals.Add(n);
        materials.Add(of);
    }
}
