using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

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

    /// <summary>What of a stretch of <see cref="Find"/> lies well inside the area; null where that is less than a swerve or a crossing needs.</summary>
    /// <param name="edgeShare">How far inside counts, of the box's width.</param>
    /// <param name="leastMetres">Way with a survey; <paramref name="leastPictureShare"/> of the picture's diagonal without.</param>
    public static DeepStay? Deep(
        PassageFacts facts, ContactPath path, Polygon area, (int First, int Last) stay, double edgeShare, double leastMetres, double leastPictureShare, long leastUs)
    {
        var s = path.Samples;
        var inside = Enumerable.Range(stay.First, stay.Last - stay.First + 1).Where(i => EdgeDistance(area, s[i].At) >= edgeShare * s[i].Width).ToList();
        if (inside.Count < 3) return null;
        var (a, b) = (s[inside[0]], s[inside[^1]]);
        var metres = facts.Plane is { } plane && plane.TryRoad(a.At, out var from) && plane.TryRoad(b.At, out var to) ? from.DistanceTo(to) : (double?)null;
        var pixels = double.Hypot(b.At.X - a.At.X, b.At.Y - a.At.Y);
        var enough = metres is { } m ? m >= leastMetres : pixels >= leastPictureShare * double.Hypot(facts.Scene.Camera.Width, facts.Scene.Camera.Height);
        return enough && b.TimeUs - a.TimeUs >= leastUs ? new(inside, a, b, metres, pixels) : null;
    }

    /// <summary>The lane, other than this one, in which most of some samples lie too, of those in which driving so is lawful; null where none holds any. Lanes that overlap tell no lane.</summary>
    /// <param name="samples">Indices of the path's samples.</param>
    /// <param name="shared">How many of them lie in any such lane.</param>
    public static Lane? Overlap(PassageFacts facts, ContactPath path, Lane lane, List<int> samples, Func<Lane, bool> lawful, out int shared)
    {
        var others = facts.Scene.Lanes.Where(l => l.Id != lane.Id && lawful(l)).ToList();
        shared = samples.Count(i => others.Exists(l => l.Area.Contains(path.Samples[i].At)));
        return shared == 0 ? null : others.MaxBy(l => samples.Count(i => l.Area.Contains(path.Samples[i].At)));
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
