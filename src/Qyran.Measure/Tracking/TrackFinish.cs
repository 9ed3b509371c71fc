using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Tracking;

/// <summary>
/// Makes the finished track once everything about it is known: the coasted tail goes, seen boxes are smoothed by a local straight
/// line over time in both directions (no lag, unlike the filter), gaps and frames nobody looked at are straight lines between the
/// sightings around them. Pure.
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
            made.Add(point.Seen is null ? point : point with { Box = Smoothed(points, count, i, seen, settings.SmoothSeconds) });
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

    private static PixelBox Smoothed(List<TrackPoint> points, int count, int at, in PixelBox seen, double window)
    {
        if (window <= 0) return seen;
        var now = points[at].Time.Seconds;
        double sum = 0, t1 = 0, t2 = 0;
        PixelBox b0 = default, b1 = default;
        int first = at, end = at;
        while (first > 0 && now - points[first - 1].Time.Seconds <= window) first--;
        while (end < count - 1 && points[end + 1].Time.Seconds - now <= window) end++;
        for (var i = first; i <= end; i++)
        {
            if (points[i].Seen is not { } box) continue;
            var t = points[i].Time.Seconds - now;
            var weight = 1 - (Math.Abs(t) / (window * 1.0001));
            sum += weight;
            t1 += weight * t;
            t2 += weight * t * t;
            b0 = Plus(b0, box, weight);
            b1 = Plus(b1, box, weight * t);
        }
        // value at t = 0 of the weighted straight line: (t2·b0 − t1·b1) / (sum·t2 − t1²)
        var d = (sum * t2) - (t1 * t1);
        if (d <= 1e-12) return seen;
        return new(((t2 * b0.X) - (t1 * b1.X)) / d, ((t2 * b0.Y) - (t1 * b1.Y)) / d,
            Math.Max(1, ((t2 * b0.Width) - (t1 * b1.Width)) / d), Math.Max(1, ((t2 * b0.Height) - (t1 * b1.Height)) / d));
    }

    private static PixelBox Plus(in PixelBox a, in PixelBox b, double weight) =>
        new(a.X + (b.X * weight), a.Y + (b.Y * weight), a.Width + (b.Width * weight), a.Height + (b.Height * weight));
}
