using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Builds the body of a <see cref="ShellShape"/>.</summary>
internal sealed class Shell(ShellShape shape, float halfWidth)
{
    // one half of a cross-section, bottom to top: share of the width, share of the height
    private static readonly (float Y, float Z)[] Half = [(0.80f, 0), (0.955f, 0.10f), (1, 0.42f), (0.995f, 0.72f), (0.975f, 0.90f), (0.90f, 0.985f), (0.55f, 1), (0, 1)];

    public void AddTo(MeshBuilder to, float shiftX = 0)
    {
        Lower(to, shiftX);
        House(to, shiftX);
        foreach (var x in shape.Axles)
            foreach (var side in (ReadOnlySpan<int>)[1, -1]) to.Wheel(x + shiftX, side * (halfWidth + 0.002f), shape.WheelRadius, 0.22f, arch: true);
        foreach (var x in shape.Seams)
            foreach (var side in (ReadOnlySpan<int>)[1, -1])
                for (var c = 1f; c < 4; c++)
                    to.Face(new(x + shiftX, 0, 0.6f), Material.Under, Skin(x - 0.008f, c, side, shiftX), Skin(x + 0.008f, c, side, shiftX), Skin(x + 0.008f, c + 1, side, shiftX), Skin(x - 0.008f, c + 1, side, shiftX));
    }

    /// <summary>A patch of other material on the skin: lamps, bumpers, trim.</summary>
    /// <param name="c0">Place in the cross-section, 0 bottom … 7 middle of the upper side.</param>
    public void Trim(MeshBuilder to, Material of, float x0, float x1, float c0, float c1, int side, float shiftX = 0)
    {
        var grid = new Vector3[4, 4];
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 4; j++)
                grid[i, j] = Skin(x0 + ((x1 - x0) * i / 3), c0 + ((c1 - c0) * j / 3), side, shiftX);
        to.Patch(grid, new((x0 + x1) / 2 * 0.5f, 0, 0.6f), of);
    }

    /// <summary>A point on the lower shell, 9 mm outside it.</summary>
    private Vector3 Skin(float x, float c, int side, float shiftX)
    {
        var s = shape.Stations;
        var i = 0;
        while (i + 2 < s.Length && s[i + 1].X < x) i++;
        var t = Math.Clamp((x - s[i].X) / (s[i + 1].X - s[i].X), 0, 1);
        float w = float.Lerp(s[i].Width, s[i + 1].Width, t), b = float.Lerp(s[i].Bottom, s[i + 1].Bottom, t), top = float.Lerp(s[i].Top, s[i + 1].Top, t);
        var k = Math.Clamp((int)c, 0, Half.Length - 2);
        var f = Math.Clamp(c - k, 0, 1);
        var y = float.Lerp(Half[k].Y, Half[k + 1].Y, f) * w * halfWidth;
        var z = b + (float.Lerp(Half[k].Z, Half[k + 1].Z, f) * (top - b));
        return new(x + shiftX + (Math.Sign(x) * 0.006f), side * (y + 0.009f), z + (c > 4 ? 0.009f : 0));
    }

    private Vector3[] Section((float X, float Width, float Bottom, float Top) s, float shiftX)
    {
        var n = Half.Length;
        var points = new Vector3[(n * 2) - 1];
        for (var i = 0; i < n; i++)
        {
            var crown = i == n - 1 ? shape.Crown : i == n - 2 ? shape.Crown * 0.6f : 0;
            var (y, z) = (Half[i].Y * s.Width * halfWidth, s.Bottom + (Half[i].Z * (s.Top - s.Bottom)) + crown);
            points[i] = new(s.X + shiftX, y, z);
            points[^(i + 1)] = new(s.X + shiftX, -y, z);
        }
        return points;
    }

    private void Lower(MeshBuilder to, float shiftX)
    {
        var sections = shape.Stations.Select(s => Section(s, shiftX)).ToArray();
        var m = sections[0].Length;
        var grid = new Vector3[sections.Length, m];
        for (var i = 0; i < sections.Length; i++)
            for (var j = 0; j < m; j++) grid[i, j] = sections[i][j];
        var inside = new Vector3(shiftX, 0, 0.55f);
        to.Patch(grid, inside, (_, j) => j == 0 || j == m - 2 ? Material.Plastic : Material.Paint);
        to.Face(inside, Material.Paint, sections[0]);
        to.Face(inside, Material.Paint, sections[^1]);
        var (rear, front) = (shape.Stations[0], shape.Stations[^1]);
        float w = halfWidth * 0.82f, b = shape.Stations[shape.Stations.Length / 2].Bottom;
        to.Face(inside, Material.Under, new(rear.X + shiftX + 0.1f, -w, b), new(front.X + shiftX - 0.1f, -w, b), new(front.X + shiftX - 0.1f, w, b), new(rear.X + shiftX + 0.1f, w, b));
    }

    private void House(MeshBuilder to, float shiftX)
    {
        var inside = new Vector3(((shape.ScreenFoot.X + shape.BackFoot.X) / 2) + shiftX, 0, shape.ScreenFoot.Z);
        float foot = shape.FootWidth * halfWidth, roof = shape.RoofWidth * halfWidth;
        var (sf, rf, rr, bf) = (shape.ScreenFoot, shape.RoofFront, shape.RoofRear, shape.BackFoot);
        Vector3 At((float X, float Z) p, float y, float bulge) => new(p.X + shiftX + bulge, y, p.Z);

        // roof, slightly crowned
        to.Patch(Grid(5, 5, (u, v) => new(float.Lerp(rf.X, rr.X, u) + shiftX, float.Lerp(roof, -roof, v),
            float.Lerp(rf.Z, rr.Z, u) + (0.05f * MathF.Sin(MathF.PI * v)) + (0.03f * MathF.Sin(MathF.PI * u)))), inside, shape.RoofOf);
        // windscreen and rear window: lower part glass, bulging a little
        to.Patch(Grid(6, 5, (u, v) => Vector3.Lerp(At(sf, float.Lerp(foot, -foot, v), 0.10f * MathF.Sin(MathF.PI * v)),
            At(rf, float.Lerp(roof, -roof, v), 0.03f * MathF.Sin(MathF.PI * v)) + new Vector3(0, 0, 0.05f * MathF.Sin(MathF.PI * v)), u)),
            inside, (i, j) => i / 5f < shape.ScreenGlass - 0.01f ? Material.Glass : Material.Paint);
        to.Patch(Grid(5, 5, (u, v) => Vector3.Lerp(At(bf, float.Lerp(foot, -foot, v), -0.03f * MathF.Sin(MathF.PI * v)),
            At(rr, float.Lerp(roof, -roof, v), -0.02f * MathF.Sin(MathF.PI * v)) + new Vector3(0, 0, 0.05f * MathF.Sin(MathF.PI * v)), u)),
            inside, (i, j) => shape.RearGlass && i is 1 or 2 ? Material.Glass : Material.Paint);
        // sides, with the windows cut in
        var cuts = new SortedSet<float> { 0, 1 };
        foreach (var (from, until) in shape.Windows)
        {
            cuts.Add(from);
            cuts.Add(until);
        }
        float[] us = [.. cuts], vs = [0, shape.WindowHeight.From, shape.WindowHeight.To, 1];
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            var grid = new Vector3[us.Length, 4];
            for (var i = 0; i < us.Length; i++)
                for (var j = 0; j < 4; j++)
                    grid[i, j] = Vector3.Lerp(
                        new(float.Lerp(sf.X, bf.X, us[i]) + shiftX, side * foot, float.Lerp(sf.Z, bf.Z, us[i])),
                        new(float.Lerp(rf.X, rr.X, us[i]) + shiftX, side * roof, float.Lerp(rf.Z, rr.Z, us[i])), vs[j]);
            to.Patch(grid, inside, (i, j) => j == 1 && shape.Windows.Any(w => us[i] >= w.From - 1e-4f && us[i + 1] <= w.To + 1e-4f) ? Material.Glass
                : j == 1 && i > 0 && i < us.Length - 2 && shape.Windows.Length > 1 && us[i + 1] - us[i] < 0.06f ? Material.Plastic : Material.Paint);
        }
    }

    private static Vector3[,] Grid(int n, int m, Func<float, float, Vector3> at)
    {
        var grid = new Vector3[n, m];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < m; j++) grid[i, j] = at(i / (float)(n - 1), j / (float)(m - 1));
        return grid;
    }
}
