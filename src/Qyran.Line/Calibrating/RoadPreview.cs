using System.Globalization;
using OpenCvSharp;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Line.Overlay;
using Qyran.Measure.Calibration;
using SkiaSharp;

namespace Qyran.Line.Calibrating;

/// <summary>
/// The picture by which a person judges a calibration: the empty road with a grid of metres laid on it (5 m along, one usual lane of
/// 3.5 m across), the horizon, the marks of the survey and the drafted lanes. If the grid does not lie on the road, nothing else is right.
/// </summary>
internal static class RoadPreview
{
    private const double Along = 5, Across = 3.5;
    private const int Shown = 40;

    /// <summary>A JPEG of the picture's own size.</summary>
    public static byte[] Draw(Mat road, Scene scene, RoadCalibration calibration, IReadOnlyList<KnownSize.LineAlong> lines)
    {
        using var bgra = road.CvtColor(ColorConversionCodes.BGR2BGRA);
        var info = new SKImageInfo(road.Width, road.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info, bgra.Data, (int)bgra.Step());
        var canvas = surface.Canvas;
        var scale = OverlayScale.For(road.Height);
        using (var still = new OverlayScene(scene, road.Width, road.Height)) still.Draw(canvas);
        var typeface = OverlayFont.Face;
        using var font = new SKFont(typeface, scale.Text * 0.8f) { Edging = SKFontEdging.Antialias };
        using var marking = new SKPaint { Color = new(0xFF, 0x9F, 0x1C, 0x90), Style = SKPaintStyle.Stroke, StrokeWidth = scale.Stroke * 0.7f, IsAntialias = true };
        // a few of them tell the eye enough; all would hide the road
        for (var i = 0; i < lines.Count; i += 1 + (lines.Count / Shown))
        {
            var l = lines[i];
            canvas.DrawLine((float)l.From.X, (float)l.From.Y, (float)l.To.X, (float)l.To.Y, marking);
        }
        Grid(canvas, calibration, scene, scale, font);
        Horizon(canvas, calibration, scale);
        using var dot = new SKPaint { Color = new(0xFF, 0x4D, 0xD8), IsAntialias = true };
        foreach (var p in scene.Survey?.Points ?? []) canvas.DrawCircle((float)p.Image.X, (float)p.Image.Y, scale.Stroke * 2, dot);
        using var image = surface.Snapshot();
        using var encoded = image.Encode(SKEncodedImageFormat.Jpeg, 92);
        return encoded.ToArray();
    }

    private static void Grid(SKCanvas canvas, RoadCalibration calibration, Scene scene, OverlayScale scale, SKFont font)
    {
        var roads = (scene.Survey?.Points ?? []).Select(p => p.Road).ToArray();
        if (roads.Length == 0) return;
        double left = roads.Min(r => r.X) - Across, right = roads.Max(r => r.X) + Across;
        double near = Math.Floor(roads.Min(r => r.Y) / Along) * Along, far = Math.Ceiling(roads.Max(r => r.Y) / Along) * Along;
        using var thin = new SKPaint { Color = new(0xFF, 0xFF, 0x66, 0xA0), Style = SKPaintStyle.Stroke, StrokeWidth = scale.Stroke * 0.7f, IsAntialias = true };
        using var fill = new SKPaint { Color = new(0xFF, 0xFF, 0x99), IsAntialias = true };
        using var rim = new SKPaint { Color = SKColors.Black.WithAlpha(190), Style = SKPaintStyle.Stroke, StrokeWidth = font.Size * 0.22f, IsAntialias = true };
        var columns = (int)Math.Ceiling((right - left) / Across);
        for (var i = 0; i <= columns; i++) Line(new(left + (i * Across), near), new(left + (i * Across), far));
        for (var y = near; y <= far; y += Along)
        {
            Line(new(left, y), new(left + (columns * Across), y));
            if (!calibration.TryPixel(new(left + (columns * Across), y), out var p)) continue;
            var text = string.Create(CultureInfo.InvariantCulture, $"{y - near:0} m");
            canvas.DrawText(text, (float)p.X + 2, (float)p.Y, SKTextAlign.Left, font, rim);
            canvas.DrawText(text, (float)p.X + 2, (float)p.Y, SKTextAlign.Left, font, fill);
        }

        void Line(RoadPoint a, RoadPoint b)
        {
            SKPoint? last = null;
            for (var k = 0; k <= 16; k++)
            {
                var at = new RoadPoint(a.X + ((b.X - a.X) * k / 16), a.Y + ((b.Y - a.Y) * k / 16));
                SKPoint? now = calibration.TryPixel(at, out var p) ? new((float)p.X, (float)p.Y) : null;
                if (last is { } from && now is { } to) canvas.DrawLine(from, to, thin);
                last = now;
            }
        }
    }

    private static void Horizon(SKCanvas canvas, RoadCalibration calibration, OverlayScale scale)
    {
        var h = calibration.ToRoad; // w = 0 there; a lens would bend it, which is not drawn
        if (calibration.Lens is not null || Math.Abs(h.M32) < 1e-12) return;
        using var paint = new SKPaint { Color = new(0x66, 0xE0, 0xFF, 0xC0), Style = SKPaintStyle.Stroke, StrokeWidth = scale.Stroke, IsAntialias = true };
        float Y(double x) => (float)(-((h.M31 * x) + h.M33) / h.M32);
        canvas.DrawLine(0, Y(0), calibration.Width, Y(calibration.Width), paint);
    }
}
