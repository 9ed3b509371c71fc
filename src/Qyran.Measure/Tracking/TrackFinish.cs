using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Tracking;

/// <summary>
/// Makes the finished track once everything about it is known: the coasted tail goes, seen boxes are smoothed by a local
/// line or parabola over time in both directions (no lag, unlike the filter), gaps and frames nobody looked at are straight lines between the sightings around them. Pure.
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
            made.Add(strand.FoundAt(i) is null ? point : point with { Box = Smoothed(strand, i, seen, settings.SmoothSeconds) });
            if (sure && last >= 0) Bridge(made, last, made.Count - 1);
            last = made.Count - 1;
        }
        return new(id, strand.Class, made.DrainToImmutable()) { Classes = strand.Votes.Classes };
    }

    private static void Bridge(ImmutableArray<TrackPoint>.Builder made, int from, int until)
    {
        var (a, b) = (made[from], made[until]);
        var span = b.Time.Seconds - a.Time.Seconds;
        for (var k = from + 1; k < until; k++)
        {
            var share = span > 0 ? (made[k].Time.Seconds - a.Time.Seconds) / span : (double)(k - from) / (until - from);
            // not looked at is not missed: it is as sure there as it was before and after
            var passed = float.IsNaN(made[k].Score);
            made[k] = made[k] with { Box = Strand.Between(a.Box, b.Box, share), Score = passed ? float.Lerp(a.Score, b.Score, (float)share) : made[k].Score, Held = passed && a.Held && b.Held };
        }
    }

    /// <summary>
    /// The value at t = 0 of the weighted least-squares line or, where the way is clearly bent, parabola. What comes nearer grows and moves ever faster: a line through it lies a
    /// pixel or two ahead of what is seen. But a parabola follows chance more than a line does, so it is taken only where it stands clear of it.
    /// </summary>
    private static PixelBox Smoothed(Strand strand, int at, in PixelBox seen, double window)
    {
        if (window <= 0) return seen;
        var points = strand.Points;
        var now = points[at].Time.Seconds;
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, squares = 0;
        PixelBox b0 = default, b1 = default, b2 = default;
        int first = at, end = at, before = 0, count = 0;
        while (first > 0 && now - points[first - 1].Time.Seconds <= window) first--;
        while (end < points.Count - 1 && points[end + 1].Time.Seconds - now <= window) end++;
        for (var i = first; i <= end; i++)
        {
            if (strand.FoundAt(i) is not { } box) continue;
            count++;
            if (i < at) before++;
            var t = points[i].Time.Seconds - now;
            var weight = 1 - (Math.Abs(t) / (window * 1.0001));
            var (wt, wtt) = (weight * t, weight * t * t);
            (s0, s1, s2, s3, s4) = (s0 + weight, s1 + wt, s2 + wtt, s3 + (wtt * t), s4 + (wtt * t * t));
            (b0, b1, b2) = (Plus(b0, box, weight), Plus(b1, box, wt), Plus(b2, box, wtt));
            squares += weight * Dot(box, box);
        }
        var d = (s0 * s2) - (s1 * s1);
        if (d <= 1e-12) return seen;
        var level = Plus(Plus(default, b0, s2 / d), b1, -s1 / d);
        var slope = Plus(Plus(default, b1, s0 / d), b0, -s1 / d);
        // the square of time less the line through it, and how much of the boxes lies along that
        var (lift, tilt) = (((s2 * s2) - (s1 * s3)) / d, ((s0 * s3) - (s1 * s2)) / d);
        var norm = s4 - (lift * s2) - (tilt * s3);
        if (before >= LeastSide && count - before > LeastSide && norm > 1e-12)
        {
            var bend = Plus(Plus(Plus(default, b2, 1 / norm), b0, -lift / norm), b1, -tilt / norm);
            var explained = norm * Dot(bend, bend);
            var left = Math.Max(0, squares - Dot(level, b0) - Dot(slope, b1) - explained);
            if (explained * (count - 3) > ClearlyBent * left) level = Plus(level, bend, -lift);
        }
        return level with { Width = Math.Max(1, level.Width), Height = Math.Max(1, level.Height) };
    }

    /// <summary>Sightings on either side that a bend needs: beyond the last one it would be drawn out by chance.</summary>
    private const int LeastSide = 2;

    /// <summary>Fisher's ratio, for four coordinates and 16 degrees of freedom, that chance exceeds one time in twenty.</summary>
    private const double ClearlyBent = 3;

    private static double Dot(in PixelBox a, in PixelBox b) => (a.X * b.X) + (a.Y * b.Y) + (a.Width * b.Width) + (a.Height * b.Height);

    private static PixelBox Plus(in PixelBox a, in PixelBox b, double weight) =>
        new(a.X + (b.X * weight), a.Y + (b.Y * weight), a.Width + (b.Width * weight), a.Height + (b.Height * weight));
}
