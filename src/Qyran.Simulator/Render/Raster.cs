using System.Numerics;

namespace Qyran.Simulator;

/// <summary>
/// A small picture of several samples per pixel with a depth for each: triangles in, colours with coverage out. Owned by one thread at a time;
/// its buffers grow and are used again.
/// </summary>
internal sealed class Raster
{
    private float[] depth = [];
    private Vector4[] colour = [];

    /// <summary>Left and top in the canvas, px.</summary>
    public int X0 { get; private set; }
    public int Y0 { get; private set; }
    public int Width { get; private set; }
    public int Height { get; private set; }

    /// <summary>Samples per pixel and axis.</summary>
    public int Fine { get; private set; }

    /// <summary>After <see cref="Resolve"/>: colour times coverage, and coverage in W.</summary>
    public Vector4[] Pixels { get; private set; } = [];

    public void Begin(int x0, int y0, int width, int height, int fine)
    {
        (X0, Y0, Width, Height, Fine) = (x0, y0, width, height, fine);
        var n = width * height * fine * fine;
        if (depth.Length < n) (depth, colour) = (new float[n + (n / 2)], new Vector4[n + (n / 2)]);
        Array.Clear(depth, 0, n);
    }

    /// <summary>Corners: x, y in canvas pixels, z = 1/distance; colours are blended between them.</summary>
    public void Triangle(Vector3 a, Vector3 b, Vector3 c, Vector4 ca, Vector4 cb, Vector4 cc)
    {
        if (!Set(ref a, ref b, ref c, out var span)) return;
        var (gx, gy) = Slope(a, b, c, ca, cb, cc, span.Area);
        var stride = Width * Fine;
        for (var y = span.Top; y <= span.Bottom; y++)
        {
            if (!Row(a, b, c, y + 0.5f, out var from, out var until)) continue;
            var (dx, dy) = (from + 0.5f - a.X, y + 0.5f - a.Y);
            var z = a.Z + (span.Zx * dx) + (span.Zy * dy);
            var value = ca + (gx * dx) + (gy * dy);
            var at = (y * stride) + from;
            for (var x = from; x < until; x++, at++)
            {
                if (z > depth[at])
                {
                    depth[at] = z;
                    colour[at] = value;
                }
                z += span.Zx;
                value += gx;
            }
        }
    }

    /// <summary>A triangle of a plate: (u, v) per corner, the light that falls on it, the haze before it.</summary>
    public void Triangle(Vector3 a, Vector3 b, Vector3 c, Vector2 ua, Vector2 ub, Vector2 uc, PlatePicture plate, Vector3 light, Vector3 haze, float lift)
    {
        if (!Set(ref a, ref b, ref c, out var span)) return;
        // perspective: u/z, v/z and 1/z are linear in the picture
        var (gx, gy) = Slope(a, b, c, new(ua * a.Z, 0, 0), new(ub * b.Z, 0, 0), new(uc * c.Z, 0, 0), span.Area);
        var start = new Vector4(ua * a.Z, 0, 0);
        var texels = plate.Width / Math.Max(1f, Vector2.Distance(new(a.X, a.Y), new(b.X, b.Y)));
        var stride = Width * Fine;
        for (var y = span.Top; y <= span.Bottom; y++)
        {
            if (!Row(a, b, c, y + 0.5f, out var from, out var until)) continue;
            for (var x = from; x < until; x++)
            {
                var (dx, dy) = (x + 0.5f - a.X, y + 0.5f - a.Y);
                var z = a.Z + (span.Zx * dx) + (span.Zy * dy);
                var at = (y * stride) + x;
                if (z * (1 + lift) <= depth[at]) continue;
                var uv = (start + (gx * dx) + (gy * dy)) / z;
                var (r, g, b8) = plate.Sample(uv.X, uv.Y, texels);
                depth[at] = z * (1 + lift);
                colour[at] = new((light * new Vector3(Linear.Of(r), Linear.Of(g), Linear.Of(b8))) + haze, 1);
            }
        }
    }

    /// <summary>Averages the samples of every pixel.</summary>
    public void Resolve()
    {
        if (Pixels.Length < Width * Height) Pixels = new Vector4[Width * Height * 3 / 2];
        var (stride, share) = (Width * Fine, 1f / (Fine * Fine));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var sum = Vector4.Zero;
                for (var sy = 0; sy < Fine; sy++)
                {
                    var at = (((y * Fine) + sy) * stride) + (x * Fine);
                    for (var sx = 0; sx < Fine; sx++, at++)
                        if (depth[at] > 0) sum += new Vector4(colour[at].AsVector3(), 1);
                }
                Pixels[(y * Width) + x] = sum * share;
            }
        }
    }

    /// <summary>Depth (1/distance) and colour of a sample; 0 where nothing is.</summary>
    public float Sample(int x, int y, out Vector4 value)
    {
        var at = (y * Width * Fine) + x;
        value = colour[at];
        return depth[at];
    }

    private readonly record struct Span(int Top, int Bottom, float Area, float Zx, float Zy);

    private bool Set(ref Vector3 a, ref Vector3 b, ref Vector3 c, out Span span)
    {
        var shift = new Vector3(X0, Y0, 0);
        var scale = new Vector3(Fine, Fine, 1);
        (a, b, c) = ((a - shift) * scale, (b - shift) * scale, (c - shift) * scale);
        var area = ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));
        span = default;
        if (Math.Abs(area) < 1e-4f) return false;
        var top = Math.Max(0, (int)MathF.Ceiling(Math.Min(a.Y, Math.Min(b.Y, c.Y)) - 0.5f));
        var bottom = Math.Min((Height * Fine) - 1, (int)MathF.Floor(Math.Max(a.Y, Math.Max(b.Y, c.Y)) - 0.5f));
        if (top > bottom) return false;
        var zx = (((b.Z - a.Z) * (c.Y - a.Y)) - ((c.Z - a.Z) * (b.Y - a.Y))) / area;
        var zy = (((c.Z - a.Z) * (b.X - a.X)) - ((b.Z - a.Z) * (c.X - a.X))) / area;
        span = new(top, bottom, area, zx, zy);
        return true;
    }

    private static (Vector4 X, Vector4 Y) Slope(Vector3 a, Vector3 b, Vector3 c, Vector4 ca, Vector4 cb, Vector4 cc, float area) => (
        (((cb - ca) * (c.Y - a.Y)) - ((cc - ca) * (b.Y - a.Y))) / area,
        (((cc - ca) * (b.X - a.X)) - ((cb - ca) * (c.X - a.X))) / area);

    /// <summary>Samples of a row inside the triangle.</summary>
    private bool Row(Vector3 a, Vector3 b, Vector3 c, float y, out int from, out int until)
    {
        float left = float.MaxValue, right = float.MinValue;
        Edge(a, b);
        Edge(b, c);
        Edge(c, a);
        from = Math.Max(0, (int)MathF.Ceiling(left - 0.5f));
        until = Math.Min(Width * Fine, (int)MathF.Ceiling(right - 0.5f));
        return from < until;

        void Edge(Vector3 p, Vector3 q)
        {
            if (p.Y <= y == q.Y <= y) return;
            var x = p.X + ((q.X - p.X) * (y - p.Y) / (q.Y - p.Y));
            if (x < left) left = x;
            if (x > right) right = x;
        }
    }
}
