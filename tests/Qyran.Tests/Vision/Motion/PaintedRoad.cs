using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Vision.Motion;

namespace Qyran.Tests.Vision.Motion;

/// <summary>A made-up street seen by a fixed camera: asphalt, kerbs and markings with sensor noise; what a test paints on it moves.</summary>
internal sealed class PaintedRoad
{
    private readonly int _width, _height;
    private readonly byte[] _street, _y, _u, _v;
    private readonly Random _noise = new(7);
    private readonly MotionDetector _detector;
    private readonly Detection[] _found = new Detection[64];
    private long _frame;

    public PaintedRoad(int width = 320, int height = 240, byte asphalt = 110)
    {
        (_width, _height) = (width, height);
        _street = new byte[width * height];
        (_y, _u, _v) = (new byte[width * height], new byte[((width + 1) / 2) * ((height + 1) / 2)], new byte[((width + 1) / 2) * ((height + 1) / 2)]);
        var grain = new Random(3);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                _street[(y * width) + x] = (byte)(asphalt + grain.Next(-4, 5) + (y % 60 < 3 && x % 40 < 24 ? 70 : 0) + (y < 20 ? 40 * ((x / 16) % 2) : 0));
        _detector = new MotionDetector(new MotionSettings(), null, [], width, height);
    }

    public double Fps { get; init; } = 25;

    /// <summary>Whole pixels by which the camera stands off, at a time.</summary>
    public Func<double, (int X, int Y)> Sway { get; init; } = _ => (0, 0);

    /// <summary>Factor of all light at a time.</summary>
    public Func<double, double> Light { get; init; } = _ => 1;

    /// <summary>Clock of the street, s.</summary>
    public double Now => _frame / Fps;

    /// <summary>Shows one frame with what is painted on it; gives the boxes found.</summary>
    public ReadOnlySpan<Detection> Show(Action<PaintedRoad>? paint = null)
    {
        Paint(paint);
        var count = _detector.Detect(View(), _found);
        _frame++;
        return _found.AsSpan(0, count);
    }

    /// <summary>Bytes the detector allocates for the frame painted last.</summary>
    public long AllocatedByDetect()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _detector.Detect(View(), _found);
        _frame++;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Lets time pass with the same painting.</summary>
    public void Pass(double seconds, Action<PaintedRoad>? paint = null)
    {
        for (var i = 0; i < seconds * Fps; i++) Show(paint);
    }

    /// <summary>The last frame painted, for what is measured without the detector.</summary>
    public FrameView View() => new()
    {
        Number = _frame,
        Time = new((long)(Now * 1e6), null, null, TimeQuality.Exact),
        Width = _width,
        Height = _height,
        RawWidth = _width,
        RawHeight = _height,
        Y = _y,
        U = _u,
        V = _v,
    };

    /// <summary>Lets one frame's time pass without showing it.</summary>
    public void Tick() => _frame++;

    public void Paint(Action<PaintedRoad>? paint)
    {
        var (dx, dy) = Sway(Now);
        if ((dx, dy) == (0, 0)) _street.CopyTo(_y, 0);
        else for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
                _y[(y * _width) + x] = _street[(Math.Clamp(y + dy, 0, _height - 1) * _width) + Math.Clamp(x + dx, 0, _width - 1)];
        _u.AsSpan().Fill(128);
        _v.AsSpan().Fill(128);
        paint?.Invoke(this);
        var light = Light(Now);
        for (var i = 0; i < _y.Length; i++) _y[i] = (byte)Math.Clamp((_y[i] * light) + _noise.Next(-2, 3), 0, 255);
    }

    /// <summary>A car of this box: a body lighter above than below, with gaps between its panels, dark windows, wheels and lamps.</summary>
    public void Car(double x, double y, int width = 60, int height = 40, byte body = 190)
    {
        for (var j = 0; j < height; j++) Fill(x, y + j, width, 1, (byte)Math.Clamp(body + 18 - (36 * j / height), 0, 255));
        for (var i = 6; i < width; i += 12) Fill(x + i, y + (height * 0.4), 1, (int)(height * 0.5), (byte)(body / 2));
        Fill(x + (width * 0.15), y + (height * 0.15), (int)(width * 0.7), (int)(height * 0.25), 45);
        Fill(x, y + (height * 0.85), (int)(width * 0.2), (int)(height * 0.15), 25);
        Fill(x + (width * 0.8), y + (height * 0.85), (int)(width * 0.2), (int)(height * 0.15), 25);
        Fill(x + (width * 0.05), y + (height * 0.6), (int)(width * 0.15), (int)(height * 0.15), 240);
        Fill(x + (width * 0.8), y + (height * 0.6), (int)(width * 0.15), (int)(height * 0.15), 240);
    }

    public void Fill(double x, double y, int width, int height, byte value) => Each(x, y, width, height, _ => value);

    /// <summary>Less light on what lies there.</summary>
    public void Shadow(double x, double y, int width, int height, double share = 0.6) => Each(x, y, width, height, v => (byte)(v * share));

    /// <summary>Light of a headlight on the road, soft towards the rim.</summary>
    public void Spill(double x, double y, int width, int height, int most = 80)
    {
        for (var j = 0; j < height; j++)
            for (var i = 0; i < width; i++)
            {
                double u = ((2.0 * i) / width) - 1, v = ((2.0 * j) / height) - 1;
                var add = most * Math.Max(0, 1 - (u * u) - (v * v));
                Each(x + i, y + j, 1, 1, old => (byte)Math.Min(255, old + add));
            }
    }

    private void Each(double x, double y, int width, int height, Func<byte, byte> change)
    {
        for (var j = Math.Max(0, (int)y); j < Math.Min(_height, (int)y + height); j++)
            for (var i = Math.Max(0, (int)x); i < Math.Min(_width, (int)x + width); i++)
                _y[(j * _width) + i] = change(_y[(j * _width) + i]);
    }

    public static PixelBox Box(double x, double y, double width = 60, double height = 40) => new(x, y, width, height);
}
