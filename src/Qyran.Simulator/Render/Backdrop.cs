using System.Numerics;

namespace Qyran.Simulator;

/// <summary>
/// All that stands still, drawn once: per pixel of the canvas the light that is always there and the light the sun adds, the place
/// on the ground, and how far away what stands there is. The canvas is the picture with a margin for a mount that moves.
/// </summary>
internal sealed class Backdrop
{
    private const int Band = 24;
    private const int Fine = 2;
    private readonly Camera camera;
    private readonly Sun sun;
    private readonly Sky sky;
    private readonly Ground ground;
    private readonly Scenery scenery;
    private readonly (int X, int Y) margin;
    private readonly Vector3[] rays;

    public Backdrop(Scenario scenario, Sun sun, Camera camera, (int X, int Y) margin)
    {
        (this.camera, this.sun, this.margin) = (camera, sun, margin);
        (Width, Height) = (camera.Plan.Width + (2 * margin.X), camera.Plan.Height + (2 * margin.Y));
        (sky, ground) = (new Sky(sun, scenario), new Ground(scenario, sun));
        scenery = new Scenery(scenario, sun, ground, camera);
        var n = Width * Height;
        for (var c = 0; c < 3; c++) (Base[c], Sunlit[c]) = (new float[n], new float[n]);
        (GroundX, GroundY, Albedo, Film) = (new float[n], new float[n], new float[n], new float[n]);
        (Distance, Cover) = (new float[n], new float[n]);
        Veil = sun.Hazy ? new float[n] : [];
        rays = new Vector3[(Width + 1) * (Height + 1)];
        Parallel.For(0, Height + 1, y =>
        {
            for (var x = 0; x <= Width; x++) rays[(y * (Width + 1)) + x] = camera.Ray(x - margin.X, y - margin.Y);
        });
        Draw();
    }

    public int Width { get; }
    public int Height { get; }

    /// <summary>Sky light and lamps: red, green, blue.</summary>
    public float[][] Base { get; } = new float[3][];

    /// <summary>Sunlight where no cloud and no vehicle takes it.</summary>
    public float[][] Sunlit { get; } = new float[3][];

    /// <summary>Road place; NaN where something stands or the sky is.</summary>
    public float[] GroundX { get; }
    public float[] GroundY { get; }

    /// <summary>Of the ground, for headlamps; grey. And its wet film.</summary>
    public float[] Albedo { get; }
    public float[] Film { get; }

    /// <summary>How much of the haze lies before the ground (<see cref="Sun.Veil"/>); empty in clear air.</summary>
    public float[] Veil { get; }

    /// <summary>To what stands there, m; infinite for the ground and the sky. And the share of the pixel it covers.</summary>
    public float[] Distance { get; }
    public float[] Cover { get; }

    /// <summary>1 = full sun at a place on the ground.</summary>
    public float SunAt(float x, float y) => 1 - scenery.Shadows.At(x, y);

    /// <summary>Light of the street lamps at a place on the ground.</summary>
    public Vector3 LampsAt(float x, float y)
    {
        if (!sun.LampsOn) return default;
        float sum = 0;
        foreach (var lamp in scenery.Lamps)
        {
            float dx = x - lamp.X, dy = y - lamp.Y, d2 = (dx * dx) + (dy * dy);
            if (d2 > 2500) continue;
            var r2 = d2 + (lamp.Z * lamp.Z);
            // the head throws its light wide
            sum += 34 * lamp.Z / (r2 * MathF.Sqrt(r2)) * (1 + (1.4f * d2 / r2)) * (1 - (d2 / 2500));
        }
        return new Vector3(1.05f, 0.80f, 0.50f) * sum;
    }

    public IReadOnlyList<Vector3> StreetLamps => scenery.Lamps;

    private void Draw()
    {
        var triangles = scenery.Mesh.Triangles;
        var projected = new (Vector3 A, Vector3 B, Vector3 C, float Top, float Bottom)[triangles.Count];
        for (var i = 0; i < triangles.Count; i++)
        {
            var t = triangles[i];
            if (Project(t.A, out var a) && Project(t.B, out var b) && Project(t.C, out var c))
                projected[i] = (a, b, c, Math.Min(a.Y, Math.Min(b.Y, c.Y)), Math.Max(a.Y, Math.Max(b.Y, c.Y)));
            else
                projected[i].Bottom = float.MinValue;
        }
        var bands = (Height + Band - 1) / Band;
        Parallel.For(0, bands, () => (Sky: new Raster(), Sun: new Raster()), (band, _, pair) =>
        {
            var (top, rows) = (band * Band, Math.Min(Band, Height - (band * Band)));
            pair.Sky.Begin(0, top, Width, rows, Fine);
            pair.Sun.Begin(0, top, Width, rows, Fine);
            for (var i = 0; i < projected.Length; i++)
            {
                var p = projected[i];
                if (p.Bottom < top || p.Top > top + rows) continue;
                var t = triangles[i];
                pair.Sky.Triangle(p.A, p.B, p.C, new(t.SkyA, 1), new(t.SkyB, 1), new(t.SkyC, 1));
                pair.Sun.Triangle(p.A, p.B, p.C, new(t.SunA, 1), new(t.SunB, 1), new(t.SunC, 1));
            }
            for (var y = 0; y < rows; y++)
                for (var x = 0; x < Width; x++) Pixel(x, top + y, pair.Sky, pair.Sun);
            return pair;
        }, _ => { });
    }

    private bool Project(Vector3 p, out Vector3 at)
    {
        var seen = camera.TryProject(p.X, p.Y, p.Z, out var u, out var v, out var depth);
        at = new((float)u + margin.X, (float)v + margin.Y, seen ? (float)(1 / depth) : 0);
        return seen;
    }

    private void Pixel(int x, int y, Raster skyPass, Raster sunPass)
    {
        var at = (y * Width) + x;
        Vector3 light = default, direct = default;
        float cover = 0, nearest = 0, grounds = 0;
        for (var sy = 0; sy < Fine; sy++)
        {
            for (var sx = 0; sx < Fine; sx++)
            {
                var z = skyPass.Sample((x * Fine) + sx, ((y - skyPass.Y0) * Fine) + sy, out var color);
                var ray = Ray(x + ((sx + 0.5f) / Fine), y + ((sy + 0.5f) / Fine));
                if (z > 0)
                {
                    sunPass.Sample((x * Fine) + sx, ((y - skyPass.Y0) * Fine) + sy, out var lit);
                    cover++;
                    nearest = Math.Max(nearest, z);
                    var air = MathF.Exp(-sun.Extinction / z);
                    light += Vector3.Lerp(sun.Haze, color.AsVector3(), air);
                    direct += lit.AsVector3() * air;
                }
                else
                {
                    var (a, b, isGround) = Open(ray);
                    light += a;
                    direct += b;
                    grounds += isGround ? 1 : 0;
                }
            }
        }
        const float share = 1f / (Fine * Fine);
        (Base[0][at], Base[1][at], Base[2][at]) = (light.X * share, light.Y * share, light.Z * share);
        (Sunlit[0][at], Sunlit[1][at], Sunlit[2][at]) = (direct.X * share, direct.Y * share, direct.Z * share);
        (Cover[at], Distance[at]) = (cover * share, nearest > 0 ? 1 / nearest : float.PositiveInfinity);
        (GroundX[at], GroundY[at]) = (float.NaN, float.NaN);
        if (grounds * share < 0.5f) return;
        var middle = Ray(x + 0.5f, y + 0.5f);
        if (middle.Z >= -0.001f) return;
        var reach = camera.At.Z / -middle.Z;
        var (gx, gy) = (camera.At.X + (middle.X * reach), camera.At.Y + (middle.Y * reach));
        (GroundX[at], GroundY[at]) = (gx, gy);
        if (sun.Hazy) Veil[at] = sun.Veil(reach);
        if (!sun.LampsOn || reach > 250) return;
        var (albedo, film) = ground.At(gx, gy, reach / (float)camera.Plan.Lens.Fx);
        Albedo[at] = (albedo.X + albedo.Y + albedo.Z) / 3 * MathF.Exp(-sun.Extinction * reach);
        Film[at] = film;
    }

    private (Vector3 Light, Vector3 Direct, bool Ground) Open(Vector3 ray)
    {
        if (ray.Z > -0.0015f) return (sky.At(ray), default, false);
        var reach = camera.At.Z / -ray.Z;
        var air = MathF.Exp(-sun.Extinction * reach);
        if (reach > 2500) return (sun.Haze, default, false);
        float x = camera.At.X + (ray.X * reach), y = camera.At.Y + (ray.Y * reach);
        var footprint = reach / (float)camera.Plan.Lens.Fx / MathF.Sqrt(-ray.Z) / Fine;
        var (albedo, film) = ground.At(x, y, footprint);
        var light = albedo * (sun.Ambient + LampsAt(x, y));
        if (film > 0 && sun.Wet > 0)
        {
            var grazing = 1 + ray.Z;
            var fresnel = 0.02f + (0.98f * MathF.Pow(grazing, 5));
            var ripple = Noise.Octaves(x, y, 0.5f, 2, footprint) - 0.5f;
            light += sun.Mirror(Vector3.Normalize(new(ray.X, ray.Y, -ray.Z + (0.1f * ripple)))) * (fresnel * film * 0.75f);
        }
        var direct = sun.Direct == default ? default : albedo * sun.Direct * (Math.Max(0, sun.To.Z) * (1 - scenery.Shadows.At(x, y)));
        return (Vector3.Lerp(sun.Haze, light, air), direct * air, reach < 400);
    }

    private Vector3 Ray(float x, float y)
    {
        int ix = Math.Min((int)x, Width - 1), iy = Math.Min((int)y, Height - 1);
        float fx = x - ix, fy = y - iy;
        var at = (iy * (Width + 1)) + ix;
        return Vector3.Normalize(Vector3.Lerp(Vector3.Lerp(rays[at], rays[at + 1], fx), Vector3.Lerp(rays[at + Width + 1], rays[at + Width + 2], fx), fy));
    }
}
