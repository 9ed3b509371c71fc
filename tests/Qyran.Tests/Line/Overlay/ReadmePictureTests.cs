using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Units;
using Qyran.Line.Overlay;
using SkiaSharp;

namespace Qyran.Tests.Line.Overlay;

/// <summary>
/// The picture in the README: an invented junction, annotated by the painter that annotates real frames. QYRAN_WRITE_PICTURE=1 draws it anew.
/// </summary>
public sealed class ReadmePictureTests
{
    private const int Width = 1280, Height = 720;
    private static readonly SKPoint Far = new(640, 150); // where the lanes meet

    [Fact]
    public void The_readme_shows_a_picture_drawn_by_our_own_painter()
    {
        var path = Path.Combine(Material.Project, "docs", "picture.svg");
        if (Environment.GetEnvironmentVariable("QYRAN_WRITE_PICTURE") == "1") File.WriteAllBytes(path, Draw());
        var svg = File.ReadAllText(path);
        Assert.InRange(svg.Length, 10_000, 400_000);
        Assert.Contains("docs/picture.svg", File.ReadAllText(Path.Combine(Material.Project, "README.md")), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.InRange(Draw().Length, 10_000, 400_000);
    }

    private static byte[] Draw()
    {
        using var memory = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), memory))
        {
            Ground(canvas);
            OverlayTrack[] tracks =
            [
                Car(canvas, 31, RoadUser.Car, lane: 0.5, y: 320, new SKColor(0xB9, 0x2E, 0x2E), 47.2m, "red-light"),
                Car(canvas, 34, RoadUser.Car, lane: 1.5, y: 545, new SKColor(0x3E, 0x5C, 0x8A), null, null),
                Car(canvas, 36, RoadUser.Van, lane: 2.5, y: 600, new SKColor(0xE6, 0xE2, 0xD6), 22.8m, null),
                Car(canvas, 29, RoadUser.Truck, lane: 2.5, y: 262, new SKColor(0x5D, 0x7A, 0x55), 51.4m, null),
                Car(canvas, 38, RoadUser.Car, lane: 0.5, y: 640, new SKColor(0x4A, 0x4A, 0x52), 38.1m, null),
            ];
            using var painter = new OverlayPainter(Scene(), Width, Height);
            painter.Paint(canvas, new OverlayFrame(new CaptureTime(42_360_000, null, 1_772_347_200_000_000, TimeQuality.Exact), tracks,
                new Dictionary<string, SignalState> { ["head-1"] = SignalState.Red }, null));
        }
        return memory.ToArray();
    }

    /// <summary>A point of the road: lanes from 0 to 3 across, rows of the picture along.</summary>
    private static SKPoint Road(double lane, double y)
    {
        var at = (y - Far.Y) / (Height - Far.Y);
        return new((float)(Far.X + ((lane - 1.5) * 330 * at)), (float)y);
    }

    private static Scene Scene()
    {
        RawPixel P(double lane, double y) => new(Road(lane, y).X, y);
        Polygon Lane(int i) => new([P(i, 715), P(i, 205), P(i + 1, 205), P(i + 1, 715)]);
        PixelBox Lamp(double y) => new(1133, y, 24, 24);
        return new("junction", new string('0', 64), new SceneCamera("cam-1", Width, Height, "Abay Ave / Furmanov St (made up)", 9), null, null,
            [new("left", Lane(0), P(0.5, 700), P(0.5, 230), []), new("middle", Lane(1), P(1.5, 700), P(1.5, 230), []), new("right", Lane(2), P(2.5, 700), P(2.5, 230), [])],
            [new("stop", LineKind.Stop, [P(0, 430), P(3, 430)], [], "head-1"), new("entry", LineKind.Entry, [P(0, 345), P(3, 345)], [], "head-1")],
            [new("kerb", ZoneKind.NoStopping, new([P(3.03, 700), P(3.03, 450), P(3.35, 450), P(3.35, 700)]))],
            [new("head-1", Lamp(196), Lamp(226), Lamp(256))], [new(Speed.FromKmh(60), [], [], "general limit", "city", null, null)], ImmutableArray<RuleSetting>.Empty);
    }

    private static void Ground(SKCanvas canvas)
    {
        using var paint = new SKPaint { IsAntialias = true };
        void Fill(SKColor colour, params SKPoint[] corners)
        {
            paint.Color = colour;
            using var path = new SKPathBuilder();
            path.MoveTo(corners[0]);
            foreach (var corner in corners.AsSpan(1)) path.LineTo(corner);
            path.Close();
            using var shape = path.Detach();
            canvas.DrawPath(shape, paint);
        }
        Fill(new(0xC9, 0xD6, 0xE2), new(0, 0), new(Width, 0), new(Width, 190), new(0, 190));
        foreach (var (x, w, top, tone) in ((int, int, int, byte)[])[(0, 150, 40, 0x9A), (160, 120, 84, 0xA8), (300, 170, 20, 0x92), (500, 70, 104, 0xAE), (720, 110, 92, 0xA6), (850, 160, 36, 0x96), (1030, 90, 80, 0xA9), (1140, 140, 50, 0x9D)])
            Fill(new(tone, (byte)(tone - 4), (byte)(tone - 10)), new(x, top), new(x + w, top), new(x + w, 200), new(x, 200));
        Fill(new(0x8E, 0x9B, 0x80), new(0, 190), new(Width, 190), new(Width, Height), new(0, Height));
        Fill(new(0xA9, 0xA6, 0x9E), Road(-0.6, 190), Road(3.6, 190), Road(3.6, Height), Road(-0.6, Height));
        Fill(new(0x55, 0x58, 0x5E), new(0, 250), new(Width, 250), new(Width, 350), new(0, 350));
        Fill(new(0x5B, 0x5E, 0x64), Road(-0.06, 190), Road(3.06, 190), Road(3.06, Height), Road(-0.06, Height));
        for (var bar = 0; bar < 12; bar++) Fill(new(0xDE, 0xDE, 0xDA), Road(0.06 + (bar * 0.25), 410), Road(0.17 + (bar * 0.25), 410), Road(0.17 + (bar * 0.25), 368), Road(0.06 + (bar * 0.25), 368));
        foreach (var lane in (double[])[1, 2])
            for (var y = 440; y < Height; y += 60) Fill(new(0xD8, 0xD8, 0xD2), Road(lane - 0.012, y), Road(lane + 0.012, y), Road(lane + 0.012, y + 30), Road(lane - 0.012, y + 30));
        Fill(new(0xE4, 0xE4, 0xDE), Road(0, 426), Road(3, 426), Road(3, 436), Road(0, 436));
        Fill(new(0x3A, 0x3E, 0x45), new(1142, 290), new(1148, 290), new(1148, 470), new(1142, 470));
        Fill(new(0x1E, 0x21, 0x26), new(1127, 190), new(1163, 190), new(1163, 288), new(1127, 288));
        foreach (var (y, colour) in ((int, SKColor)[])[(208, new(0xFF, 0x45, 0x3A)), (238, new(0x4A, 0x42, 0x28)), (268, new(0x22, 0x44, 0x30))])
        {
            paint.Color = colour;
            canvas.DrawCircle(1145, y, 11, paint);
        }
    }

    /// <summary>A plain vehicle from behind, standing on its row of the picture, and its drawing.</summary>
    private static OverlayTrack Car(SKCanvas canvas, int id, RoadUser user, double lane, double y, SKColor colour, decimal? kmh, string? offence)
    {
        var scale = (Road(lane + 0.5, y).X - Road(lane - 0.5, y).X) / 100f;
        var (w, h) = user switch { RoadUser.Motorcycle => (24f, 52f), RoadUser.Truck => (72f, 92f), RoadUser.Van => (64f, 72f), _ => (60f, 48f) };
        (w, h) = (w * scale, h * scale);
        var (x, bottom) = (Road(lane, y).X - (w / 2), (float)y);
        using var paint = new SKPaint { IsAntialias = true };
        void Round(float left, float top, float width, float height, float round, SKColor c)
        {
            paint.Color = c;
            canvas.DrawRoundRect(SKRect.Create(left, top, width, height), round, round, paint);
        }
        Round(x - (w * 0.06f), bottom - (h * 0.08f), w * 1.12f, h * 0.13f, h * 0.06f, new SKColor(0, 0, 0, 90));
        Round(x + (w * 0.06f), bottom - (h * 0.2f), w * 0.2f, h * 0.2f, w * 0.04f, new(0x16, 0x16, 0x18));
        Round(x + (w * 0.74f), bottom - (h * 0.2f), w * 0.2f, h * 0.2f, w * 0.04f, new(0x16, 0x16, 0x18));
        if (user == RoadUser.Car)
        {
            Round(x + (w * 0.12f), bottom - h, w * 0.76f, h * 0.6f, w * 0.14f, colour);
            Round(x, bottom - (h * 0.62f), w, h * 0.52f, w * 0.09f, colour);
        }
        else
        {
            Round(x, bottom - h, w, h * 0.9f, w * 0.07f, colour);
        }
        Round(x + (w * 0.19f), bottom - (h * 0.92f), w * 0.62f, h * 0.28f, w * 0.06f, new(0x2B, 0x36, 0x42));
        Round(x + (w * 0.04f), bottom - (h * 0.48f), w * 0.15f, h * 0.12f, w * 0.03f, new(0xD8, 0x3A, 0x30));
        Round(x + (w * 0.81f), bottom - (h * 0.48f), w * 0.15f, h * 0.12f, w * 0.03f, new(0xD8, 0x3A, 0x30));
        Round(x + (w * 0.36f), bottom - (h * 0.34f), w * 0.28f, h * 0.11f, w * 0.02f, new(0xF0, 0xF0, 0xEA));
        var trail = kmh is null ? [] : Enumerable.Range(0, 12).Select(i => (Along: i, Y: Math.Min(716, y + ((11 - i) * 16 * scale / 2))))
            .Select(p => new RawPixel(Road(lane + (0.02 * Math.Sin(p.Along)), p.Y).X, p.Y)).ToArray();
        return new(id, user, new PixelBox(x, bottom - h, w, h), trail, kmh is { } v ? new SpeedReading(Speed.FromKmh(v), Speed.FromKmh(1.3m), "c") : null, offence, false);
    }
}
