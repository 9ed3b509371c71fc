using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Tracking;

/// <summary>
/// Makes the finished track once everything about it is known: the coasted tail goes, seen boxes are smoothed by a local
/// parabola over time in both directions (no lag, unlike the filter), gaps and frames nobody looked at are straight lines between the sightings around them. Pure.
/// </summary>
internal static class TrackFinish
{
    private const double SamePlace = 0.7;

    public static Track Make(Strand strand, int id, TrackerSettings settings)
    {
        var points = strand.Points;
        var count = points.Count - strand.Blind;
        var made = ImmutableArray.CreateBuilder<TrackPoint>(count);
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            var point = points[i];
            if (strand.Sights[i] is Sight.Missed or Sight.NotLooked)
            {
                // marked until it is known what it lies between
                made.Add(strand.Sights[i] == Sight.NotLooked ? point with { Score = float.NaN } : point);
                continue;
            }
            var seen = point.Seen ?? point.Box; // where the picture held it, it was at its place
            // over a long gap nobody knows where a moving thing was: no point is better than a guessed one
            var sure = last < 0 || point.Time.Seconds - made[last].Time.Seconds <= settings.BridgeSeconds
                || seen.Iou(made[last].Seen ?? made[last].Box) >= SamePlace;
            if (!sure) made.RemoveRange(last + 1, made.Count - last - 1);
            made.Add(point.Seen is null ? point : point with { Box = Smoothed(points, i, seen, settings.SmoothSeconds) });
            if (sure && last >= 0) Bridge(made, last, made.Count - 1);
            last = made.Count - 1;
        }
        return new(id, strand.Class, made.DrainToImmutable());
    }

    private static void Bridge(ImmutableArray<TrackPoint>.Builder made, int from, int until)
    {
        var (a, b) = (made[from], made[until]);
        var span = b.Time.Seconds - a.Time.Seconds;
        for (var k = from + 1; k < until; k++)
        {
            var share = span > 0 ? (made[k].Time.Seconds - a.Time.Seconds) / span : (double)(k - from) / (until - from);
            // not looked at is not missed: it is as sure there as it was before and after
            var score = float.IsNaN(made[k].Score) ? float.Lerp(a.Score, b.Score, (float)share) : made[k].Score;
            made[k] = made[k] with { Box = Strand.Between(a.Box, b.Box, share), Score = score };
        }
    }

    /// <summary>
    /// The value at t = 0 of the weighted least-squares parabola, or line where there is too little on one side. A parabola, because what comes nearer grows and moves ever
    /// faster: a line through it lies a pixel or two ahead of what is seen.
    /// </summary>
    private static PixelBox Smoothed(List<TrackPoint> points, int at, in PixelBox seen, double window)
    {
        if (window <= 0) return seen;
        var now = points[at].Time.Seconds;
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0;
        PixelBox b0 = default, b1 = default, b2 = default;
        int first = at, end = at, before = 0, after = 0;
        while (first > 0 && now - points[first - 1].Time.Seconds <= window) first--;
        while (end < points.Count - 1 && points[end + 1].Time.Seconds - now <= window) end++;
        for (var i = first; i <= end; i++)
        {
            if (points[i].Seen is not { } box) continue;
            if (i < at) before++;
            if (i > at) after++;
            var t = points[i].Time.Seconds - now;
            var weight = 1 - (Math.Abs(t) / (window * 1.0001));
            var (wt, wtt) = (weight * t, weight * t * t);
            (s0, s1, s2, s3, s4) = (s0 + weight, s1 + wt, s2 + wtt, s3 + (wtt * t), s4 + (wtt * t * t));
            (b0, b1, b2) = (Plus(b0, box, weight), Plus(b1, box, wt), Plus(b2, box, wtt));
        }
        // the first row of the inverse of the normal equations
        double c0, c1, c2;
        if (before >= LeastSide && after >= LeastSide)
            (c0, c1, c2) = ((s2 * s4) - (s3 * s3), (s2 * s3) - (s1 * s4), (s1 * s3) - (s2 * s2));
        else
            (c0, c1, c2) = (s2, -s1, 0);
        var d = (s0 * c0) + (s1 * c1) + (s2 * c2);
        if (d <= 1e-15) return seen;
        var sum = Plus(Plus(Plus(default, b0, c0 / d), b1, c1 / d), b2, c2 / d);
        return sum with { Width = Math.Max(1, sum.Width), Height = Math.Max(1, sum.Height) };
    }

    /// <summary>Sightings on either side that a parabola needs.</summary>
    private const int LeastSide = 2;

    private static PixelBox Plus(in PixelBox a, in PixelBox b, double weight) =>
        new(a.X + (b.X * weight), a.Y + (b.Y * weight), a.Width + (b.Width * weight), a.Height + (b.Height * weight));
}
