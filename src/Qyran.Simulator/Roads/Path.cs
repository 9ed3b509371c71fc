using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>A line on the road measured by its own length: place and direction at every metre of it.</summary>
internal sealed class Path
{
    private readonly double[] along;

    public Path(ImmutableArray<RoadPoint> points)
    {
        Points = points;
        along = new double[points.Length];
        for (var i = 1; i < points.Length; i++) along[i] = along[i - 1] + points[i - 1].DistanceTo(points[i]);
    }

    public ImmutableArray<RoadPoint> Points { get; }

    public double Length => along[^1];

    /// <summary>Place and unit direction; before the beginning and behind the end it goes straight on.</summary>
    public (RoadPoint At, double Dx, double Dy) At(double s)
    {
        var i = Segment(s);
        var (a, b) = (Points[i], Points[i + 1]);
        var length = along[i + 1] - along[i];
        var (dx, dy) = ((b.X - a.X) / length, (b.Y - a.Y) / length);
        return (new(a.X + (dx * (s - along[i])), a.Y + (dy * (s - along[i]))), dx, dy);
    }

    /// <summary>The same, with the direction turning from one segment's to the next one's over so many metres before and behind a corner, or as far as half of both go.</summary>
    public (RoadPoint At, double Dx, double Dy) Rounded(double s, double reachM)
    {
        var (at, dx, dy) = At(s);
        var i = Segment(s);
        // the corner that is nearer
        var corner = s - along[i] < along[i + 1] - s ? i : i + 1;
        if (corner == 0 || corner == Points.Length - 1) return (at, dx, dy);
        var reach = Math.Min(reachM, Math.Min(along[corner] - along[corner - 1], along[corner + 1] - along[corner]) / 2);
        if (Math.Abs(s - along[corner]) >= reach) return (at, dx, dy);
        var (_, ax, ay) = At((along[corner - 1] + along[corner]) / 2);
        var (_, bx, by) = At((along[corner] + along[corner + 1]) / 2);
        var turn = Math.Atan2((ax * by) - (ay * bx), (ax * bx) + (ay * by)) * ((s - along[corner] + reach) / (2 * reach));
        var (sin, cos) = Math.SinCos(turn);
        return (at, (ax * cos) - (ay * sin), (ax * sin) + (ay * cos));
    }

    /// <summary>Nearest place: metres along, and to the right of travel (left is negative).</summary>
    public (double S, double Right) Project(RoadPoint p)
    {
        var (best, s, right) = (double.MaxValue, 0.0, 0.0);
        for (var i = 0; i + 1 < Points.Length; i++)
        {
            var (a, b) = (Points[i], Points[i + 1]);
            var length = along[i + 1] - along[i];
            var (dx, dy) = ((b.X - a.X) / length, (b.Y - a.Y) / length);
            var t = ((p.X - a.X) * dx) + ((p.Y - a.Y) * dy);
            var on = Math.Clamp(t, i == 0 ? double.MinValue : 0, i + 2 == Points.Length ? double.MaxValue : length);
            var (ex, ey) = (p.X - a.X - (dx * on), p.Y - a.Y - (dy * on));
            var d = double.Hypot(ex, ey);
            if (d >= best) continue;
            (best, s, right) = (d, along[i] + on, ((p.X - a.X) * dy) - ((p.Y - a.Y) * dx));
        }
        return (s, right);
    }

    public Path Reversed() => new([.. Points.Reverse()]);

    /// <summary>A smooth curve from one end and direction to another (cubic Bézier, sampled every half metre).</summary>
    public static Path Curve(RoadPoint from, double fx, double fy, RoadPoint to, double tx, double ty)
    {
        var d = from.DistanceTo(to);
        // straight on: nothing to bend; a turn of 90° is a quarter circle with handles of 0.552 radius = 0.39 of the chord
        var handle = 0.39 * d;
        var (c1, c2) = (new RoadPoint(from.X + (fx * handle), from.Y + (fy * handle)), new RoadPoint(to.X - (tx * handle), to.Y - (ty * handle)));
        var n = Math.Max(2, (int)(d / 0.5));
        var points = ImmutableArray.CreateBuilder<RoadPoint>(n + 1);
        for (var i = 0; i <= n; i++)
        {
            var t = (double)i / n;
            var u = 1 - t;
            double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, e = t * t * t;
            points.Add(new((a * from.X) + (b * c1.X) + (c * c2.X) + (e * to.X), (a * from.Y) + (b * c1.Y) + (c * c2.Y) + (e * to.Y)));
        }
        return new(points.MoveToImmutable());
    }

    /// <summary>Where another line crosses this one first, metres along; null when it does not.</summary>
    public double? Cross(ImmutableArray<RoadPoint> line)
    {
        for (var i = 0; i + 1 < Points.Length; i++)
        {
            double? first = null;
            for (var k = 0; k + 1 < line.Length; k++)
                if (Meet(Points[i], Points[i + 1], line[k], line[k + 1]) is { } t && (first is null || t < first)) first = t;
            if (first is { } found) return along[i] + (found * (along[i + 1] - along[i]));
        }
        return null;
    }

    /// <summary>Share of a–b at which it meets c–d; null when it does not.</summary>
    public static double? Meet(RoadPoint a, RoadPoint b, RoadPoint c, RoadPoint d)
    {
        double rx = b.X - a.X, ry = b.Y - a.Y, sx = d.X - c.X, sy = d.Y - c.Y;
        var det = (rx * sy) - (ry * sx);
        if (Math.Abs(det) < 1e-12) return null;
        var t = (((c.X - a.X) * sy) - ((c.Y - a.Y) * sx)) / det;
        var u = (((c.X - a.X) * ry) - ((c.Y - a.Y) * rx)) / det;
        return t is >= 0 and <= 1 && u is >= 0 and <= 1 ? t : null;
    }

    private int Segment(double s)
    {
        var i = Array.BinarySearch(along, s);
        if (i < 0) i = ~i - 1;
        return Math.Clamp(i, 0, Points.Length - 2);
    }
}
