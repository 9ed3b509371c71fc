using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using SkiaSharp;

namespace Qyran.Line.Overlay;

/// <summary>The part of the drawing that stands still: lanes with their direction, zones, lines. Drawn once into a transparent picture.</summary>
public sealed class OverlayScene : IDisposable
{
    private readonly SKImage? _picture;

    /// <param name="scene">Null where nobody described the scene: then nothing stands still.</param>
    /// <param name="width">Size of the frames, raw pixels. A scene drawn for another size is scaled to it.</param>
    public OverlayScene(Scene? scene, int width, int height)
    {
        Scene = scene;
        if (scene is null) return;
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul));
        var typeface = OverlayFont.Face;
        var scale = OverlayScale.For(height);
        using var font = new SKFont(typeface, scale.Text * 0.85f) { Edging = SKFontEdging.Antialias };
        var canvas = surface.Canvas;
        canvas.Scale((float)width / scene.Camera.Width, (float)height / scene.Camera.Height);
        foreach (var zone in scene.Zones) Draw(canvas, zone, scale);
        for (var i = 0; i < scene.Lanes.Length; i++) Draw(canvas, scene.Lanes[i], i, scale);
        foreach (var line in scene.Lines) Draw(canvas, line, scale);
        // words last and over everything; a lane's name stands in its lane, so lines give way to lanes
        var places = new List<SKRect>();
        for (var i = 0; i < scene.Lanes.Length; i++)
            Word(canvas, scene.Lanes[i].Id, scene.Lanes[i].From ?? scene.Lanes[i].Area.Corners[0], font, Colour(i), scene.Camera, places);
        foreach (var line in scene.Lines) Word(canvas, line.Id, line.Points[^1], font, Look(line.Kind).Colour, scene.Camera, places);
        _picture = surface.Snapshot();
    }

    public Scene? Scene { get; }

    /// <summary>Lays the still part over a frame.</summary>
    public void Draw(SKCanvas canvas)
    {
        if (_picture is not null) canvas.DrawImage(_picture, 0, 0, SKSamplingOptions.Default);
    }

    public void Dispose() => _picture?.Dispose();

    private static void Draw(SKCanvas canvas, Lane lane, int index, OverlayScale scale)
    {
        var colour = Colour(index);
        using var path = Outline(lane.Area.Corners);
        using var fill = new SKPaint { Color = colour.WithAlpha(30), IsAntialias = true };
        using var edge = Stroke(colour.WithAlpha(120), scale.Stroke * 0.8f);
        canvas.DrawPath(path, fill);
        canvas.DrawPath(path, edge);
        if (lane is { From: { } from, To: { } to }) Arrow(canvas, Point(from), Point(to), colour.WithAlpha(170), scale);
    }

    /// <summary>Neighbours differ a little, so that lanes are told apart without shouting.</summary>
    private static SKColor Colour(int lane) => lane % 2 == 0 ? new SKColor(0x5A, 0xA9, 0xFF) : new SKColor(0x5F, 0xE3, 0xC0);

    private static void Arrow(SKCanvas canvas, SKPoint from, SKPoint to, SKColor colour, OverlayScale scale)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = float.Hypot(dx, dy);
        if (length < 1) return;
        (dx, dy) = (dx / length, dy / length);
        var head = Math.Min(scale.Text * 0.8f, length / 2);
        using var line = Stroke(colour, scale.Stroke * 1.2f);
        line.StrokeCap = SKStrokeCap.Round;
        canvas.DrawLine(from, to, line);
        canvas.DrawLine(to.X, to.Y, to.X - (head * (dx + (dy * 0.6f))), to.Y - (head * (dy - (dx * 0.6f))), line);
        canvas.DrawLine(to.X, to.Y, to.X - (head * (dx - (dy * 0.6f))), to.Y - (head * (dy + (dx * 0.6f))), line);
    }

    private static void Draw(SKCanvas canvas, Zone zone, OverlayScale scale)
    {
        using var path = Outline(zone.Area.Corners);
        var (colour, hatch) = zone.Kind switch
        {
            ZoneKind.Measure => (new SKColor(0x3D, 0xE0, 0xFF), 0f),
            ZoneKind.NoStopping => (new SKColor(0xFF, 0xB0, 0x3B), scale.Text * 0.9f),
            ZoneKind.NoDriving => (new SKColor(0xFF, 0x8A, 0x5C), scale.Text * 0.9f),
            ZoneKind.Ignore => (new SKColor(0x20, 0x26, 0x30), scale.Text * 0.6f),
            _ => throw new ArgumentOutOfRangeException(nameof(zone), zone.Kind, "no such zone"),
        };
        using var edge = Stroke(colour.WithAlpha(190), scale.Stroke * 1.1f);
        edge.PathEffect = SKPathEffect.CreateDash([scale.Text * 0.6f, scale.Text * 0.4f], 0);
        canvas.DrawPath(path, edge);
        if (hatch <= 0) return;
        canvas.Save();
        canvas.ClipPath(path, SKClipOperation.Intersect, true);
        using var lines = Stroke(colour.WithAlpha(zone.Kind == ZoneKind.Ignore ? (byte)110 : (byte)80), scale.Stroke * 0.8f);
        var bounds = path.Bounds;
        for (var x = bounds.Left - bounds.Height; x < bounds.Right; x += hatch) canvas.DrawLine(x, bounds.Bottom, x + bounds.Height, bounds.Top, lines);
        canvas.Restore();
    }

    private static void Draw(SKCanvas canvas, SceneLine line, OverlayScale scale)
    {
        var (colour, dashed) = Look(line.Kind);
        using var path = Way(line.Points, close: false);
        using var casing = Stroke(SKColors.Black.WithAlpha(150), scale.Stroke * 3.2f);
        using var stroke = Stroke(colour.WithAlpha(235), scale.Stroke * 1.7f);
        (casing.StrokeCap, stroke.StrokeCap) = (SKStrokeCap.Round, SKStrokeCap.Round);
        if (dashed) stroke.PathEffect = SKPathEffect.CreateDash([scale.Text * 0.5f, scale.Text * 0.5f], 0);
        canvas.DrawPath(path, casing);
        canvas.DrawPath(path, stroke);
    }

    private static (SKColor Colour, bool Dashed) Look(LineKind kind) => kind switch
    {
        LineKind.Stop => (new SKColor(0xFF, 0xFF, 0xFF), false),
        LineKind.Entry => (new SKColor(0xFF, 0xC8, 0x2E), true),
        LineKind.Solid => (new SKColor(0xFF, 0xF1, 0xB0), false),
        LineKind.NoTurn => (new SKColor(0xFF, 0x8A, 0x5C), false),
        LineKind.Count => (new SKColor(0x8A, 0xB8, 0xFF), true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such line"),
    };

    /// <summary>Letters with a dark rim, readable on asphalt and on snow; moved up or down until they meet no other word, else left out.</summary>
    private static void Word(SKCanvas canvas, string text, RawPixel by, SKFont font, SKColor colour, SceneCamera camera, List<SKRect> places)
    {
        var (width, height, margin) = (font.MeasureText(text), font.Size * 1.15f, font.Size * 0.4f);
        var left = Math.Clamp((float)by.X, margin, Math.Max(margin, camera.Width - width - margin));
        foreach (var step in (ReadOnlySpan<int>)[0, -1, 1, -2, 2])
        {
            var top = Math.Clamp((float)by.Y - height - (font.Size * 0.3f), margin, Math.Max(margin, camera.Height - height - margin)) + (step * height);
            var place = SKRect.Create(left, top, width, height);
            if (top < 0 || place.Bottom > camera.Height || places.Exists(p => p.IntersectsWith(place))) continue;
            places.Add(place);
            using var rim = Stroke(SKColors.Black.WithAlpha(190), font.Size * 0.22f);
            using var fill = new SKPaint { Color = colour, IsAntialias = true };
            canvas.DrawText(text, left, place.Bottom - (font.Size * 0.25f), SKTextAlign.Left, font, rim);
            canvas.DrawText(text, left, place.Bottom - (font.Size * 0.25f), SKTextAlign.Left, font, fill);
            return;
        }
    }

    private static SKPaint Stroke(SKColor colour, float width) =>
        new() { Color = colour, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeJoin = SKStrokeJoin.Round, IsAntialias = true };

    private static SKPoint Point(RawPixel p) => new((float)p.X, (float)p.Y);

    private static SKPath Outline(ImmutableArray<RawPixel> corners) => Way(corners, close: true);

    private static SKPath Way(ImmutableArray<RawPixel> points, bool close)
    {
        using var way = new SKPathBuilder();
        way.MoveTo(Point(points[0]));
        foreach (var p in points.AsSpan()[1..]) way.LineTo(Point(p));
        if (close) way.Close();
        return way.Detach();
    }
}
