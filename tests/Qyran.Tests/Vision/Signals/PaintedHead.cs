using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Vision.Signals;

namespace Qyran.Tests.Vision.Signals;

/// <summary>
/// A signal head painted from light: lenses and housing reflect the day, lit lamps add their own light with a glow around them, the
/// sensor saturates and has noise. What is shown when is said in words (<see cref="Show"/>).
/// </summary>
internal sealed record PaintedHead
{
    public double Fps { get; init; } = 25;
    /// <summary>Side of a lamp, px.</summary>
    public double Lamp { get; init; } = 10;
    /// <summary>Light of the day on everything; 1 = an overcast day, 0.01 = night.</summary>
    public double Day { get; init; } = 1;
    /// <summary>Light of a lit lamp; 0.9 looks normal by day, 8 dazzles.</summary>
    public double Lit { get; init; } = 0.9;
    /// <summary>Share of the lit lamp's light that glows around it.</summary>
    public double Glow { get; init; } = 0.02;
    /// <summary>White light laid over everything: haze, sun in the lens.</summary>
    public double Veil { get; init; }
    /// <summary>Radius of unsharpness, px.</summary>
    public int Blur { get; init; }
    public double Noise { get; init; } = 2;
    public bool Grey { get; init; }
    public bool HasYellow { get; init; } = true;
    /// <summary>A green arrow to the left, left of the green lamp: A among the lit lamps.</summary>
    public bool HasArrow { get; init; }
    /// <summary>What lies before the arrow alone at a time, linear RGB.</summary>
    public Func<double, (double R, double G, double B)?> ArrowCover { get; init; } = _ => null;
    /// <summary>How much of the day's light the lenses throw back.</summary>
    public double Lens { get; init; } = 0.06;
    /// <summary>What covers part of the crop (share of its width from the left, colour as linear RGB) at a time; null = nothing.</summary>
    public Func<double, (double Share, double R, double G, double B)?> Cover { get; init; } = _ => null;
    /// <summary>From here on another place is shown, s.</summary>
    public double CutAt { get; init; } = double.MaxValue;
    /// <summary>Stretch without frames.</summary>
    public (double From, double To) Missing { get; init; } = (-1, -1);

    private static readonly (double R, double G, double B)[] Light = [(1, 0.03, 0.03), (1, 0.45, 0.02), (0.02, 0.75, 0.5)];

    public SignalHead Head => new("main", Box(0), HasYellow ? Box(1) : null, Box(2)) { ArrowLeft = HasArrow ? Arrow : null };

    private PixelBox Arrow => Box(2) with { X = 301 - (Lamp * 1.4) };

    private PixelBox Box(int lamp) => new(301, 51 + (lamp * Lamp * 1.4), Lamp, Lamp);

    /// <summary>Runs the reader over this many seconds.</summary>
    /// <param name="lamps">Lamps lit at a time: any of the letters R, Y, G.</param>
    /// <param name="shift">Moves the crop's place, as the frame reader does to reach even edges.</param>
    public SignalTimeline Show(double seconds, Func<double, string> lamps, int shift = 0) => ShowAll(seconds, lamps, shift)[0];

    /// <summary>The same with what the arrow showed, behind the head.</summary>
    public IReadOnlyList<SignalTimeline> ShowAll(double seconds, Func<double, string> lamps, int shift = 0)
    {
        var asked = SignalReader.CropFor(Head, 640, 360);
        var place = new PixelBox((int)asked.X / 2 * 2 - (2 * shift), (int)asked.Y / 2 * 2, 0, 0);
        place = place with { Width = ((int)(asked.Right - place.X) / 2 * 2) + 2, Height = ((int)(asked.Bottom - place.Y) / 2 * 2) + 2 };
        var reader = new SignalReader(Head, asked);
        var random = new Random(7);
        var last = 0L;
        for (var n = 0; n < seconds * Fps; n++)
        {
            var s = n / Fps;
            if (s >= Missing.From && s < Missing.To) continue;
            last = (long)(s * 1e6);
            var (y, u, v) = Paint(place, lamps(s), s, random);
            reader.Step(View(place, y, u, v, n, last), place, new(last, null, null, TimeQuality.Exact));
        }
        return [.. reader.Timelines(last)];
    }

    public static FrameView View(in PixelBox place, byte[] y, byte[] u, byte[] v, long n, long us) => new()
    {
        Number = n,
        Time = new(us, null, null, TimeQuality.Exact),
        Width = (int)place.Width,
        Height = (int)place.Height,
        RawWidth = (int)place.Width,
        RawHeight = (int)place.Height,
        Y = y,
        U = u,
        V = v,
    };

    public (byte[] Y, byte[] U, byte[] V) Paint(in PixelBox place, string lamps, double s, Random random)
    {
        var (w, h) = ((int)place.Width, (int)place.Height);
        var light = new double[w * h * 3];
        for (var i = 0; i < w * h; i++)
        {
            var (x, y) = (place.X + (i % w) + 0.5, place.Y + (i / w) + 0.5);
            var (r, g, b) = s >= CutAt ? Elsewhere(x, y) : Radiance(x, y, lamps);
            if (Cover(s) is { } cover && (i % w) < cover.Share * w) (r, g, b) = (cover.R * Day, cover.G * Day, cover.B * Day);
            if (HasArrow && x < 301 - (Lamp * 0.2) && ArrowCover(s) is { } before) (r, g, b) = (before.R * Day, before.G * Day, before.B * Day);
            (light[3 * i], light[(3 * i) + 1], light[(3 * i) + 2]) = (r + Veil, g + Veil, b + Veil);
        }
        return Develop(light, w, h, random);
    }

    private (double R, double G, double B) Radiance(double x, double y, string lamps)
    {
        var (r, g, b) = (0.02 * Day, 0.02 * Day, 0.02 * Day); // a dark housing
        for (var lamp = 0; lamp < 3; lamp++)
        {
            if (lamp == 1 && !HasYellow) continue;
            var centre = Box(lamp).Centre;
            var far = double.Hypot(x - centre.X, y - centre.Y) / (Lamp / 2);
            var shine = far <= 1 ? Lens * Day : 0;
            if (lamps.Contains("RYG"[lamp], StringComparison.Ordinal)) shine += Lit * ((far <= 1 ? 1 : 0) + (Glow / Math.Pow(1 + (far * far), 0.8)));
            (r, g, b) = (r + (shine * Light[lamp].R), g + (shine * Light[lamp].G), b + (shine * Light[lamp].B));
        }
        if (HasArrow)
        {
            var (dx, dy) = ((x - Arrow.Centre.X) / (Lamp / 2), (y - Arrow.Centre.Y) / (Lamp / 2));
            var far = double.Hypot(dx, dy);
            var shape = far <= 1 && (Math.Abs(dy) <= 0.25 || (dx < 0 && Math.Abs(dy) <= 1 + dx)); // a shaft and a head
            var shine = far <= 1 ? Lens * Day : 0;
            if (lamps.Contains('A', StringComparison.Ordinal)) shine += Lit * ((shape ? 1 : 0) + (Glow / 2 / Math.Pow(1 + (far * far), 0.8)));
            (r, g, b) = (r + (shine * Light[2].R), g + (shine * Light[2].G), b + (shine * Light[2].B));
        }
        return (r, g, b);
    }

    // bright sky above, foliage below
    private (double R, double G, double B) Elsewhere(double x, double y) =>
        y < Box(1).Y ? (0.6 * Day, 0.7 * Day, 0.8 * Day) : (0.1 * Day, (0.12 + (0.05 * Math.Sin(x * 0.9))) * Day, 0.05 * Day);

    private (byte[] Y, byte[] U, byte[] V) Develop(double[] light, int w, int h, Random random)
    {
        var code = new double[light.Length];
        for (var i = 0; i < w * h; i++)
        {
            for (var c = 0; c < 3; c++)
            {
                double sum = 0, n = 0;
                for (var dy = -Blur; dy <= Blur; dy++)
                {
                    for (var dx = -Blur; dx <= Blur; dx++)
                    {
                        var (px, py) = (Math.Clamp((i % w) + dx, 0, w - 1), Math.Clamp((i / w) + dy, 0, h - 1));
                        (sum, n) = (sum + light[(3 * ((py * w) + px)) + c], n + 1);
                    }
                }
                code[(3 * i) + c] = 255 * Math.Pow(Math.Clamp(sum / n, 0, 1), 1 / 2.2);
            }
        }
        byte[] y = new byte[w * h], u = new byte[w / 2 * (h / 2)], v = new byte[w / 2 * (h / 2)];
        for (var i = 0; i < w * h; i++)
        {
            var luma = (0.299 * code[3 * i]) + (0.587 * code[(3 * i) + 1]) + (0.114 * code[(3 * i) + 2]);
            y[i] = (byte)Math.Clamp(luma + (Noise * Gauss(random)), 0, 255);
            if ((i % w) % 2 != 0 || (i / w) % 2 != 0) continue;
            var at = (i / w / 2 * (w / 2)) + (i % w / 2);
            (double r, double b, double l) = (0, 0, 0);
            foreach (var k in (ReadOnlySpan<int>)[i, i + 1, i + w, i + w + 1])
                (r, b, l) = (r + (code[3 * k] / 4), b + (code[(3 * k) + 2] / 4), l + (((0.299 * code[3 * k]) + (0.587 * code[(3 * k) + 1]) + (0.114 * code[(3 * k) + 2])) / 4));
            u[at] = Grey ? (byte)128 : (byte)Math.Clamp(128 + (0.564 * (b - l)) + (Noise / 2 * Gauss(random)), 0, 255);
            v[at] = Grey ? (byte)128 : (byte)Math.Clamp(128 + (0.713 * (r - l)) + (Noise / 2 * Gauss(random)), 0, 255);
        }
        return (y, u, v);
    }

    private static double Gauss(Random random) => random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2;
}
