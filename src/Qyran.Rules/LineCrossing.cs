using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// Finds where a contact path crosses a polyline. A crossing counts only when the path is clearly (by a margin of the box's size)
/// before it in two frames and clearly behind it in two, so that a trembling box on the line, a track that begins on it and a
/// vehicle seen behind it only do not cross.
/// </summary>
internal static class LineCrossing
{
    private const double LeastMarginPx = 4;
    private const int SureFrames = 2;
    private const long LongestBlindUs = 600_000;
    private const double LeastSeenShare = 0.6;
    private const double LargestGrowth = 1.7;

    /// <param name="forward">Only crossings in this direction (any length), within 60°; null = both ways.</param>
    /// <param name="marginShare">Of the box's shorter side; at least 4 px are asked for.</param>
    /// <param name="onRoad">
    /// True for a line that vehicles drive beside: with a survey the margin is then asked for on the road, because a line that runs aslant in the picture lies nearer there to all that is beside it. Four fifths
    /// of it the picture must bear out all the same, for there the box trembles, and a pixel of its height may be metres. Across a line that is driven over the picture alone counts.
    /// </param>
    public static IReadOnlyList<Crossing> Find(
        PassageFacts facts, ContactPath path, ImmutableArray<RawPixel> line, (double X, double Y)? forward, double marginShare, bool onRoad = false)
    {
        var found = new List<Crossing>();
        var s = path.Samples;
        (double, double)[] seen = [.. line.Select(p => (p.X, p.Y))];
        var road = onRoad && facts.Plane is { } plane ? RoadMargin.Of(plane, line) : null;
        var margins = new double?[s.Count];
        (int Before, int After) unsure = (int.MaxValue, 0);
        for (var i = 0; i + 1 < s.Count; i++)
        {
            for (var k = 0; k + 1 < line.Length; k++)
            {
                var (a, b) = (line[k], line[k + 1]);
                if (!Orientation.Crosses(s[i].At, s[i + 1].At, a, b)) continue;
                // side: positive where this step ends
                var side = Orientation.Sign(a, b, s[i + 1].At) >= 0 ? 1 : -1;
                double Beyond(int at) => side * (margins[at] ??= Margins(at));
                // who stands on the line crosses it all the time, between the same two sure frames
                var (before, after) = unsure.Before < i && i + 1 < unsure.After ? unsure : (i, i + 1);
                while (before >= 0 && Math.Abs(Beyond(before)) < 1) before--;
                while (after < s.Count && Math.Abs(Beyond(after)) < 1) after++;
                unsure = (before, after);
                if (before < SureFrames - 1 || after > s.Count - SureFrames) continue;
                if (Beyond(before) > -1 || Beyond(before - 1) > -1 || Beyond(after) < 1 || Beyond(after + 1) < 1) continue;
                if (forward is { } f && !Along(s[before].At, s[after].At, f)) continue;
                if (found.Count > 0 && found[^1].Before == before && found[^1].After == after)
                {
                    // crossed forth and back and forth on a trembling box: one crossing, between the same two sure frames
                    continue;
                }
                found.Add(Made(facts, path, a, b, i, before, after) with { ToRight = side > 0 });
            }
        }
        return found;

        // signed: how many margins a place lies beside the line
        double Margins(int at)
        {
            var (away, margin) = (BentLine.Distance(seen, (s[at].At.X, s[at].At.Y)), marginShare * Math.Min(s[at].Width, s[at].Height));
            return road?.Of(s[at].At, margin) is { } share
                ? Math.CopySign(Math.Min(share, Math.Abs(away) / Math.Max(LeastMarginPx, 0.8 * margin)), away)
                : away / Math.Max(LeastMarginPx, margin);
        }
    }

    private static Crossing Made(PassageFacts facts, ContactPath path, RawPixel a, RawPixel b, int i, int before, int after)
    {
        var s = path.Samples;
        var (d0, d1) = (Distance(a, b, s[i].At), Distance(a, b, s[i + 1].At));
        var part = d0 == d1 ? 0.5 : Math.Clamp(d0 / (d0 - d1), 0, 1);
        var at = s[i].TimeUs + (long)Math.Round(part * (s[i + 1].TimeUs - s[i].TimeUs));
        var point = new RawPixel(s[i].At.X + (part * (s[i + 1].At.X - s[i].At.X)), s[i].At.Y + (part * (s[i + 1].At.Y - s[i].At.Y)));
        return new(at, s[before].TimeUs, s[after].TimeUs, point, before, after, Doubt(facts, path, before, after));
    }

    private static string? Doubt(PassageFacts facts, ContactPath path, int before, int after)
    {
        var s = path.Samples;
        if (facts.GapWithin(s[before].TimeUs, s[after].TimeUs)) return "frames are missing where it crossed the line";
        for (var i = before - 1; i <= after; i++)
        {
            if (s[i + 1].TimeUs - s[i].TimeUs > LongestBlindUs) return "it was not seen long enough around the line";
            if (Ratio(s[i].Width, s[i + 1].Width) > LargestGrowth || Ratio(s[i].Height, s[i + 1].Height) > LargestGrowth)
                return "its box changed its size abruptly at the line, so two vehicles may have been taken for one";
        }
        if (Leap.Doubt(facts.Track, facts.Plane, s[before].TimeUs, s[after].TimeUs) is { } leap) return leap;
        return path.SeenShare(s[before].TimeUs - 500_000, s[after].TimeUs + 500_000) < LeastSeenShare
            ? "it was detected in too few frames around the line" : null;
    }

    /// <summary>Signed distance from the line through a and b, px; positive to its right in the picture.</summary>
    private static double Distance(RawPixel a, RawPixel b, RawPixel p) =>
        (((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X))) / double.Hypot(b.X - a.X, b.Y - a.Y);

    private static bool Along(RawPixel from, RawPixel to, (double X, double Y) way)
    {
        var (x, y) = (to.X - from.X, to.Y - from.Y);
        return (x * way.X) + (y * way.Y) >= 0.5 * double.Hypot(x, y) * double.Hypot(way.X, way.Y);
    }

    private static double Ratio(double a, double b) => Math.Max(a, b) / Math.Max(1e-9, Math.Min(a, b));
}
