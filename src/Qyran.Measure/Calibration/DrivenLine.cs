using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Calibration;

/// <summary>The straight line a track drew in the (undistorted) picture.</summary>
/// <param name="X">Middle of the line, px.</param>
/// <param name="DirectionX">Unit vector along it.</param>
/// <param name="LengthPx">From end to end.</param>
/// <param name="ErrorRad">Standard deviation of its direction.</param>
internal sealed record DrivenLine(double X, double Y, double DirectionX, double DirectionY, double LengthPx, double ErrorRad)
{
    /// <summary>A line shorter than this part of the picture's width says little about its direction.</summary>
    private const double ShortestPart = 0.06;

    /// <summary>Ends off the line by more than this part of the length: the vehicle turned.</summary>
    private const double Straight = 0.012;

    /// <summary>A point this near to a line agrees with it, part of the picture's width (never below 1 px).</summary>
    private const double NearPart = 0.004;

    /// <summary>Least share of points on the line.</summary>
    private const double LeastAgreeing = 0.5;

    private const int FewestPoints = 8, Tries = 30;

    /// <summary>Null for a short, bent or sparse track.</summary>
    public static DrivenLine? Of(Track track, LensModel? lens, int width)
    {
        var points = new List<(double X, double Y)>();
        foreach (var p in track.Points)
        {
            if (p.Seen is not { } box) continue;
            var u = new UndistortedPixel(box.Contact.X, box.Contact.Y);
            if (lens is null || LensGeometry.TryUndistort(lens, box.Contact, out u)) points.Add((u.X, u.Y));
        }
        return points.Count < FewestPoints ? null : Of(points, width);
    }

    /// <summary>
    /// The straight line most points agree with. Boxes jump where vehicles merge with a shadow or with each other: up to half of the
    /// points may lie off it. Deterministic.
    /// </summary>
    public static DrivenLine? Of(List<(double X, double Y)> points, int width)
    {
        var near = Math.Max(1, NearPart * width);
        var best = new List<(double X, double Y)>();
        var step = Math.Max(1, points.Count / Tries);
        for (var i = 0; i < points.Count; i += step)
            for (var j = i + step; j < points.Count; j += step)
            {
                double dx = points[j].X - points[i].X, dy = points[j].Y - points[i].Y, d = double.Hypot(dx, dy);
                if (d < ShortestPart * width / 2) continue;
                var agree = points.FindAll(p => Math.Abs(((p.Y - points[i].Y) * dx) - ((p.X - points[i].X) * dy)) < near * d);
                if (agree.Count > best.Count) best = agree;
            }
        return best.Count < LeastAgreeing * points.Count || best.Count < FewestPoints ? null : Fitted(best, width);
    }

    private static DrivenLine? Fitted(List<(double X, double Y)> points, int width)
    {
        double mx = points.Average(p => p.X), my = points.Average(p => p.Y), xx = 0, xy = 0, yy = 0;
        foreach (var (x, y) in points)
        {
            xx += (x - mx) * (x - mx);
            xy += (x - mx) * (y - my);
            yy += (y - my) * (y - my);
        }
        var angle = Math.Atan2(2 * xy, xx - yy) / 2;
        var (s, c) = Math.SinCos(angle);
        double least = double.PositiveInfinity, most = double.NegativeInfinity, off = 0;
        foreach (var (x, y) in points)
        {
            var along = ((x - mx) * c) + ((y - my) * s);
            var across = ((y - my) * c) - ((x - mx) * s);
            (least, most) = (Math.Min(least, along), Math.Max(most, along));
            off += across * across / points.Count;
        }
        var length = most - least;
        if (length < ShortestPart * width || Math.Sqrt(off) > Straight * length) return null;
        // wander of a whole line over the road (drivers do not follow lanes exactly) bounds how well one track tells the direction
        return new(mx, my, c, s, length, Math.Max(0.004, 3 * Math.Sqrt(off) / length));
    }

    /// <summary>Sine of the angle between this line and the direction to a point given homogeneously.</summary>
    public double Miss(double hx, double hy, double hw)
    {
        double dx = hx - (X * hw), dy = hy - (Y * hw), d = double.Hypot(dx, dy);
        return d > 0 ? ((dx * DirectionY) - (dy * DirectionX)) / d : 0;
    }

    /// <summary>The lines that meet in one point (given homogeneously), by the best pair; deterministic.</summary>
    public static (List<DrivenLine> Lines, (double X, double Y, double W) Meet) Agreeing(List<DrivenLine> lines, double tolerance)
    {
        var longest = lines.OrderByDescending(l => l.LengthPx).Take(60).ToList();
        (List<DrivenLine> Lines, (double X, double Y, double W) Meet) best = ([], default);
        for (var i = 0; i < longest.Count; i++)
            for (var j = i + 1; j < longest.Count; j++)
            {
                DrivenLine a = longest[i], b = longest[j];
                // homogeneous crossing of the lines (n·p = n·m)
                double ca = (a.DirectionY * a.X) - (a.DirectionX * a.Y), cb = (b.DirectionY * b.X) - (b.DirectionX * b.Y);
                double hx = (-a.DirectionX * -cb) - (-b.DirectionX * -ca), hy = (-ca * b.DirectionY) - (-cb * a.DirectionY);
                var hw = (a.DirectionY * -b.DirectionX) - (b.DirectionY * -a.DirectionX);
                if (double.Hypot(hx, hy) < 1e-9) continue;
                var agree = lines.Where(l => Math.Abs(l.Miss(hx, hy, hw)) < tolerance).ToList();
                if (agree.Count > best.Lines.Count) best = (agree, (hx, hy, hw));
            }
        return best;
    }
}
