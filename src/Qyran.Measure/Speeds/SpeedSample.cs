using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;

namespace Qyran.Measure.Speeds;

/// <summary>The positions of one track that are measured: seen, whole in the picture, inside the zone, on the calibrated road.</summary>
internal sealed class SpeedSample
{
    public required ImmutableArray<long> TimesUs { get; init; }
    public required ImmutableArray<UndistortedPixel> Pixels { get; init; }
    public required ImmutableArray<RoadPoint> Roads { get; init; }
    public required ImmutableArray<(double Xx, double Xy, double Yx, double Yy)> Jacobians { get; init; }

    /// <summary>Of the boxes, raw px.</summary>
    public required ImmutableArray<double> Heights { get; init; }

    public int Count => TimesUs.Length;

    /// <summary>Least distance from the picture's edge within which a box is taken for cut off, px.</summary>
    private const double Edge = 2;

    public static SpeedSample Take(Track track, RoadCalibration calibration, ImmutableArray<Polygon> areas, SpeedSettings settings)
    {
        var times = ImmutableArray.CreateBuilder<long>();
        var heights = ImmutableArray.CreateBuilder<double>();
        var pixels = ImmutableArray.CreateBuilder<UndistortedPixel>();
        var roads = ImmutableArray.CreateBuilder<RoadPoint>();
        var jacobians = ImmutableArray.CreateBuilder<(double, double, double, double)>();
        foreach (var point in track.Points)
        {
            if (point.Seen is not { } box || point.FootComputed) continue;
            // a cut box has its contact point outside the picture
            if (IsCut(box, calibration, settings)) continue;
            var contact = box.Contact;
            if (!areas.IsDefaultOrEmpty && !areas.Any(a => a.Contains(contact))) continue;
            if (!calibration.TryRoad(contact, out var road) || !calibration.TryJacobian(contact, out var jacobian)
                || !calibration.TryUndistorted(contact, out var pixel)) continue;
            if (times.Count > 0 && point.Time.MediaUs <= times[^1]) continue; // repeated stamp: the earlier one stands
            if (!Everywhere(calibration, pixel) || IsTooFar(jacobian, settings)) continue;
            times.Add(point.Time.MediaUs);
            heights.Add(box.Height);
            pixels.Add(pixel);
            roads.Add(road);
            jacobians.Add(jacobian);
        }
        return new()
        {
            TimesUs = times.ToImmutable(), Pixels = pixels.ToImmutable(), Roads = roads.ToImmutable(), Jacobians = jacobians.ToImmutable(), Heights = heights.ToImmutable(),
        };
    }

    /// <summary>
    /// Whether a box may go on beyond the picture: an edge nearer to the border than twice what it may be off is not known to be the thing's own. It would stand still at the border
    /// while the thing drives in.
    /// </summary>
    private static bool IsCut(in PixelBox box, RoadCalibration calibration, SpeedSettings settings)
    {
        var (px, share) = (2 * settings.EdgeOffsetPx, 2 * settings.EdgeOffsetShare);
        double beside = Math.Max(Edge, px + (share * box.Width)), below = Math.Max(Edge, px + (share * box.Height));
        return box.X < beside || box.Right > calibration.Width - beside || box.Bottom > calibration.Height - below;
    }

    /// <summary>A pixel that one spread of the calibration puts beyond the horizon is not measured.</summary>
    private static bool Everywhere(RoadCalibration calibration, UndistortedPixel pixel)
    {
        foreach (var s in calibration.Spread)
            if (!RoadCalibration.TryRoad(pixel, s.Plus, out _) || !RoadCalibration.TryRoad(pixel, s.Minus, out _)) return false;
        return true;
    }

    /// <summary>
    /// So far away that an edge's expected error alone is worth more metres than the scatter that is refused: such a position tells no speed, and
    /// were it taken in, a curved fit would lean on it.
    /// </summary>
    private static bool IsTooFar((double Xx, double Xy, double Yx, double Yy) jacobian, SpeedSettings settings) =>
        Math.Max(settings.ContactNoisePx, settings.EdgeOffsetPx) * double.Hypot(jacobian.Xy, jacobian.Yy) > settings.WorstScatterM;

    /// <summary>The longest stretch (in time) without a hole.</summary>
    public SpeedSample LongestRun(double longestGapS)
    {
        int best = 0, bestEnd = 0, start = 0;
        for (var i = 1; i <= Count; i++)
        {
            if (i < Count && (TimesUs[i] - TimesUs[i - 1]) / 1e6 <= longestGapS) continue;
            if (bestEnd == 0 || TimesUs[i - 1] - TimesUs[start] > TimesUs[bestEnd - 1] - TimesUs[best]) (best, bestEnd) = (start, i);
            start = i;
        }
        return best == 0 && bestEnd == Count ? this : new()
        {
            TimesUs = TimesUs[best..bestEnd], Pixels = Pixels[best..bestEnd], Roads = Roads[best..bestEnd], Jacobians = Jacobians[best..bestEnd], Heights = Heights[best..bestEnd],
        };
    }

    /// <summary>Unit vector of travel: from the median of the first third to the median of the last.</summary>
    public (double X, double Y) Direction()
    {
        var third = Math.Max(1, Count / 3);
        var x = Middle(Roads[^third..], p => p.X) - Middle(Roads[..third], p => p.X);
        var y = Middle(Roads[^third..], p => p.Y) - Middle(Roads[..third], p => p.Y);
        var d = double.Hypot(x, y);
        return d > 0 ? (x / d, y / d) : (1, 0);
    }

    public static double[] Along(ImmutableArray<RoadPoint> roads, double dx, double dy)
    {
        double mx = roads.Average(p => p.X), my = roads.Average(p => p.Y);
        return [.. roads.Select(p => ((p.X - mx) * dx) + ((p.Y - my) * dy))];
    }

    /// <summary>Seconds about the middle of the track.</summary>
    public double[] Seconds()
    {
        var middle = (TimesUs[0] + TimesUs[^1]) / 2;
        return [.. TimesUs.Select(t => (t - middle) / 1e6)];
    }

    /// <summary>Expected standard deviation of every position along the travel, m: pixel noise through the perspective, and the body's own.</summary>
    public double[] Expected(double dx, double dy, SpeedSettings settings)
    {
        var sigma = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var j = Jacobians[i];
            double alongX = (j.Xx * dx) + (j.Yx * dy), alongY = (j.Xy * dx) + (j.Yy * dy);
            sigma[i] = double.Hypot(settings.ContactNoisePx * double.Hypot(alongX, alongY), settings.ContactNoiseM);
        }
        return sigma;
    }

    private static double Middle(ImmutableArray<RoadPoint> points, Func<RoadPoint, double> of) => MotionFit.Median([.. points.Select(of)]);
}
