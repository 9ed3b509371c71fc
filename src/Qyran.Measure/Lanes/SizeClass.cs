using System.Globalization;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Lanes;

/// <summary>What a track is by the size of its boxes in road metres and its speed; for detectors that cannot tell. Pure.</summary>
public static class SizeClass
{
    /// <summary>Boxes are this much off relative to the body (mirrors, shadow, threshold), one standard deviation.</summary>
    private const double BoxError = 0.08;

    /// <summary>Below this probability among the classes nothing is claimed.</summary>
    private const double Sure = 0.6;

    private const int FewestBoxes = 3;

    /// <summary>The class, or <see cref="RoadUser.Unknown"/> when unsure, off the road or seen fewer than three times.</summary>
    public static RoadUser Judge(Track track, IRoadPlane plane)
    {
        List<double> wide = [], high = [], sines = [], downs = [];
        RoadPoint? first = null, last = null;
        double from = 0, to = 0;
        foreach (var point in track.Points)
        {
            if (point.Seen is not { } box || !plane.TryRoad(box.Contact, out var road)) continue;
            if (first is null) (first, from) = (road, point.Time.Seconds);
            (last, to) = (road, point.Time.Seconds);
        }
        if (first is not { } a || last is not { } b || to <= from) return RoadUser.Unknown;
        var way = a.DistanceTo(b);
        var speed = way / (to - from);
        foreach (var point in track.Points)
        {
            if (point.Seen is not { } box || View(plane, box.Contact) is not { } view) continue;
            var metres = view.MetresPerPixel;
            wide.Add(box.Width * metres);
            high.Add(box.Height * metres);
            downs.Add(view.Down);
            // standing things show no heading: taken as seen end on
            sines.Add(way < 3 ? 0 : Math.Abs(((b.X - a.X) * view.Y) - ((b.Y - a.Y) * view.X)) / way);
        }
        return wide.Count < FewestBoxes ? RoadUser.Unknown : MostLikely(Median(wide), Median(high), Median(sines), Median(downs), speed);
    }

    /// <summary>Metres per pixel across, the view's direction on the road and the sine of its fall, at a pixel; null off the road.</summary>
    internal static (double MetresPerPixel, double X, double Y, double Down)? View(IRoadPlane plane, RawPixel at)
    {
        var across = plane.PixelsPerMetre(at);
        if (!(across > 0) || !plane.TryRoad(new(at.X, at.Y + 1), out var near) || !plane.TryRoad(new(at.X, at.Y - 1), out var far)) return null;
        var depth = near.DistanceTo(far) / 2;
        if (!(depth > 0)) return null;
        // square pixels: foreshortening is the sine of the angle at which the line of sight meets the road
        return (1 / across, (far.X - near.X) / (2 * depth), (far.Y - near.Y) / (2 * depth), Math.Min(1, 1 / (across * depth)));
    }

    /// <summary>
    /// Why the boxes seen between two instants are too flat for any whole vehicle driving that way, or null. The roof of a lorry that got a box of its
    /// own seems to stand on the road far behind it and to drive faster than it does; no speed may come from it.
    /// </summary>
    /// <param name="fromUs">µs on the source's clock, as <paramref name="untilUs"/>; both inclusive.</param>
    public static string? TooFlat(Track track, IRoadPlane plane, long fromUs, long untilUs)
    {
        List<double> ratios = [], sines = [], downs = [];
        var seen = track.Points.Where(p => p.Seen is not null && p.Time.MediaUs >= fromUs && p.Time.MediaUs <= untilUs).ToArray();
        if (seen.Length < FewestBoxes || !plane.TryRoad(seen[0].Seen!.Value.Contact, out var a) || !plane.TryRoad(seen[^1].Seen!.Value.Contact, out var b)) return null;
        var way = a.DistanceTo(b);
        if (way < 3) return null;
        foreach (var point in seen)
        {
            var box = point.Seen!.Value;
            if (View(plane, box.Contact) is not { } view) continue;
            ratios.Add(box.Height / box.Width);
            downs.Add(view.Down);
            sines.Add(Math.Abs(((b.X - a.X) * view.Y) - ((b.Y - a.Y) * view.X)) / way);
        }
        if (ratios.Count < FewestBoxes) return null;
        var (ratio, sine, down) = (Median(ratios), Median(sines), Median(downs));
        var flattest = double.PositiveInfinity;
        foreach (var body in BodySize.All)
        {
            var (w, we, h, he) = body.Seen(sine, down);
            flattest = Math.Min(flattest, (h - (2 * he)) * (1 - (2 * BoxError)) / ((w + (2 * we)) * (1 + (2 * BoxError))));
        }
        return ratio >= flattest ? null : string.Create(CultureInfo.InvariantCulture,
            $"its box is flatter ({ratio:0.00}) than any vehicle looks there ({flattest:0.00}): perhaps a part of one, or its shadow");
    }

    private static RoadUser MostLikely(double wide, double high, double sine, double down, double speed)
    {
        var (best, top, sum, misfit) = (RoadUser.Unknown, 0.0, 0.0, 0.0);
        foreach (var body in BodySize.All)
        {
            if (speed > body.FastestMs) continue;
            var (w, we, h, he) = body.Seen(sine, down);
            we = double.Hypot(we, BoxError * w);
            he = double.Hypot(he, BoxError * h);
            double u = (wide - w) / we, v = (high - h) / he;
            var density = Math.Exp((-(u * u) - (v * v)) / 2) / (we * he);
            sum += density;
            if (density > top) (best, top, misfit) = (body.Class, density, (u * u) + (v * v));
        }
        // nothing fits (four standard deviations off), or two fit equally
        return top > 0 && misfit < 16 && top / sum >= Sure ? best : RoadUser.Unknown;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
