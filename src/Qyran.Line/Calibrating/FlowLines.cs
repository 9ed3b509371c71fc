using System.Collections.Immutable;
using OpenCvSharp;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Measure.Calibration;

namespace Qyran.Line.Calibrating;

/// <summary>
/// Straight ways of small features (corners of bodies, lamps, plates) followed from frame to frame by pyramidal Lucas–Kanade. Every
/// point of a body that drives straight moves towards the road's vanishing point, so these lines show it far better than boxes do,
/// whose edges jump with shadows. One instance per run and thread.
/// </summary>
internal sealed class FlowLines(int rawWidth) : IDisposable
{
    /// <summary>Features looked for at a time, and how often, frames.</summary>
    private const int Most = 300, Every = 4;

    /// <summary>A way shorter than this part of the picture's width says little of its direction.</summary>
    private const double ShortestPart = 0.06;

    /// <summary>Points off the chord by more than this part of its length: it turned, or the feature slipped.</summary>
    private const double Straight = 0.012;

    /// <summary>A feature that has not moved so far, analysed px, in <see cref="Patience"/> frames is the road's.</summary>
    private const double Still = 1.5;
    private const int Patience = 12;
    private const int Kept = 400;

    private readonly List<List<Point2f>> _open = [];
    private readonly List<(KnownSize.LineAlong Line, double Length)> _found = [];
    private Mat? _last, _older;
    private int _frames;

    /// <summary>Takes in the next frame.</summary>
    public unsafe void Step(in FrameView view)
    {
        Mat now;
        fixed (byte* y = view.Y)
        {
            using var borrowed = Mat.FromPixelData(view.Height, view.Width, MatType.CV_8UC1, (nint)y);
            now = borrowed.Clone();
        }
        if (_last is not null) Follow(now, view.ScaleX, view.ScaleY);
        if (_older is not null && _frames % Every == 0) Add(now);
        _older?.Dispose();
        (_older, _last) = (_last, now);
        _frames++;
    }

    /// <summary>The longest ways so far, raw pixels.</summary>
    public ImmutableArray<KnownSize.LineAlong> Lines() => [.. _found.OrderByDescending(f => f.Length).Take(Kept).Select(f => f.Line)];

    public void Dispose()
    {
        _last?.Dispose();
        _older?.Dispose();
    }

    private void Follow(Mat now, double scaleX, double scaleY)
    {
        if (_open.Count == 0) return;
        var from = _open.Select(w => w[^1]).ToArray();
        var to = new Point2f[from.Length];
        Cv2.CalcOpticalFlowPyrLK(_last!, now, from, ref to, out var status, out var error, new Size(15, 15), 3);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var way = _open[i];
            if (status[i] == 0 || error[i] > 20)
            {
                End(way, scaleX, scaleY);
                _open.RemoveAt(i);
                continue;
            }
            way.Add(to[i]);
            if (way.Count % Patience == 0 && way[^1].DistanceTo(way[^Patience]) < Still)
            {
                End(way, scaleX, scaleY);
                _open.RemoveAt(i);
            }
        }
    }

    private void Add(Mat now)
    {
        using var moved = new Mat();
        Cv2.Absdiff(now, _older!, moved);
        Cv2.Threshold(moved, moved, 12, 255, ThresholdTypes.Binary);
        Cv2.Dilate(moved, moved, null, iterations: 2);
        foreach (var way in _open) Cv2.Circle(moved, (int)way[^1].X, (int)way[^1].Y, 6, Scalar.Black, -1); // not the same feature twice
        foreach (var corner in Cv2.GoodFeaturesToTrack(now, Most, 0.02, 6, moved, 3, false, 0.04))
            if (_open.Count < 3 * Most) _open.Add([corner]);
    }

    private void End(List<Point2f> way, double scaleX, double scaleY)
    {
        if (way.Count < 8) return;
        Point2f a = way[0], b = way[^1];
        double dx = b.X - a.X, dy = b.Y - a.Y, length = double.Hypot(dx, dy);
        if (length * scaleX < ShortestPart * rawWidth) return;
        foreach (var p in way)
            if (Math.Abs(((p.X - a.X) * dy) - ((p.Y - a.Y) * dx)) > Straight * length * length) return;
        _found.Add((new(Raw(a), Raw(b)), length));
        if (_found.Count > 8 * Kept)
        {
            _found.Sort((x, y) => y.Length.CompareTo(x.Length));
            _found.RemoveRange(2 * Kept, _found.Count - (2 * Kept));
        }

        RawPixel Raw(Point2f p) => new(((p.X + 0.5) * scaleX) - 0.5, ((p.Y + 0.5) * scaleY) - 0.5);
    }
}
