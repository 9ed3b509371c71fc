using System.Globalization;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using SkiaSharp;

namespace Qyran.Line.Overlay;

/// <summary>
/// Draws what the line knows onto a full-resolution frame: the scene, trails, boxes, labels, signal states, time. For the annotated video,
/// the evidence's overlay pictures and the report. One instance per source and thread.
/// </summary>
public sealed class OverlayPainter : IDisposable
{
    private readonly int _width, _height;
    private readonly OverlayScene _scene;
    private readonly OverlayScale _scale;
    private readonly SKFont _font;
    private readonly SKPaint _stroke = new() { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeJoin = SKStrokeJoin.Round, StrokeCap = SKStrokeCap.Round };
    private readonly SKPaint _fill = new() { IsAntialias = true };
    private readonly LabelPlaces _places = new();
    private readonly List<OverlayTrack> _order = [];

    /// <param name="scene">Null where nobody described the scene.</param>
    /// <param name="width">Size of every frame to come, raw pixels.</param>
    public OverlayPainter(Scene? scene, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (_width, _height) = (width, height);
        _scene = new OverlayScene(scene, width, height);
        _scale = OverlayScale.For(height);
        _font = new SKFont(OverlayFont.Face, _scale.Text) { Edging = SKFontEdging.Antialias, Subpixel = true };
    }

    /// <summary>Draws onto a frame held as BGRA, row after row without padding: 4 × width × height bytes, changed in place.</summary>
    public unsafe void Paint(Span<byte> bgra, OverlayFrame frame)
    {
        if (bgra.Length != 4 * _width * _height) throw new ArgumentException($"{bgra.Length} bytes are no {_width}×{_height} BGRA frame", nameof(bgra));
        fixed (byte* pixels = bgra)
        {
            using var surface = SKSurface.Create(new SKImageInfo(_width, _height, SKColorType.Bgra8888, SKAlphaType.Opaque), (nint)pixels, _width * 4);
            Paint(surface.Canvas, frame);
        }
    }

    /// <summary>Draws onto a canvas whose unit is the raw pixel.</summary>
    public void Paint(SKCanvas canvas, OverlayFrame frame)
    {
        _scene.Draw(canvas);
        _places.Clear();
        _order.Clear();
        _order.AddRange(frame.Tracks);
        // offenders get their label first, then the near and large; drawing runs backwards so that they also lie on top
        _order.Sort(static (a, b) => Weight(b).CompareTo(Weight(a)));
        Header(canvas, frame);
        foreach (var track in _order)
            if (!track.Faint) Trail(canvas, track);
        for (var i = _order.Count - 1; i >= 0; i--) Box(canvas, _order[i]);
        Heads(canvas, frame.Signals);
        foreach (var track in _order)
            if (!track.Faint) Label(canvas, track);
    }

    /// <summary>A new JPEG with the drawing on it; the original is not touched. Null when <paramref name="jpeg"/> is no picture of this painter's size.</summary>
    public byte[]? Annotate(ReadOnlySpan<byte> jpeg, OverlayFrame frame, int quality = 92)
    {
        using var bytes = SKData.CreateCopy(jpeg);
        using var codec = SKCodec.Create(bytes);
        if (codec is null) return null;
        using var bitmap = SKBitmap.Decode(codec);
        if (bitmap is null || bitmap.Width != _width || bitmap.Height != _height) return null;
        using var surface = SKSurface.Create(new SKImageInfo(_width, _height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        surface.Canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        Paint(surface.Canvas, frame);
        using var image = surface.Snapshot();
        using var encoded = image.Encode(SKEncodedImageFormat.Jpeg, quality);
        return encoded.ToArray();
    }

    public void Dispose()
    {
        _scene.Dispose();
        _font.Dispose();
        _stroke.Dispose();
        _fill.Dispose();
    }

    private static double Weight(OverlayTrack t) => t.Box.Area + (t.Offence is not null ? 1e12 : 0) + (t.Highlight ? 1e11 : 0);

    private static SKColor Colour(OverlayTrack t) => t.Offence is not null ? OverlayColours.Offence : OverlayColours.Of(t.Class);

    private static SKRect Rect(Domain.Geometry.PixelBox b) => SKRect.Create((float)b.X, (float)b.Y, (float)b.Width, (float)b.Height);

    /// <summary>Fades from the past: the newest end is solid.</summary>
    private void Trail(SKCanvas canvas, OverlayTrack track)
    {
        var trail = track.Trail.Span;
        var colour = Colour(track);
        _stroke.StrokeWidth = _scale.Stroke * (track.Offence is not null || track.Highlight ? 2f : 1.3f);
        for (var i = 1; i < trail.Length; i++)
        {
            _stroke.Color = colour.WithAlpha((byte)(30 + (190 * i / trail.Length)));
            canvas.DrawLine((float)trail[i - 1].X, (float)trail[i - 1].Y, (float)trail[i].X, (float)trail[i].Y, _stroke);
        }
    }

    /// <summary>A thin frame with strong corners, dark underneath: seen on white lorries and at night alike.</summary>
    private void Box(SKCanvas canvas, OverlayTrack track)
    {
        var box = Rect(track.Box);
        if (track.Faint)
        {
            (_stroke.Color, _stroke.StrokeWidth) = (OverlayColours.Quiet.WithAlpha(110), _scale.Stroke * 0.7f);
            canvas.DrawRect(box, _stroke);
            return;
        }
        var strong = track.Offence is not null || track.Highlight;
        var width = _scale.Stroke * (strong ? 1.7f : 1.1f);
        var round = Math.Min(_scale.Text * 0.25f, Math.Min(box.Width, box.Height) / 4);
        if (strong)
        {
            _fill.Color = Colour(track).WithAlpha(36);
            canvas.DrawRoundRect(box, round, round, _fill);
        }
        (_stroke.Color, _stroke.StrokeWidth) = (SKColors.Black.WithAlpha(110), width * 2.2f);
        canvas.DrawRoundRect(box, round, round, _stroke);
        (_stroke.Color, _stroke.StrokeWidth) = (Colour(track).WithAlpha(strong ? (byte)255 : (byte)170), width);
        canvas.DrawRoundRect(box, round, round, _stroke);
        var arm = Math.Min(_scale.Text * 0.9f, Math.Min(box.Width, box.Height) / 3);
        if (arm < 3 * width) return; // tiny boxes would be nothing but corners
        (_stroke.Color, _stroke.StrokeWidth) = (Colour(track), width * 2);
        foreach (var (x, y, sx, sy) in stackalloc (float, float, int, int)[] { (box.Left, box.Top, 1, 1), (box.Right, box.Top, -1, 1), (box.Left, box.Bottom, 1, -1), (box.Right, box.Bottom, -1, -1) })
        {
            canvas.DrawLine(x, y + (sy * round), x, y + (sy * arm), _stroke);
            canvas.DrawLine(x + (sx * round), y, x + (sx * arm), y, _stroke);
        }
    }

    private void Label(SKCanvas canvas, OverlayTrack track)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{track.Id}");
        var kind = track.Class == Domain.Detections.RoadUser.Unknown ? "" : track.Class.ToString().ToLowerInvariant();
        var speed = track.Speed is { } reading ? OverlayWords.Speed(reading) : "";
        var offence = track.Offence ?? "";
        var must = track.Offence is not null || track.Highlight;
        // when there is no room the words go one by one; who broke a rule keeps all of them
        var plate = track.Plate ?? "";
        if (Try(canvas, track, [id, kind, speed, offence, plate], must)) return;
        if (!must && plate.Length > 0 && Try(canvas, track, [id, "", speed, "", plate], false)) return;
        if (!must && speed.Length > 0 && Try(canvas, track, [id, "", speed, ""], false)) return;
        if (!must) Try(canvas, track, [id, "", "", ""], false);
    }

    private bool Try(SKCanvas canvas, OverlayTrack track, ReadOnlySpan<string> words, bool must)
    {
        var gap = _scale.Gap;
        var width = gap;
        foreach (var word in words)
            if (word.Length > 0) width += _font.MeasureText(word) + gap;
        width += gap * 0.6f;
        var height = _scale.Text * 1.45f;
        if (!_places.TryPlace(Rect(track.Box), width, height, _scale.Stroke * 2, SKRect.Create(1, 1, _width - 2, _height - 2), out var place))
        {
            if (!must) return false;
            _places.Take(place);
        }
        _fill.Color = track.Offence is not null ? new SKColor(0xC8, 0x1E, 0x1E, 0xEE) : OverlayColours.Panel;
        canvas.DrawRoundRect(place, height * 0.22f, height * 0.22f, _fill);
        _fill.Color = Colour(track);
        canvas.DrawRoundRect(SKRect.Create(place.Left, place.Top, gap * 0.6f, height), gap * 0.3f, gap * 0.3f, _fill);
        var x = place.Left + (gap * 1.4f);
        var y = place.Top + (height / 2) + (_scale.Text * 0.36f);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length == 0) continue;
            _fill.Color = i == 1 ? OverlayColours.Quiet : i == 0 && track.Offence is null ? Colour(track) : OverlayColours.Text;
            canvas.DrawText(words[i], x, y, SKTextAlign.Left, _font, _fill);
            x += _font.MeasureText(words[i]) + gap;
        }
        return true;
    }

    /// <summary>Each head's lamps framed in the colour it shows.</summary>
    private void Heads(SKCanvas canvas, IReadOnlyDictionary<string, SignalState> states)
    {
        if (_scene.Scene is not { } scene) return;
        foreach (var head in scene.Signals)
        {
            var frame = SKRect.Union(Rect(head.Red), Rect(head.Green));
            if (head.Yellow is { } yellow) frame = SKRect.Union(frame, Rect(yellow));
            Framed(canvas, frame, states.GetValueOrDefault(head.Id));
            foreach (var (way, lamp) in head.Arrows()) Framed(canvas, Rect(lamp), states.GetValueOrDefault(head.ArrowId(way)));
        }
    }

    private void Framed(SKCanvas canvas, SKRect frame, SignalState state)
    {
        frame.Inflate(_scale.Stroke * 1.5f, _scale.Stroke * 1.5f);
        (_stroke.Color, _stroke.StrokeWidth) = (SKColors.Black.WithAlpha(150), _scale.Stroke * 3);
        canvas.DrawRoundRect(frame, _scale.Stroke * 2, _scale.Stroke * 2, _stroke);
        (_stroke.Color, _stroke.StrokeWidth) = (OverlayColours.Of(state), _scale.Stroke * 1.5f);
        canvas.DrawRoundRect(frame, _scale.Stroke * 2, _scale.Stroke * 2, _stroke);
    }

    /// <summary>Top left: time, place, caption, then one lamp per signal head.</summary>
    private void Header(SKCanvas canvas, OverlayFrame frame)
    {
        var at = new SKPoint(_scale.Gap, _scale.Gap);
        if (frame.Time is { } time) Pill(canvas, ref at, OverlayWords.Time(time), OverlayColours.Text, null);
        if ((_scene.Scene?.Camera.Site ?? _scene.Scene?.Name) is { } place && _width > 500) Pill(canvas, ref at, place, OverlayColours.Quiet, null);
        foreach (var head in _scene.Scene?.Signals ?? [])
        {
            var state = frame.Signals.GetValueOrDefault(head.Id);
            Pill(canvas, ref at, $"{head.Id} {SignalWords.Word(state)}", OverlayColours.Text, OverlayColours.Of(state));
            foreach (var (way, _) in head.Arrows())
            {
                var arrow = frame.Signals.GetValueOrDefault(head.ArrowId(way));
                Pill(canvas, ref at, $"{head.ArrowId(way)} {SignalWords.Word(arrow)}", OverlayColours.Text, OverlayColours.Of(arrow));
            }
        }
        if (frame.Caption is { Length: > 0 } caption) Pill(canvas, ref at, caption, OverlayColours.Text, null);
    }

    private void Pill(SKCanvas canvas, ref SKPoint at, string text, SKColor colour, SKColor? lamp)
    {
        var height = _scale.Text * 1.5f;
        var dot = lamp is null ? 0 : _scale.Text * 0.9f;
        var width = _font.MeasureText(text) + dot + (_scale.Gap * 2);
        if (at.X + width > _width && at.X > _scale.Gap) at = new SKPoint(_scale.Gap, at.Y + height + (_scale.Gap * 0.7f));
        var place = SKRect.Create(at.X, at.Y, width, height);
        _places.Take(place);
        _fill.Color = OverlayColours.Panel;
        canvas.DrawRoundRect(place, height * 0.25f, height * 0.25f, _fill);
        if (lamp is { } on)
        {
            _fill.Color = on;
            canvas.DrawCircle(place.Left + _scale.Gap + (_scale.Text * 0.32f), place.MidY, _scale.Text * 0.34f, _fill);
        }
        _fill.Color = colour;
        canvas.DrawText(text, place.Left + _scale.Gap + dot, place.MidY + (_scale.Text * 0.36f), SKTextAlign.Left, _font, _fill);
        at.X = place.Right + (_scale.Gap * 0.7f);
    }
}
