using System.Collections.Immutable;
using MathNet.Numerics.LinearRegression;
using Qyran.Measure.Calibration;

namespace Qyran.Measure.Scoring;

/// <summary>
/// The data set's own way of judging a system: where and when a track crosses the first and the last measurement line, its mean speed
/// between them through the system's camera, and the match to a timed car by lane and time (within 0.2 s at the last line).
/// Straight lines are fitted by total least squares (the authors' regression of y on x breaks on tracks that run straight down).
/// </summary>
public static class BrnoProtocol
{
    private const double Border = 10, MostApartS = 0.2, ReachPx = 40;
    private const int FewestInside = 6, Around = 6;

    /// <summary>One track as the protocol sees it.</summary>
    /// <param name="Track">Without the positions at the picture's border.</param>
    /// <param name="Spans">It was seen (within 40 px) at both lines, so that nothing is extrapolated.</param>
    public sealed record Crossing(BrnoTracks.Car Track, int Lane, double LeftAtS, double KmhPublished, bool Spans);

    /// <summary>Every track that counts, with the speed it gets through the given camera.</summary>
    public static ImmutableArray<Crossing> Crossings(BrnoTruth truth, BrnoTracks tracks, Homography toRoad)
    {
        var last = truth.Cars.Max(c => c.LeftAtS);
        var crossings = ImmutableArray.CreateBuilder<Crossing>();
        foreach (var car in tracks.Cars)
            if (car.Frames.Length > 0 && car.Frames[0] / truth.FramesPerSecond < last && Inside(truth, car) is { } track && Cross(truth, track, toRoad) is { } crossing)
                crossings.Add(crossing);
        return crossings.ToImmutable();
    }

    /// <summary>The crossing that belongs to a timed car, or null.</summary>
    public static Crossing? Match(BrnoTruth.Car car, ImmutableArray<Crossing> crossings)
    {
        var best = crossings.Where(c => car.Lanes.Contains(c.Lane)).MinBy(c => Math.Abs(c.LeftAtS - car.LeftAtS));
        return best is not null && Math.Abs(best.LeftAtS - car.LeftAtS) < MostApartS ? best : null;
    }

    private static BrnoTracks.Car? Inside(BrnoTruth truth, BrnoTracks.Car car)
    {
        var kept = Enumerable.Range(0, car.Frames.Length).Where(i =>
            car.X[i] > Border && car.X[i] < BrnoTruth.Width - Border && car.Y[i] > Border && car.Y[i] < BrnoTruth.Height - Border).ToArray();
        if (kept.Length < Around || kept.Any(i => LaneAt(truth, car.X[i], car.Y[i]) is null)) return null;
        var (first, last) = (truth.MeasurementLines[0], truth.MeasurementLines[^1]);
        return kept.Count(i => ImageLine.Between(car.X[i], car.Y[i], first, last)) < FewestInside ? null
            : new(car.Id, [.. kept.Select(i => car.Frames[i])], [.. kept.Select(i => car.X[i])], [.. kept.Select(i => car.Y[i])]);
    }

    private static Crossing? Cross(BrnoTruth truth, BrnoTracks.Car car, Homography toRoad)
    {
        ImageLine end = truth.MeasurementLines[0], start = truth.MeasurementLines[^1];
        if (At(car, start) is not { } a || At(car, end) is not { } b) return null;
        if (LaneAt(truth, a.X, a.Y) is null || LaneAt(truth, b.X, b.Y) is not { } lane || a.Frame == b.Frame) return null;
        var (ax, ay) = toRoad.Map(a.X, a.Y, out _);
        var (bx, by) = toRoad.Map(b.X, b.Y, out _);
        var seconds = Math.Abs(a.Frame - b.Frame) / truth.FramesPerSecond;
        return new(car, lane, b.Frame / truth.FramesPerSecond, 3.6 * double.Hypot(ax - bx, ay - by) / seconds, Reaches(car, start) && Reaches(car, end));
    }

    private static bool Reaches(BrnoTracks.Car car, ImageLine line) => Enumerable.Range(0, car.X.Length).Any(i => line.Distance(car.X[i], car.Y[i]) <= ReachPx);

    /// <summary>Place and (fractional) frame where the six nearest positions' straight line crosses, or null.</summary>
    private static (double X, double Y, double Frame)? At(BrnoTracks.Car car, ImageLine line)
    {
        var near = Enumerable.Range(0, car.X.Length).OrderBy(i => line.Distance(car.X[i], car.Y[i])).Take(Around).ToArray();
        double mx = near.Average(i => car.X[i]), my = near.Average(i => car.Y[i]), xx = 0, xy = 0, yy = 0;
        foreach (var i in near)
        {
            double dx = car.X[i] - mx, dy = car.Y[i] - my;
            (xx, xy, yy) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy));
        }
        var (s, c) = Math.SinCos(Math.Atan2(2 * xy, xx - yy) / 2);
        var across = (line.A * c) + (line.B * s);
        if (Math.Abs(across) < 1e-12) return null;
        var way = -line.Side(mx, my) / across;
        var (b, slope) = SimpleRegression.Fit([.. near.Select(i => ((car.X[i] - mx) * c) + ((car.Y[i] - my) * s))], [.. near.Select(i => (double)car.Frames[i])]);
        var frame = b + (slope * way);
        return double.IsFinite(frame) && double.IsFinite(way) ? (mx + (way * c), my + (way * s), frame) : null;
    }

    private static int? LaneAt(BrnoTruth truth, double x, double y)
    {
        for (var i = 0; i + 1 < truth.LaneLines.Length; i++)
            if (ImageLine.Between(x, y, truth.LaneLines[i], truth.LaneLines[i + 1])) return i;
        return null;
    }
}
