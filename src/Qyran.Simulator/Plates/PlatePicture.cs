namespace Qyran.Simulator;

/// <summary>A plate's face as a picture with smaller copies for sampling from afar: bytes R, G, B (display values), rows from the top.</summary>
internal sealed class PlatePicture
{
    private readonly List<(int Width, int Height, byte[] Rgb)> levels = [];

    private PlatePicture(int width, int height, byte[] rgb)
    {
        levels.Add((width, height, rgb));
        while (width > 8 && height > 4)
        {
            var (w, h) = (width / 2, height / 2);
            var half = new byte[w * h * 3];
            for (var y = 0; y < h; y++)
            {
                for (var x = 0; x < w * 3; x++)
                {
                    var i = (y * 2 * width * 3) + (x / 3 * 6) + (x % 3);
                    half[(y * w * 3) + x] = (byte)((rgb[i] + rgb[i + 3] + rgb[i + (width * 3)] + rgb[i + (width * 3) + 3] + 2) / 4);
                }
            }
            levels.Add((w, h, half));
            (width, height, rgb) = (w, h, half);
        }
    }

    public int Width => levels[0].Width;

    public int Height => levels[0].Height;

    /// <summary>The picture itself, largest size.</summary>
    public byte[] Rgb => levels[0].Rgb;

    /// <summary>Colour at (u, v), each 0…1 from the top left.</summary>
    /// <param name="texels">Picture elements of the largest copy under one sample.</param>
    public (int R, int G, int B) Sample(float u, float v, float texels)
    {
        var level = 0;
        while (level + 1 < levels.Count && texels > 1.6f)
        {
            texels /= 2;
            level++;
        }
        var (w, h, rgb) = levels[level];
        float x = Math.Clamp((u * w) - 0.5f, 0, w - 1.001f), y = Math.Clamp((v * h) - 0.5f, 0, h - 1.001f);
        int ix = (int)x, iy = (int)y;
        float fx = x - ix, fy = y - iy;
        var at = ((iy * w) + ix) * 3;
        int Mix(int c)
        {
            var top = rgb[at + c] + ((rgb[at + c + 3] - rgb[at + c]) * fx);
            var below = rgb[at + c + (w * 3)] + ((rgb[at + c + (w * 3) + 3] - rgb[at + c + (w * 3)]) * fx);
            return (int)(top + ((below - top) * fy));
        }
        return (Mix(0), Mix(1), Mix(2));
    }

    /// <summary>Draws a plate, one picture element a millimetre.</summary>
    public static PlatePicture Draw(PlateText plate)
    {
        var (w, h) = PlateLayouts.Size(plate);
        var (width, height) = ((int)w, (int)h);
        var setting = PlateLayouts.Set(plate);
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            var ground = Between(setting.Ground.Upper, setting.Ground.Lower, (y + 0.5) / height);
            for (var x = 0; x < width; x++)
            {
                var edge = Math.Min(Math.Min(x, width - 1 - x), Math.Min(y, height - 1 - y));
                var frame = setting.Framed && edge is >= 4 and < 8;
                var line = setting.Lines.Any(l => Math.Abs(x - l) < 2) && edge >= 4;
                var band = (x < setting.BandMm || y < setting.TopBandMm) && edge >= 4;
                var (r, g, b) = frame || line ? (18, 18, 20) : band ? (20, 50, 140) : edge < 1 ? (120, 120, 120) : ground;
                Put(rgb, width, x, y, r, g, b);
            }
        }
        foreach (var flag in setting.Flags) PlateFlags.Draw(rgb, width, flag);
        foreach (var (c, x, y, cw, ch, ink) in setting.Words) Character(rgb, width, height, c, x, y, cw, ch, ink);
        foreach (var (c, x, y, cw, ch) in setting.Characters) Character(rgb, width, height, c, x, y, cw, ch, setting.Ink);
        return new(width, height, rgb);
    }

    internal static void Put(byte[] rgb, int width, int x, int y, int r, int g, int b)
    {
        var i = ((y * width) + x) * 3;
        (rgb[i], rgb[i + 1], rgb[i + 2]) = ((byte)r, (byte)g, (byte)b);
    }

    private static (int R, int G, int B) Between((int R, int G, int B) a, (int R, int G, int B) b, double share) =>
        (a.R + (int)((b.R - a.R) * share), a.G + (int)((b.G - a.G) * share), a.B + (int)((b.B - a.B) * share));

    private static void Character(byte[] rgb, int width, int height, char c, double x0, double y0, double w, double h, (int R, int G, int B) colour)
    {
        ReadOnlySpan<int> of = [colour.R, colour.G, colour.B];
        var pen = h * 0.075;
        var strokes = Glyphs.Of(c).Select(s => s.Select(p => (X: x0 + pen + (p.X / 4 * (w - (2 * pen))), Y: y0 + pen + (p.Y / 6 * (h - (2 * pen))))).ToArray()).ToList();
        for (var y = Math.Max(0, (int)y0 - 1); y < Math.Min(height, y0 + h + 2); y++)
        {
            for (var x = Math.Max(0, (int)x0 - 1); x < Math.Min(width, x0 + w + 2); x++)
            {
                var nearest = double.MaxValue;
                foreach (var s in strokes)
                    for (var i = 0; i + 1 < s.Length; i++) nearest = Math.Min(nearest, Distance(x + 0.5, y + 0.5, s[i], s[i + 1]));
                var ink = Math.Clamp(pen + 0.5 - nearest, 0, 1);
                if (ink <= 0) continue;
                var at = ((y * width) + x) * 3;
                for (var k = 0; k < 3; k++) rgb[at + k] = (byte)(rgb[at + k] + ((of[k] - rgb[at + k]) * ink));
            }
        }
    }

    private static double Distance(double x, double y, (double X, double Y) a, (double X, double Y) b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        var t = Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / Math.Max(1e-9, (dx * dx) + (dy * dy)), 0, 1);
        return double.Hypot(x - a.X - (t * dx), y - a.Y - (t * dy));
    }
}
