using System.Numerics;
using Qyran.Domain.Signals;

namespace Qyran.Simulator;

/// <summary>
/// A camera's picture, frame after frame: the backdrop, shadows and moving bodies over it, lamps, weather, lens and sensor.
/// Gives Y, U and V planes. Driven by one thread; works on all cores inside.
/// </summary>
internal sealed class Picture : IDisposable
{
    private readonly Scenario scenario;
    private readonly Camera camera;
    private readonly Sun sun;
    private readonly Backdrop back;
    private readonly ActorPainter painter;
    private readonly Lens lens;
    private readonly Falling falling;
    private readonly RoadShade shade;
    private readonly Beams beams;
    private readonly Sensor sensor;
    private readonly CloudShade clouds;
    private readonly (int X, int Y) margin;
    private readonly int width, height;
    private readonly List<Tile> spare = [];
    private readonly List<Tile> tiles = [];
    private readonly List<Glow> glows = [];
    private readonly List<Falling.Drop> drops = [];
    private readonly byte[] red, green, blue;
    private long frame;

    /// <param name="marginPx">Of the canvas about the picture, for a mount that moves.</param>
    public Picture(Scenario scenario, CameraPlan plan, (int X, int Y) marginPx)
    {
        (this.scenario, margin) = (scenario, marginPx);
        camera = new(plan);
        sun = new(scenario);
        back = new(scenario, sun, camera, margin);
        (width, height) = (back.Width, back.Height);
        painter = new(sun, camera, margin, width, height, plan.ExposureMs / 1000);
        lens = new(scenario, sun, camera, width, height, margin);
        falling = new(scenario, width, height);
        shade = new(back, sun, camera, margin);
        beams = new(back, sun, camera, margin);
        clouds = new(back, sun);
        sensor = new(scenario, plan, margin, width, height);
        (red, green, blue) = (new byte[width * height], new byte[width * height], new byte[width * height]);
    }

    /// <summary>Draws the frame exposed at this instant; <paramref name="turn"/> is the mount's, degrees.</summary>
    public void Draw(List<Actor> actors, long us, (double Pan, double Tilt, double Roll) turn)
    {
        clouds.At(us / 1e6);
        shade.Clear();
        foreach (var actor in actors) shade.Add(actor);
        DrawBodies(actors);
        glows.Clear();
        beams.Begin();
        if (sun.LampsOn) Lamps(actors);
        Signals(us);
        tiles.Sort(static (a, b) => b.Metres.CompareTo(a.Metres));
        drops.Clear();
        falling.At(us / 1e6, camera.Plan.ExposureMs / 1000, drops);
        const int band = 16;
        Parallel.For(0, (height + band - 1) / band, () => new Row(width), (k, _, row) =>
        {
            for (var y = k * band; y < Math.Min(height, (k + 1) * band); y++) Line(y, row);
            return row;
        }, _ => { });
        sensor.Expose(red, green, blue, turn, frame++);
    }

    /// <summary>The frame as Y, U and V planes; stays as it is until the next but one <see cref="Draw"/>.</summary>
    public byte[] Take() => sensor.Take();

    /// <summary>Writes the last frame as PNG.</summary>
    public void Still(string path) => sensor.Still(path);

    public void Dispose() => painter.Dispose();

    private sealed class Row(int width)
    {
        public float[] R { get; } = new float[width];
        public float[] G { get; } = new float[width];
        public float[] B { get; } = new float[width];
        public float[] Sun { get; } = new float[width];
        public int[] Steps { get; } = new int[width];
    }

    private void DrawBodies(List<Actor> actors)
    {
        spare.AddRange(tiles);
        tiles.Clear();
        var drawn = new Tile?[actors.Count];
        var free = new System.Collections.Concurrent.ConcurrentBag<Tile>(spare);
        spare.Clear();
        Parallel.For(0, actors.Count, i =>
        {
            var actor = actors[i];
            if (!free.TryTake(out var tile)) tile = new();
            var (x, y) = ((float)actor.At.X, (float)actor.At.Y);
            var share = 0f;
            for (var k = -2; k <= 2; k++)
            {
                var reach = (float)((actor.Vehicle?.Body.LengthM ?? 0) * k / 5);
                share += back.SunAt(x + ((float)actor.Hx * reach), y + ((float)actor.Hy * reach)) / 5;
            }
            if (painter.Draw(actor, tile, share * clouds.Share(x, y), back.LampsAt(x, y))) drawn[i] = tile;
            else free.Add(tile);
        });
        foreach (var tile in drawn)
            if (tile is not null) tiles.Add(tile);
        spare.AddRange(free);
    }

    private void Lamps(List<Actor> actors)
    {
        foreach (var actor in actors)
        {
            if (actor.Vehicle is null) continue;
            beams.Add(actor);
            foreach (var lamp in actor.Mesh.Lamps)
            {
                var (x, y, z) = actor.World(lamp.At);
                if (!camera.TryProject(x, y, z, out var u, out var v, out var depth) || depth > 400) continue;
                var (tx, ty) = (camera.At.X - x, camera.At.Y - y);
                var toward = ((tx * actor.Hx) + (ty * actor.Hy)) * lamp.Facing / Math.Max(0.1, double.Hypot(tx, ty));
                if (toward < 0.1 || Hidden((float)u + margin.X, (float)v + margin.Y, (float)depth)) continue;
                var air = MathF.Exp(-sun.Extinction * (float)depth);
                var dim = sun.Night ? 1f : 0.45f;
                var colour = lamp.Facing > 0 ? new Vector3(1.15f, 1.08f, 0.92f) : new Vector3(actor.Braking ? 1.3f : 0.42f, 0.035f, 0.02f);
                colour *= dim * air * (float)Math.Clamp((toward - 0.1) * 1.6, 0, 1);
                var radius = (float)Math.Clamp((lamp.Facing > 0 ? 1.5 : 0.62) * camera.PixelsPerMetre(depth), 3.5, 90);
                glows.Add(new((float)u + margin.X, (float)v + margin.Y, radius, radius, colour, Sharp: true));
                if (sun.Extinction > 0.004f) glows.Add(new((float)u + margin.X, (float)v + margin.Y, radius * 2.4f, radius * 2.4f, colour * 0.12f, Sharp: false));
                if (sun.Wet > 0) Reflection(x, y, z, colour, radius);
            }
        }
        foreach (var lamp in back.StreetLamps)
        {
            if (!camera.TryProject(lamp.X, lamp.Y, lamp.Z - 0.1, out var u, out var v, out var depth) || depth > 300) continue;
            var radius = (float)Math.Clamp(2.2 * camera.PixelsPerMetre(depth), 4, 90);
            var colour = new Vector3(0.85f, 0.62f, 0.34f) * (MathF.Exp(-sun.Extinction * (float)depth) * (sun.Night ? 1 : 0.4f));
            glows.Add(new((float)u + margin.X, (float)v + margin.Y, radius, radius, colour, Sharp: true));
            if (sun.Wet > 0) Reflection(lamp.X, lamp.Y, lamp.Z, colour * 0.45f, radius);
        }
    }

    /// <summary>The lamp's image on the wet road, drawn out towards the camera.</summary>
    private void Reflection(double x, double y, double z, Vector3 colour, float radius)
    {
        // the mirror image lies as far below the road; ripples smear it between the lamp's foot and beyond
        if (!camera.TryProject(x, y, -z, out var u, out var v, out _) || !camera.TryProject(x, y, 0, out _, out var foot, out _)) return;
        var reach = (float)Math.Max(8, (v - foot) * 1.15);
        glows.Add(new((float)u + margin.X, (float)v + margin.Y, Math.Max(3.5f, radius * 0.6f), reach + (radius * 1.2f), colour * (0.42f * sun.Wet), Sharp: false, OnRoad: true));
    }

    private bool Hidden(float u, float v, float depth)
    {
        int x = (int)u, y = (int)v;
        if (x < 0 || y < 0 || x >= width || y >= height) return false;
        if (back.Distance[(y * width) + x] < depth - 0.5f && back.Cover[(y * width) + x] > 0.6f) return true;
        foreach (var tile in tiles)
        {
            var r = tile.Raster;
            if (tile.Metres > depth - 6 || x < r.X0 || y < r.Y0 || x >= r.X0 + r.Width || y >= r.Y0 + r.Height) continue;
            if (tile.Pixels[((y - r.Y0) * r.Width) + x - r.X0].W > 0.5f) return true;
        }
        return false;
    }

    private void Signals(long us)
    {
        foreach (var plan in scenario.Signals)
        {
            var facing = plan.FacingDeg * Math.PI / 180;
            if ((Math.Sin(facing) * (camera.At.X - plan.At.X)) + (Math.Cos(facing) * (camera.At.Y - plan.At.Y)) <= 0) continue;
            var (state, dark) = (plan.Shows(us).State, plan.DarkAt(us));
            for (var lamp = 0; lamp < 3; lamp++)
            {
                if (plan.ForPeople && lamp == 1) continue;
                var lit = !dark && lamp switch
                {
                    0 => state is SignalState.Red or SignalState.RedYellow || (plan.ForPeople && state is SignalState.Yellow),
                    1 => state is SignalState.Yellow or SignalState.RedYellow,
                    _ => state is SignalState.Green,
                };
                Vector3 colour = lamp switch { 0 => new(1, 0.035f, 0.03f), 1 => new(1, 0.46f, 0.02f), _ => Green };
                Lamp([.. SignalShape.Lamp(plan, lamp, 14)], SignalShape.Centre(plan, lamp).At, colour, lit);
            }
            foreach (var arrow in plan.Arrows)
            {
                Lamp([.. SignalShape.Lamp(plan, arrow.Way, 14)], default, Green, lit: false);
                if (plan.Shows(arrow, us).Lit && !plan.DarkAt(arrow, us)) Lamp([.. SignalShape.Arrow(plan, arrow.Way)], SignalShape.Centre(plan, arrow.Way).At, Green, lit: true, nearer: 0.02f);
            }
        }
    }

    private static readonly Vector3 Green = new(0.03f, 0.95f, 0.42f);

    /// <param name="points">Its outline, all of it in sight from the first.</param>
    /// <param name="nearer">How much nearer than a lamp's glass, m: an arrow lies upon its dark one.</param>
    private void Lamp(Vector3[] points, Vector3 middle, Vector3 colour, bool lit, float nearer = 0)
    {
        var at = new Vector3[points.Length];
        float x0 = float.MaxValue, y0 = float.MaxValue, x1 = float.MinValue, y1 = float.MinValue, depth = 0;
        for (var i = 0; i < points.Length; i++)
        {
            if (!camera.TryProject(points[i].X, points[i].Y, points[i].Z, out var u, out var v, out var d)) return;
            at[i] = new((float)u + margin.X, (float)v + margin.Y, (float)(1 / d));
            depth = (float)d;
            (x0, y0, x1, y1) = (Math.Min(x0, at[i].X), Math.Min(y0, at[i].Y), Math.Max(x1, at[i].X), Math.Max(y1, at[i].Y));
        }
        if (x1 < 0 || y1 < 0 || x0 >= width || y0 >= height || x1 - x0 < 0.7f) return;
        var shown = lit ? colour * 2.4f + new Vector3(0.06f) : (colour * 0.035f) + new Vector3(0.004f);
        shown = sun.Through(shown, depth);
        var (left, top) = (Math.Max(0, (int)x0), Math.Max(0, (int)y0));
        int w = Math.Min(width, (int)x1 + 2) - left, h = Math.Min(height, (int)y1 + 2) - top;
        if (w <= 0 || h <= 0) return;
        var tile = spare.Count > 0 ? spare[^1] : new();
        if (spare.Count > 0) spare.RemoveAt(spare.Count - 1);
        tile.Raster.Begin(left, top, w, h, 4);
        tile.Metres = depth - 0.2f - nearer;
        var c = new Vector4(shown, 1);
        for (var i = 1; i + 1 < at.Length; i++) tile.Raster.Triangle(at[0], at[i], at[i + 1], c, c, c);
        tile.Finish(0, 0);
        tiles.Add(tile);
        if (!lit) return;
        var radius = (float)Math.Clamp((sun.Night ? 0.75 : 0.4) * camera.PixelsPerMetre(depth), 2, 60);
        var glow = colour * (sun.Night ? 0.55f : 0.16f) * MathF.Exp(-sun.Extinction * depth);
        glows.Add(new((x0 + x1) / 2, (y0 + y1) / 2, radius, radius, glow, Sharp: true));
        if (sun.Wet > 0) Reflection(middle.X, middle.Y, middle.Z, glow, radius);
    }

    private void Line(int y, Row row)
    {
        var at = y * width;
        Span<float> r = row.R, g = row.G, b = row.B, share = row.Sun;
        clouds.Row(y, share);
        if (shade.Sun.Touched(y)) Multiply(share, shade.Sun.Left.AsSpan(at, width));
        Light(r, back.Base[0], back.Sunlit[0], sun.Haze.X, share, at, y);
        Light(g, back.Base[1], back.Sunlit[1], sun.Haze.Y, share, at, y);
        Light(b, back.Base[2], back.Sunlit[2], sun.Haze.Z, share, at, y);
        beams.Row(y, r, g, b);
        foreach (var glow in glows)
            if (glow.OnRoad) Mirrored(glow, y, r, g, b);
        foreach (var tile in tiles) Over(tile, y, r, g, b);
        foreach (var glow in glows)
            if (!glow.OnRoad) Shine(glow, y, r, g, b);
        if (!falling.None) Fall(y, r, g, b);
        Show(r, red, at, row.Steps);
        Show(g, green, at, row.Steps);
        Show(b, blue, at, row.Steps);
    }

    /// <summary>Lens, exposure and tone curve of one row and colour.</summary>
    private void Show(ReadOnlySpan<float> light, byte[] to, int at, int[] steps)
    {
        var n = Vector<float>.Count;
        var (exposure, most) = (new Vector<float>(sun.Exposure * Linear.PerLight), new Vector<float>(Linear.Steps - 1f));
        var x = 0;
        for (; x + n <= width; x += n)
        {
            var v = (new Vector<float>(light[x..]) * new Vector<float>(lens.Keeps, at + x) * exposure) + (new Vector<float>(lens.Adds, at + x) * Linear.PerLight);
            Vector.ConvertToInt32(Vector.Min(Vector.Max(v, Vector<float>.Zero), most)).CopyTo(steps, x);
        }
        for (; x < width; x++) steps[x] = (int)Math.Clamp(((light[x] * lens.Keeps[at + x] * sun.Exposure) + lens.Adds[at + x]) * Linear.PerLight, 0, Linear.Steps - 1);
        var shown = Linear.Table;
        for (x = 0; x < width; x++) to[at + x] = shown[steps[x]];
    }

    private void Light(Span<float> to, float[] sky, float[] direct, float haze, ReadOnlySpan<float> share, int at, int y)
    {
        var n = Vector<float>.Count;
        var shaded = shade.Contact.Touched(y);
        var hazy = shaded && sun.Hazy;
        var x = 0;
        for (; x + n <= width; x += n)
        {
            var a = new Vector<float>(sky, at + x);
            var s = new Vector<float>(direct, at + x) * new Vector<float>(share[x..]);
            if (shaded)
            {
                var left = new Vector<float>(shade.Contact.Left, at + x);
                a *= left;
                s *= left;
                // a body darkens the road, not the air before it
                if (hazy) a += new Vector<float>(back.Veil, at + x) * haze * (Vector<float>.One - left);
            }
            (a + s).CopyTo(to[x..]);
        }
        for (; x < width; x++)
        {
            var left = shade.Contact.Left[at + x];
            to[x] = (sky[at + x] + (direct[at + x] * share[x])) * left;
            if (hazy) to[x] += back.Veil[at + x] * haze * (1 - left);
        }
    }

    private static void Multiply(Span<float> to, ReadOnlySpan<float> by)
    {
        for (var x = 0; x < to.Length; x++) to[x] *= by[x];
    }

    private void Over(Tile tile, int y, Span<float> r, Span<float> g, Span<float> b)
    {
        var raster = tile.Raster;
        if (y < raster.Y0 || y >= raster.Y0 + raster.Height) return;
        var pixels = tile.Pixels.AsSpan((y - raster.Y0) * raster.Width, raster.Width);
        var at = (y * width) + raster.X0;
        for (var i = 0; i < pixels.Length; i++)
        {
            var p = pixels[i];
            if (p.W <= 0) continue;
            if (back.Distance[at + i] < tile.Metres - 0.6f)
            {
                var free = 1 - back.Cover[at + i];
                if (free <= 0) continue;
                p *= free;
            }
            var x = raster.X0 + i;
            var left = 1 - p.W;
            r[x] = (r[x] * left) + p.X;
            g[x] = (g[x] * left) + p.Y;
            b[x] = (b[x] * left) + p.Z;
        }
    }

    private void Shine(in Glow glow, int y, Span<float> r, Span<float> g, Span<float> b)
    {
        var dy = (y + 0.5f - glow.Y) / glow.Ry;
        if (dy is < -1 or > 1) return;
        int from = Math.Max(0, (int)(glow.X - glow.Rx)), until = Math.Min(width, (int)(glow.X + glow.Rx) + 1);
        for (var x = from; x < until; x++)
        {
            var dx = (x + 0.5f - glow.X) / glow.Rx;
            var d2 = (dx * dx) + (dy * dy);
            if (d2 >= 1) continue;
            var soft = (1 - d2) * (1 - d2);
            var value = glow.Sharp ? soft * ((0.16f * (1 - d2)) + (0.84f / (1 + (60 * d2)))) : soft;
            r[x] += glow.Colour.X * value;
            g[x] += glow.Colour.Y * value;
            b[x] += glow.Colour.Z * value;
        }
    }

    private void Mirrored(in Glow glow, int y, Span<float> r, Span<float> g, Span<float> b)
    {
        var dy = (y + 0.5f - glow.Y) / glow.Ry;
        if (dy is < -1 or > 1) return;
        var fade = (1 - (dy * dy)) * (1 - (dy * dy));
        int from = Math.Max(0, (int)(glow.X - glow.Rx)), until = Math.Min(width, (int)(glow.X + glow.Rx) + 1);
        var at = y * width;
        for (var x = from; x < until; x++)
        {
            var film = back.Film[at + x];
            if (film <= 0) continue;
            var dx = (x + 0.5f - glow.X) / glow.Rx;
            var value = (1 - (dx * dx)) * fade * film;
            // broken by ripples, which are broad and flat
            value *= 0.45f + (0.9f * Noise.At(back.GroundX[at + x] * 3, back.GroundY[at + x] * 5));
            r[x] += glow.Colour.X * value;
            g[x] += glow.Colour.Y * value;
            b[x] += glow.Colour.Z * value;
        }
    }

    private void Fall(int y, Span<float> r, Span<float> g, Span<float> b)
    {
        var light = sun.Night ? new Vector3(0.10f, 0.09f, 0.075f) : sun.Horizon * (sun.Snow > 0 ? 1.25f : 1.0f);
        foreach (var drop in drops)
        {
            var reach = drop.Dy > 0 ? drop.Dy : drop.Radius;
            if (y < drop.Y - drop.Radius - 1 || y > drop.Y + reach + 1) continue;
            var t = drop.Dy > 0 ? Math.Clamp((y - drop.Y) / drop.Dy, 0, 1) : 0;
            var middle = drop.X + (drop.Dx * t);
            var half = drop.Dy > 0 ? drop.Radius : MathF.Sqrt(Math.Max(0, (drop.Radius * drop.Radius) - ((y - drop.Y) * (y - drop.Y)))) + 0.3f;
            int from = Math.Max(0, (int)(middle - half)), until = Math.Min(width, (int)(middle + half) + 2);
            for (var x = from; x < until; x++)
            {
                var a = drop.Alpha * Math.Clamp(half + 0.5f - MathF.Abs(x + 0.5f - middle), 0, 1);
                if (a <= 0) continue;
                r[x] += (light.X - r[x]) * a;
                g[x] += (light.Y - g[x]) * a;
                b[x] += (light.Z - b[x]) * a;
            }
        }
    }
}
