using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Signals;

/// <summary>
/// The pixels of one lamp within a crop, listed once: those of the ellipse in its box for the brightness, and the colour samples of the
/// box with its rim. Lamps of a single pixel work too. Measuring allocates nothing.
/// </summary>
internal sealed class LampRegion
{
    /// <summary>How far the rim reaches beyond the box on each side, of the box's size.</summary>
    public const double Rim = 0.25;

    private const int FewPixels = 4;
    private const int ChromaSteps = 192;
    private readonly int[] luma, chromaOf, rim;

    /// <param name="lamp">Raw pixels.</param>
    /// <param name="place">Where the crop lies, raw pixels; its size is the crop's.</param>
    public LampRegion(in PixelBox lamp, in PixelBox place)
    {
        var (width, height) = ((int)place.Width, (int)place.Height);
        var box = lamp with { X = lamp.X - place.X, Y = lamp.Y - place.Y };
        var inside = Pixels(box, width, height, ellipse: true);
        if (inside.Count < FewPixels) inside = Pixels(box, width, height, ellipse: false);
        var (x, y) = ((int)Math.Floor(box.Centre.X), (int)Math.Floor(box.Centre.Y));
        if (inside.Count == 0 && x >= 0 && y >= 0 && x < width && y < height) inside.Add((x, y));
        var chromaWidth = (width + 1) / 2;
        luma = [.. inside.Select(p => (p.Y * width) + p.X)];
        chromaOf = [.. inside.Select(p => (p.Y / 2 * chromaWidth) + (p.X / 2))];
        var wide = new PixelBox(box.X - (Rim * box.Width), box.Y - (Rim * box.Height), box.Width * (1 + (2 * Rim)), box.Height * (1 + (2 * Rim)));
        rim = [.. Pixels(wide, width, height, ellipse: false).Concat(inside).Select(p => (p.Y / 2 * chromaWidth) + (p.X / 2)).Distinct()];
    }

    /// <summary>False when nothing of the lamp lies in the crop.</summary>
    public bool Seen => luma.Length > 0;

    public LampLight Measure(in FrameView crop)
    {
        Span<int> levels = stackalloc int[256];
        levels.Clear();
        for (var i = 0; i < luma.Length; i++)
            levels[Level(crop.Y[luma[i]], crop.U[chromaOf[i]], crop.V[chromaOf[i]])]++;
        var level = UpperHalf(levels, luma.Length);

        Span<int> counts = stackalloc int[ChromaSteps], cbs = stackalloc int[ChromaSteps], crs = stackalloc int[ChromaSteps];
        counts.Clear();
        cbs.Clear();
        crs.Clear();
        foreach (var at in rim)
        {
            var (cb, cr) = (crop.U[at] - 128, crop.V[at] - 128);
            var step = (int)Math.Sqrt((cb * cb) + (cr * cr));
            (counts[step], cbs[step], crs[step]) = (counts[step] + 1, cbs[step] + cb, crs[step] + cr);
        }
        double left = Math.Max(1, rim.Length / 2), all = left, cbSum = 0, crSum = 0;
        for (var step = ChromaSteps - 1; step >= 0 && left > 0; step--)
        {
            if (counts[step] == 0) continue;
            var part = Math.Min(1, left / counts[step]);
            (cbSum, crSum, left) = (cbSum + (part * cbs[step]), crSum + (part * crs[step]), left - counts[step]);
        }
        return new LampLight(level, cbSum / all, crSum / all);
    }

    private static int Level(int y, int u, int v)
    {
        // ×1024 fixed point; limited and full range are not told apart, nothing here needs the difference
        var red = y + ((1436 * (v - 128)) >> 10);
        var green = y - (((352 * (u - 128)) + (731 * (v - 128))) >> 10);
        var blue = y + ((1815 * (u - 128)) >> 10);
        return (y + Math.Clamp(Math.Max(red, Math.Max(green, blue)), 0, 255)) / 2;
    }

    private static double UpperHalf(ReadOnlySpan<int> levels, int count)
    {
        double left = Math.Max(1, count / 2), all = left, sum = 0;
        for (var level = 255; level >= 0 && left > 0; level--)
        {
            sum += level * Math.Min(left, levels[level]);
            left -= levels[level];
        }
        return sum / all;
    }

    private static List<(int X, int Y)> Pixels(PixelBox box, int width, int height, bool ellipse)
    {
        var found = new List<(int, int)>();
        for (var y = Math.Max(0, (int)Math.Floor(box.Y)); y < Math.Min(height, Math.Ceiling(box.Bottom)); y++)
        {
            for (var x = Math.Max(0, (int)Math.Floor(box.X)); x < Math.Min(width, Math.Ceiling(box.Right)); x++)
            {
                var (dx, dy) = ((x + 0.5 - box.Centre.X) / (box.Width / 2), (y + 0.5 - box.Centre.Y) / (box.Height / 2));
                if (ellipse ? (dx * dx) + (dy * dy) <= 1 : Math.Abs(dx) <= 1 && Math.Abs(dy) <= 1) found.Add((x, y));
            }
        }
        return found;
    }
}
