using System.Numerics;

namespace Qyran.Simulator;

/// <summary>What stands still: triangles in the road frame, with the light of the sky (and lamps) and that of the sun apart, so that clouds can take the latter away.</summary>
internal sealed class StaticMesh
{
    public List<(Vector3 A, Vector3 B, Vector3 C, Vector3 SkyA, Vector3 SkyB, Vector3 SkyC, Vector3 SunA, Vector3 SunB, Vector3 SunC)> Triangles { get; } = [];

    /// <summary>A flat four-sided face, cut up where it is large, because the lens bends long edges.</summary>
    /// <param name="cells">Cuts along both sides.</param>
    public void Quad(Sun sun, Vector3 a, Vector3 b, Vector3 c, Vector3 d, Vector3 normal, Vector3 albedo, Vector3 glow, int cells = 1, float low = 1)
    {
        var direct = sun.Direct * Math.Max(0, Vector3.Dot(normal, sun.To)) * albedo;
        for (var i = 0; i < cells; i++)
        {
            for (var j = 0; j < cells; j++)
            {
                Vector3 P(int u, int v) => Vector3.Lerp(Vector3.Lerp(a, b, u / (float)cells), Vector3.Lerp(d, c, u / (float)cells), v / (float)cells);
                // the foot of a wall is darker
                Vector3 S(Vector3 p) => (albedo * sun.Around(normal) * Math.Min(1, low + (p.Z * 0.12f))) + glow;
                var (p0, p1, p2, p3) = (P(i, j), P(i + 1, j), P(i + 1, j + 1), P(i, j + 1));
                Triangles.Add((p0, p1, p2, S(p0), S(p1), S(p2), direct, direct, direct));
                Triangles.Add((p0, p2, p3, S(p0), S(p2), S(p3), direct, direct, direct));
            }
        }
    }

    /// <summary>A standing post or a bar.</summary>
    public void Bar(Sun sun, Vector3 from, Vector3 to, float radius, Vector3 albedo, int sides = 8)
    {
        var axis = Vector3.Normalize(to - from);
        var u = Vector3.Normalize(Vector3.Cross(axis, Math.Abs(axis.Z) < 0.9f ? Vector3.UnitZ : Vector3.UnitX));
        var v = Vector3.Cross(axis, u);
        for (var i = 0; i < sides; i++)
        {
            var (s0, c0) = MathF.SinCos(i * MathF.Tau / sides);
            var (s1, c1) = MathF.SinCos((i + 1) * MathF.Tau / sides);
            var (n0, n1) = ((u * c0) + (v * s0), (u * c1) + (v * s1));
            var (a, b, c, d) = (from + (n0 * radius), from + (n1 * radius), to + (n1 * radius), to + (n0 * radius));
            Vector3 Sky(Vector3 n) => albedo * sun.Around(n);
            Vector3 Direct(Vector3 n) => albedo * sun.Direct * Math.Max(0, Vector3.Dot(n, sun.To));
            Triangles.Add((a, b, c, Sky(n0), Sky(n1), Sky(n1), Direct(n0), Direct(n1), Direct(n1)));
            Triangles.Add((a, c, d, Sky(n0), Sky(n1), Sky(n0), Direct(n0), Direct(n1), Direct(n0)));
        }
    }

    /// <summary>A box with a level base, turned about the vertical.</summary>
    public void Box(Sun sun, Vector3 centre, Vector3 size, float turn, Vector3 albedo, Vector3 glow = default, int cells = 1)
    {
        var (s, c) = MathF.SinCos(turn);
        Vector3 ex = new(c, s, 0), ey = new(-s, c, 0);
        Vector3 P(int x, int y, int z) => centre + (ex * (x * size.X / 2)) + (ey * (y * size.Y / 2)) + new Vector3(0, 0, z * size.Z / 2);
        Quad(sun, P(-1, -1, -1), P(1, -1, -1), P(1, -1, 1), P(-1, -1, 1), -ey, albedo, glow, cells);
        Quad(sun, P(-1, 1, -1), P(1, 1, -1), P(1, 1, 1), P(-1, 1, 1), ey, albedo, glow, cells);
        Quad(sun, P(1, -1, -1), P(1, 1, -1), P(1, 1, 1), P(1, -1, 1), ex, albedo, glow, cells);
        Quad(sun, P(-1, -1, -1), P(-1, 1, -1), P(-1, 1, 1), P(-1, -1, 1), -ex, albedo, glow, cells);
        Quad(sun, P(-1, -1, 1), P(1, -1, 1), P(1, 1, 1), P(-1, 1, 1), Vector3.UnitZ, albedo, glow, cells);
    }
}
