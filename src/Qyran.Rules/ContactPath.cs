using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// The way of a vehicle's contact point, made for judging: only frames in which the vehicle was detected (not carried over) and its
/// box was whole. A box cut by the picture's border has its contact somewhere else than the vehicle, so tracks that begin or end
/// there begin and end here where the vehicle is first and last seen whole.
/// </summary>
internal sealed class ContactPath
{
    // about two frames at 25 frames a second, nearly nothing at 6: evens the box's trembling, keeps the instant
    private const double SmoothingUs = 80_000;
    private readonly Track track;

    private ContactPath(Track track, List<ContactSample> samples) => (this.track, Samples) = (track, samples);

    /// <summary>In time order, times strictly rising.</summary>
    public IReadOnlyList<ContactSample> Samples { get; }

    public static ContactPath Of(Track track, SceneCamera camera)
    {
        var raw = new List<ContactSample>(track.Points.Length);
        foreach (var point in track.Points)
        {
            if (point.Seen is not { } seen || Cut(seen, camera) || Cut(point.Box, camera)) continue;
            if (raw.Count > 0 && point.Time.MediaUs <= raw[^1].TimeUs) continue;
            raw.Add(new(point.Time.MediaUs, point.Box.Contact, point.Box.Width, point.Box.Height));
        }
        var smooth = new List<ContactSample>(raw.Count);
        for (var i = 0; i < raw.Count; i++) smooth.Add(raw[i] with { At = Smoothed(raw, i) });
        return new(track, smooth);
    }

    /// <summary>Where the track was led from one instant to another, both inclusive, seen or not.</summary>
    public IEnumerable<TrackPoint> Within(long fromUs, long untilUs)
    {
        var points = track.Points;
        var (at, end) = (0, points.Length);
        while (at < end)
        {
            var middle = (at + end) / 2;
            if (points[middle].Time.MediaUs < fromUs) at = middle + 1;
            else end = middle;
        }
        for (; at < points.Length && points[at].Time.MediaUs <= untilUs; at++) yield return points[at];
    }

    /// <summary>Share of the frames of this stretch that were looked at in which the vehicle was detected, 0…1.</summary>
    public double SeenShare(long fromUs, long toUs)
    {
        var (all, seen) = (0, 0);
        foreach (var point in track.Points)
        {
            if (point.Time.MediaUs < fromUs || point.Time.MediaUs > toUs || !point.LookedAt) continue;
            all++;
            if (point.Seen is not null) seen++;
        }
        return all == 0 ? 0 : (double)seen / all;
    }

    /// <summary>True when the box touches the left, right or lower border; above, the contact stays true.</summary>
    private static bool Cut(in PixelBox box, SceneCamera camera)
    {
        var margin = Math.Max(2, 0.004 * camera.Width);
        return box.X <= margin || box.Right >= camera.Width - margin || box.Bottom >= camera.Height - margin;
    }

    // local straight line with Gaussian weights: unlike a mean it does not drag at the ends of the path
    private static RawPixel Smoothed(List<ContactSample> raw, int at)
    {
        double w = 0, wt = 0, wtt = 0, wx = 0, wy = 0, wtx = 0, wty = 0;
        void Add(in ContactSample s)
        {
            var t = (s.TimeUs - raw[at].TimeUs) / SmoothingUs;
            var g = Math.Exp(-0.5 * t * t);
            (w, wt, wtt) = (w + g, wt + (g * t), wtt + (g * t * t));
            (wx, wy, wtx, wty) = (wx + (g * s.At.X), wy + (g * s.At.Y), wtx + (g * t * s.At.X), wty + (g * t * s.At.Y));
        }
        for (var i = at; i >= 0 && raw[at].TimeUs - raw[i].TimeUs <= 3 * SmoothingUs; i--) Add(raw[i]);
        for (var i = at + 1; i < raw.Count && raw[i].TimeUs - raw[at].TimeUs <= 3 * SmoothingUs; i++) Add(raw[i]);
        var d = (w * wtt) - (wt * wt);
        return d < 1e-9 ? raw[at].At : new(((wtt * wx) - (wt * wtx)) / d, ((wtt * wy) - (wt * wty)) / d);
    }
}
