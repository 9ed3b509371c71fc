using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>When a vehicle's contact was in a lane or zone, and how far inside.</summary>
internal static class LaneStays
{
    private const long LongestBlindUs = 1_000_000;

    /// <summary>Stretches of at least three samples within the area, short losses of sight included; indices of the path's samples.</summary>
    public static IEnumerable<(int First, int Last)> Find(ContactPath path, Polygon area)
    {
        var s = path.Samples;
        var first = -1;
        for (var i = 0; i <= s.Count; i++)
        {
            var inside = i < s.Count && area.Contains(s[i].At) && (first < 0 || s[i].TimeUs - s[i - 1].TimeUs <= LongestBlindUs);
            if (inside && first < 0) first = i;
            if (inside || first < 0) continue;
            if (i - first >= 3) yield return (first, i - 1);
            first = -1;
        }
    }

    /// <summary>To the nearest edge of the area, raw px; on either side of it.</summary>
    public static double EdgeDistance(Polygon area, RawPixel p)
    {
        var least = double.MaxValue;
        for (int i = 0, j = area.Corners.Length - 1; i < area.Corners.Length; j = i++)
        {
            var (a, b) = (area.Corners[j], area.Corners[i]);
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var t = Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
            least = Math.Min(least, double.Hypot(p.X - a.X - (t * dx), p.Y - a.Y - (t * dy)));
        }
        return least;
    }
}
