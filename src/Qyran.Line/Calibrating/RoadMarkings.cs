using System.Collections.Immutable;
using OpenCvSharp;
using Qyran.Domain.Geometry;
using Qyran.Measure.Calibration;

namespace Qyran.Line.Calibrating;

/// <summary>
/// Straight lines of the empty road that run where and as the vehicles drive: markings, kerbs, barriers. Far steadier than a
/// driver's line, as long as nothing but the road itself is taken, hence only near driven ground and along the driving there.
/// </summary>
internal static class RoadMarkings
{
    /// <summary>Shorter than this part of the picture's width says little.</summary>
    private const double ShortestPart = 0.05;

    /// <summary>Within this angle of the nearest driving, radians (4°).</summary>
    private const double Parallel = 0.07;

    /// <summary>Not farther from a driven point than this part of the picture's width.</summary>
    private const double NearPart = 0.08;

    private const int Most = 40;

    /// <summary>The longest of them as lines along the road, raw pixels.</summary>
    public static ImmutableArray<KnownSize.LineAlong> Find(Mat road, ImmutableArray<KnownSize.LineAlong> flow)
    {
        var driven = new List<(RawPixel At, double X, double Y)>();
        foreach (var (from, to) in flow)
        {
            double dx = to.X - from.X, dy = to.Y - from.Y, d = double.Hypot(dx, dy);
            foreach (var part in (ReadOnlySpan<double>)[0.1, 0.5, 0.9]) driven.Add((new(from.X + (part * dx), from.Y + (part * dy)), dx / d, dy / d));
        }
        if (driven.Count == 0) return [];
        using var grey = road.CvtColor(ColorConversionCodes.BGR2GRAY);
        using var detector = LineSegmentDetector.Create();
        detector.Detect(grey, out var segments, out _, out _, out _);
        var shortest = ShortestPart * road.Width;
        return
        [
            .. segments.Where(s => double.Hypot(s.Item2 - s.Item0, s.Item3 - s.Item1) >= shortest && Along(s, driven, NearPart * road.Width))
                .OrderByDescending(s => double.Hypot(s.Item2 - s.Item0, s.Item3 - s.Item1)).Take(Most)
                .Select(s => new KnownSize.LineAlong(new(s.Item0, s.Item1), new(s.Item2, s.Item3))),
        ];
    }

    /// <summary>Both ends and the middle lie near driven ground, and the driving there is parallel.</summary>
    private static bool Along(Vec4f s, List<(RawPixel At, double X, double Y)> driven, double near)
    {
        double dx = s.Item2 - s.Item0, dy = s.Item3 - s.Item1, d = double.Hypot(dx, dy);
        foreach (var part in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            double x = s.Item0 + (part * dx), y = s.Item1 + (part * dy);
            var close = driven.Where(p => double.Hypot(p.At.X - x, p.At.Y - y) < near).OrderBy(p => double.Hypot(p.At.X - x, p.At.Y - y)).Take(9).ToArray();
            if (close.Length < 3) return false;
            var off = close.Select(p => Math.Abs((p.X * dy) - (p.Y * dx)) / d).Order().ElementAt(close.Length / 2);
            if (off > Parallel) return false;
        }
        return true;
    }
}
