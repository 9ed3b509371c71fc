using System.Collections.Concurrent;
using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Draws one actor into a tile. Safe from several threads with a tile each.</summary>
internal sealed class ActorPainter(Sun sun, Camera camera, (int X, int Y) margin, int width, int height, double exposureS) : IDisposable
{
    private readonly ConcurrentDictionary<PlateText, PlatePicture> plates = new();
    private readonly ConcurrentDictionary<(Qyran.Domain.Detections.RoadUser, int), Vector3[]> looks = new();
    private readonly Shading shading = new(sun);
    private readonly ThreadLocal<(Vector3[] At, Vector4[] Colour)> buffers = new(() => (new Vector3[9000], new Vector4[9000]));

    /// <summary>False when nothing of it is to be seen.</summary>
    /// <param name="sunShare">0…1 of the sun reaches it.</param>
    public bool Draw(Actor actor, Tile tile, float sunShare, Vector3 lampLight)
    {
        var mesh = actor.Mesh;
        var depth = camera.Depth(actor.At.X, actor.At.Y, 0.5);
        if (depth is < 0.8 or > Sights.FarthestM) return false;
        var (x0, y0, x1, y1) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (var p in mesh.Outline)
        {
            if (!Project(actor, p, out var at, out _)) continue;
            (x0, y0, x1, y1) = (Math.Min(x0, at.X), Math.Min(y0, at.Y), Math.Max(x1, at.X), Math.Max(y1, at.Y));
        }
        var (bx, by) = Blur(actor);
        float ix = MathF.Abs(bx) / 2 + 1, iy = MathF.Abs(by) / 2 + 1;
        int left = Math.Max(0, (int)(x0 - ix)), top = Math.Max(0, (int)(y0 - iy));
        int right = Math.Min(width, (int)(x1 + ix) + 1), bottom = Math.Min(height, (int)(y1 + iy) + 1);
        if (right <= left || bottom <= top || y1 - y0 < 1.5f) return false;
        var size = Math.Max(x1 - x0, y1 - y0);
        tile.Raster.Begin(left, top, right - left, bottom - top, size < 45 ? 4 : size < 130 ? 3 : 2);
        tile.Metres = (float)depth;

        if (looks.Count > 1000) looks.Clear();
        var albedo = looks.GetOrAdd((actor.Class, actor.Look), static key => Looks.Of(key.Item1, key.Item2));
        var (points, colours) = buffers.Value;
        var n = mesh.Points.Length;
        if (points.Length < n) buffers.Value = (points, colours) = (new Vector3[n], new Vector4[n]);
        float hx = (float)actor.Hx, hy = (float)actor.Hy, scale = (float)actor.Scale;
        for (var i = 0; i < n; i++)
        {
            if (!Project(actor, mesh.Points[i], out points[i], out var world)) points[i].Z = 0;
            var m = mesh.Normals[i];
            var normal = new Vector3((m.X * hx) - (m.Y * hy), (m.X * hy) + (m.Y * hx), m.Z);
            // what looks well away from the camera is on the far side of the body
            if (Vector3.Dot(normal, camera.At - world) < -0.25f * tile.Metres) colours[i] = default;
            else colours[i] = shading.Of(world, normal, mesh.Of[i], albedo[(int)mesh.Of[i]], camera.At, mesh.Points[i].Z * scale, sunShare, lampLight, sun.LampsOn && actor.Vehicle is not null, actor.Braking);
        }
        var t = mesh.Triangles;
        for (var i = 0; i < t.Length; i += 3)
        {
            var (a, b, c) = (points[t[i]], points[t[i + 1]], points[t[i + 2]]);
            if (colours[t[i]].W + colours[t[i + 1]].W + colours[t[i + 2]].W < 3) continue;
            if (a.Z > 0 && b.Z > 0 && c.Z > 0) tile.Raster.Triangle(a, b, c, colours[t[i]], colours[t[i + 1]], colours[t[i + 2]]);
        }
        if (actor.Vehicle?.Plate is { } plate && size > 12) Plate(actor, tile, plate, sunShare, lampLight);
        tile.Finish(bx, by);
        return true;
    }

    public void Dispose() => buffers.Dispose();

    private void Plate(Actor actor, Tile tile, PlateText text, float sunShare, Vector3 lampLight)
    {
        if (plates.Count > 150) plates.Clear(); // a long video sees thousands
        Span<Vector3> at = stackalloc Vector3[4];
        for (var k = 0; k < actor.Mesh.Plates.Length; k++)
        {
            var p = actor.Mesh.Plates[k];
            var whole = true;
            var metres = 0f;
            for (var i = 0; i < 4; i++)
            {
                whole &= Project(actor, p[i], out at[i], out var world);
                metres = Vector3.Distance(world, camera.At);
            }
            if (!whole) continue;
            var facing = p[0].X > 0 ? 1 : -1;
            var normal = new Vector3((float)actor.Hx * facing, (float)actor.Hy * facing, 0);
            if (Vector3.Dot(normal, camera.At - new Vector3((float)actor.At.X, (float)actor.At.Y, 0.5f)) < 0) continue;
            var picture = plates.GetOrAdd(text.On(facing), PlatePicture.Draw);
            // plates throw light back; at night their own lamp shines on the rear one
            var light = (sun.Around(normal) * 0.85f) + (sun.Direct * (Math.Max(0, Vector3.Dot(normal, sun.To)) * sunShare)) + (lampLight * 0.5f);
            if (sun.LampsOn) light += new Vector3(0.42f, 0.41f, 0.38f) * (facing < 0 ? 1 : 0.55f);
            light *= MathF.Exp(-sun.Extinction * metres);
            var haze = sun.Haze * sun.Veil(metres);
            tile.Raster.Triangle(at[0], at[1], at[2], new(0, 0), new(1, 0), new(1, 1), picture, light, haze, 0.002f);
            tile.Raster.Triangle(at[0], at[2], at[3], new(0, 0), new(1, 1), new(0, 1), picture, light, haze, 0.002f);
        }
    }

    /// <summary>Way in the picture while the shutter is open, px.</summary>
    private (float X, float Y) Blur(Actor actor)
    {
        var way = actor.SpeedMs * exposureS / 2;
        if (way < 0.01) return (0, 0);
        return camera.TryProject(actor.At.X + (actor.Hx * way), actor.At.Y + (actor.Hy * way), 0.5, out var u1, out var v1, out _)
            && camera.TryProject(actor.At.X - (actor.Hx * way), actor.At.Y - (actor.Hy * way), 0.5, out var u0, out var v0, out _)
            ? ((float)(u1 - u0), (float)(v1 - v0)) : (0, 0);
    }

    private bool Project(Actor actor, Vector3 p, out Vector3 at, out Vector3 world)
    {
        var (x, y, z) = actor.World(p);
        world = new((float)x, (float)y, (float)z);
        var seen = camera.TryProject(x, y, z, out var u, out var v, out var depth);
        at = new((float)u + margin.X, (float)v + margin.Y, seen ? (float)(1 / depth) : 0);
        return seen;
    }
}
