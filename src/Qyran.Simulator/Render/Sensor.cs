namespace Qyran.Simulator;

/// <summary>Makes the frame of the canvas: the mount's turn, noise, and Y, U, V planes (BT.601, limited range). Keeps two frames, so that one can be written while the next is made.</summary>
internal sealed class Sensor
{
    private const int Grid = 16;
    private readonly CameraPlan plan;
    private readonly (int X, int Y) margin;
    private readonly int width, height;
    private readonly byte[][] frames;
    private readonly sbyte[] noise;
    private readonly bool moves, noisy;
    private readonly byte[] turnedR, turnedG, turnedB;
    private int current;

    public Sensor(Scenario scenario, CameraPlan plan, (int X, int Y) margin, int width, int height)
    {
        (this.plan, this.margin, this.width, this.height) = (plan, margin, width, height);
        moves = margin.X > 0;
        noisy = scenario.Picture.Noise > 0;
        var bytes = plan.Width * plan.Height * 3 / 2;
        frames = [new byte[bytes], new byte[bytes]];
        var dice = Dice.For(scenario.Seed, "noise");
        noise = new sbyte[1 << 17];
        for (var i = 0; i < noise.Length; i++) noise[i] = (sbyte)Math.Clamp(Math.Round(dice.Normal() * scenario.Picture.Noise), -127, 127);
        var turned = moves ? plan.Width * plan.Height : 0;
        (turnedR, turnedG, turnedB) = (new byte[turned], new byte[turned], new byte[turned]);
    }

    public byte[] Take() => frames[current];

    public void Expose(byte[] red, byte[] green, byte[] blue, (double Pan, double Tilt, double Roll) turn, long number)
    {
        current = 1 - current;
        var (r, g, b, stride) = (red, green, blue, width);
        if (moves)
        {
            Turn(red, green, blue, turn);
            (r, g, b, stride) = (turnedR, turnedG, turnedB, plan.Width);
        }
        var to = frames[current];
        int w = plan.Width, h = plan.Height, cw = w / 2;
        Parallel.For(0, h / 2, pair =>
        {
            var u = (w * h) + (pair * cw);
            var v = u + (w * h / 4);
            for (var k = 0; k < 2; k++)
            {
                var y = (pair * 2) + k;
                var from = y * stride;
                var at = y * w;
                var n = (int)(((number * 7919) + (y * 104729L)) % (noise.Length - w));
                for (var x = 0; x < w; x++)
                {
                    var luma = (((66 * r[from + x]) + (129 * g[from + x]) + (25 * b[from + x]) + 128) >> 8) + 16;
                    if (noisy) luma = Math.Clamp(luma + noise[n + x], 16, 235);
                    to[at + x] = (byte)luma;
                }
            }
            var row = pair * 2 * stride;
            var m = (int)(((number * 6007) + (pair * 15485863L)) % (noise.Length - w));
            for (var x = 0; x < cw; x++)
            {
                var p = row + (x * 2);
                int rr = r[p] + r[p + 1] + r[p + stride] + r[p + stride + 1], gg = g[p] + g[p + 1] + g[p + stride] + g[p + stride + 1], bb = b[p] + b[p + 1] + b[p + stride] + b[p + stride + 1];
                var cu = (((-38 * rr) - (74 * gg) + (112 * bb) + 512) >> 10) + 128;
                var cv = (((112 * rr) - (94 * gg) - (18 * bb) + 512) >> 10) + 128;
                if (noisy)
                {
                    cu = Math.Clamp(cu + (noise[m + x] / 2), 16, 240);
                    cv = Math.Clamp(cv + (noise[m + x + cw] / 2), 16, 240);
                }
                to[u + x] = (byte)cu;
                to[v + x] = (byte)cv;
            }
        });
    }

    /// <summary>What the turned camera sees, taken from the canvas of the one at rest: the exact mapping on a grid, straight between.</summary>
    private void Turn(byte[] red, byte[] green, byte[] blue, (double Pan, double Tilt, double Roll) turn)
    {
        var (rest, turned) = (new Camera(plan), new Camera(plan, turn.Pan, turn.Tilt, turn.Roll));
        int w = plan.Width, h = plan.Height, columns = (w / Grid) + 2, rows = (h / Grid) + 2;
        var map = new (float X, float Y)[columns * rows];
        for (var j = 0; j < rows; j++)
        {
            for (var i = 0; i < columns; i++)
            {
                var ray = turned.Ray(i * Grid, j * Grid);
                rest.TryProject(rest.At.X + (ray.X * 100.0), rest.At.Y + (ray.Y * 100.0), rest.At.Z + (ray.Z * 100.0), out var u, out var v, out _);
                map[(j * columns) + i] = ((float)u + margin.X - 0.5f, (float)v + margin.Y - 0.5f);
            }
        }
        Parallel.For(0, h, y =>
        {
            var (j, fy) = (y / Grid, ((y % Grid) + 0.5f) / Grid);
            for (var x = 0; x < w; x++)
            {
                var (i, fx) = (x / Grid, ((x % Grid) + 0.5f) / Grid);
                var k = (j * columns) + i;
                var (a, b, c, d) = (map[k], map[k + 1], map[k + columns], map[k + columns + 1]);
                float top = a.X + ((b.X - a.X) * fx), below = c.X + ((d.X - c.X) * fx);
                var sx = Math.Clamp(top + ((below - top) * fy), 0, width - 1.01f);
                (top, below) = (a.Y + ((b.Y - a.Y) * fx), c.Y + ((d.Y - c.Y) * fx));
                var sy = Math.Clamp(top + ((below - top) * fy), 0, height - 1.01f);
                int ix = (int)sx, iy = (int)sy, u = (int)((sx - ix) * 256), v = (int)((sy - iy) * 256), at = (iy * width) + ix, to = (y * w) + x;
                turnedR[to] = Mix(red, at, u, v);
                turnedG[to] = Mix(green, at, u, v);
                turnedB[to] = Mix(blue, at, u, v);
            }
        });
    }

    private byte Mix(byte[] of, int at, int u, int v)
    {
        var top = (of[at] * (256 - u)) + (of[at + 1] * u);
        var below = (of[at + width] * (256 - u)) + (of[at + width + 1] * u);
        return (byte)(((top * (256 - v)) + (below * v) + 32768) >> 16);
    }

    /// <summary>Writes the frame as it goes to the encoder.</summary>
    public void Still(string path)
    {
        var from = frames[current];
        int w = plan.Width, h = plan.Height;
        var rgb = new byte[w * h * 3];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                int luma = 298 * (from[(y * w) + x] - 16), c = (w * h) + (y / 2 * (w / 2)) + (x / 2), u = from[c] - 128, v = from[c + (w * h / 4)] - 128, to = ((y * w) + x) * 3;
                rgb[to] = (byte)Math.Clamp((luma + (409 * v) + 128) >> 8, 0, 255);
                rgb[to + 1] = (byte)Math.Clamp((luma - (100 * u) - (208 * v) + 128) >> 8, 0, 255);
                rgb[to + 2] = (byte)Math.Clamp((luma + (516 * u) + 128) >> 8, 0, 255);
            }
        }
        Png.Write(path, w, h, rgb);
    }
}
