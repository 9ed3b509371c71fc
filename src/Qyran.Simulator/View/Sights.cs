using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>Works out what a camera sees of the actors: boxes, visible shares, plates. The same with and without a picture being drawn.</summary>
internal sealed class Sights(int width, int height, double sightM)
{
    /// <summary>Lower than this nothing is listed: no detector could name it, px.</summary>
    private const double LeastPx = 4;

    /// <summary>Farther away nobody is drawn or listed, m.</summary>
    internal const double FarthestM = 900;
    private const int Cell = 2;
    private readonly int columns = (width + Cell - 1) / Cell, rows = (height + Cell - 1) / Cell;
    private readonly bool[] taken = new bool[((width + Cell - 1) / Cell) * ((height + Cell - 1) / Cell)];

    /// <summary>In the actors' order.</summary>
    public List<Sight> Of(Camera camera, List<Actor> actors)
    {
        var seen = new List<Sight>(actors.Count);
        foreach (var actor in actors)
            if (Outlined(camera, actor) is { } sight) seen.Add(sight);
        Array.Clear(taken);
        var near = seen.OrderBy(s => s.Depth).ThenBy(s => s.Actor.Id).ToList();
        var done = new Dictionary<int, Sight>(near.Count);
        for (var i = 0; i < near.Count; i++)
        {
            var visible = Math.Min(1, Free(near[i].Outline) * Cell * Cell / Math.Max(1, Hull.Area(near[i].Outline)));
            var plate = near[i].Plate;
            if (plate is not null && near.Take(i).Any(n => plate.Any(p => Hull.Contains(n.Outline, p.X, p.Y)))) plate = null;
            done[near[i].Actor.Id] = near[i] with { Visible = visible, Plate = plate };
        }
        return [.. seen.Select(s => done[s.Actor.Id]).Where(s => s.Visible > 0)];
    }

    private Sight? Outlined(Camera camera, Actor actor)
    {
        var depth = camera.Depth(actor.At.X, actor.At.Y, 0.5);
        if (depth is < 0.5 or > FarthestM || depth > sightM) return null;
        var mesh = actor.Mesh;
        var points = new (double X, double Y)[mesh.Outline.Length];
        var n = 0;
        double x0 = double.MaxValue, y0 = double.MaxValue, x1 = double.MinValue, y1 = double.MinValue;
        foreach (var p in mesh.Outline)
        {
            var (x, y, z) = actor.World(p);
            if (!camera.TryProject(x, y, z, out var u, out var v, out _)) continue;
            points[n++] = (u, v);
            (x0, y0, x1, y1) = (Math.Min(x0, u), Math.Min(y0, v), Math.Max(x1, u), Math.Max(y1, v));
        }
        if (n < 3 || x1 <= 0 || y1 <= 0 || x0 >= width || y0 >= height) return null;
        var (cx, cy) = (Math.Max(0, x0), Math.Max(0, y0));
        var box = new PixelBox(cx, cy, Math.Min(width, x1) - cx, Math.Min(height, y1) - cy);
        if (box.Height < LeastPx || box.Width < LeastPx / 2) return null;
        return new(actor, box, Hull.Of(points.AsSpan(0, n)), depth, 0, WeatherPlan.Air(depth, sightM), actor.Vehicle?.Plate is null ? null : Plate(camera, actor));
    }

    private RawPixel[]? Plate(Camera camera, Actor actor)
    {
        foreach (var corners in actor.Mesh.Plates)
        {
            var w = corners.Select(actor.World).ToArray();
            // outward normal of a plate read from outside: across × down, seen from the camera
            var (ax, ay) = (w[1].X - w[0].X, w[1].Y - w[0].Y);
            var facing = (ay * (camera.At.X - w[0].X)) - (ax * (camera.At.Y - w[0].Y));
            if (facing <= 0.05) continue;
            var at = new RawPixel[4];
            for (var i = 0; i < 4; i++)
            {
                if (!camera.TryProject(w[i].X, w[i].Y, w[i].Z, out var u, out var v, out _) || u < 0 || v < 0 || u > width || v > height) return null;
                at[i] = new(u, v);
            }
            return at;
        }
        return null;
    }

    /// <summary>Cells of an outline nobody nearer has taken; takes them.</summary>
    private double Free((double X, double Y)[] hull)
    {
        double y0 = double.MaxValue, y1 = double.MinValue;
        foreach (var (_, y) in hull) (y0, y1) = (Math.Min(y0, y), Math.Max(y1, y));
        double free = 0;
        for (var row = Math.Max(0, (int)(y0 / Cell)); row <= Math.Min(rows - 1, (int)(y1 / Cell)); row++)
        {
            var y = Math.Clamp((row + 0.5) * Cell, y0 + 1e-6, y1 - 1e-6);
            double left = double.MaxValue, right = double.MinValue;
            for (int i = 0, j = hull.Length - 1; i < hull.Length; j = i++)
            {
                var (a, b) = (hull[j], hull[i]);
                if (a.Y > y == b.Y > y) continue;
                var x = a.X + ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y));
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
            }
            if (right <= left) continue;
            var (from, until) = (Math.Max(0, (int)Math.Round(left / Cell)), Math.Min(columns, (int)Math.Round(right / Cell)));
            for (var c = from; c < until; c++)
            {
                ref var cell = ref taken[(row * columns) + c];
                if (!cell) free++;
                cell = true;
            }
        }
        return free;
    }
}
