using System.Globalization;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Tracks;

/// <summary>
/// Does a track show one whole body throughout? A piece of a vehicle high above the road seems to drive far behind it, and faster; it looks lower
/// than any vehicle is. A blob that takes in a neighbour, a shadow or the trace of a car that drove off
/// moves its contact point without anything having driven there; its width in road metres gives it away. The width is taken and
/// not the height, which grows as the view steepens. A long vehicle seen more and more from the side is doubted too: doubt goes to the driver.
/// </summary>
public static class OneBody
{
    /// <summary>Largest ratio between the typical widths of the stretch's thirds.</summary>
    private const double MostGrowth = 1.6;

    /// <summary>The lowest cars are 1.05 m high, and seen from above no body looks lower than it is; a fifth is left for the box's error.</summary>
    private const double LeastHeightM = 0.8;

    private const int FewestSightings = 6;

    /// <summary>Why the sightings between two instants may not be one body; null when they agree, or when nothing can be said.</summary>
    /// <param name="plane">Null: no metres, nothing is said.</param>
    /// <param name="fromUs">µs on the source's clock, as <paramref name="untilUs"/>; both inclusive.</param>
    public static string? Doubt(Track track, IRoadPlane? plane, long fromUs, long untilUs)
    {
        if (plane is null) return null;
        List<double> widths = [], heights = [];
        foreach (var point in track.Points)
        {
            if (point.Seen is not { } box || point.Time.MediaUs < fromUs || point.Time.MediaUs > untilUs) continue;
            if (plane.PixelsPerMetre(box.Contact) is not (> 0 and var scale)) continue;
            widths.Add(box.Width / scale);
            heights.Add(box.Height / scale);
        }
        if (widths.Count < FewestSightings) return null;
        if (Median(heights) is var high and < LeastHeightM)
            return string.Create(CultureInfo.InvariantCulture, $"it looks {high:0.0} m high, lower than any vehicle: perhaps a part of one");
        var third = widths.Count / 3;
        double[] typical = [Median(widths[..third]), Median(widths[third..^third]), Median(widths[^third..])];
        var (least, most) = (typical.Min(), typical.Max());
        return most <= MostGrowth * least ? null : string.Create(CultureInfo.InvariantCulture,
            $"its seen width changed between {least:0.0} and {most:0.0} m: perhaps not one vehicle, or its shadow");
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
