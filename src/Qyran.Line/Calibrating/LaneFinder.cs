using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;

namespace Qyran.Line.Calibrating;

/// <summary>
/// Lanes from where vehicles drove: heaps of tracks side by side on the calibrated road, one per direction. A first draft for a
/// person to correct, drawn only where at least three vehicles agree.
/// </summary>
internal static class LaneFinder
{
    private const int FewestTracks = 3;

    /// <summary>Spread of a vehicle's place in its lane, m; and how wide and narrow a lane may be drawn.</summary>
    private const double Wander = 0.45, Narrowest = 2.6, Widest = 4.2, Usual = 3.5;

    /// <summary>A vehicle that moves sideways by more than this changes lanes or turns.</summary>
    private const double Sideways = 1.2;

    public static ImmutableArray<Lane> Find(IReadOnlyList<Track> tracks, RoadCalibration road)
    {
        var ways = tracks.Select(t => Way(t, road)).OfType<(double X, double Near, double Far, int Heading)>().ToArray();
        if (ways.Length < FewestTracks) return [];
        var near = Quantile([.. ways.Select(w => w.Near)], 0.25);
        var far = Quantile([.. ways.Select(w => w.Far)], 0.75);
        if (far - near < 8) return [];
        var heaps = new List<(double X, int Heading)>();
        foreach (var heading in (int[])[1, -1])
            heaps.AddRange(Heaps([.. ways.Where(w => w.Heading == heading).Select(w => w.X)]).Select(x => (x, heading)));
        heaps.Sort();
        var lanes = ImmutableArray.CreateBuilder<Lane>();
        for (var i = 0; i < heaps.Count; i++)
        {
            var left = heaps[i].X - (Usual / 2);
            var right = heaps[i].X + (Usual / 2);
            if (i > 0 && heaps[i].X - heaps[i - 1].X < Widest) left = (heaps[i].X + heaps[i - 1].X) / 2;
            if (i + 1 < heaps.Count && heaps[i + 1].X - heaps[i].X < Widest) right = (heaps[i].X + heaps[i + 1].X) / 2;
            if (Drawn(lanes.Count + 1, left, right, near, far, heaps[i].Heading, road) is { } lane) lanes.Add(lane);
        }
        return lanes.ToImmutable();
    }

    /// <summary>Middle place across, extent along and heading of a straight track; null for others.</summary>
    private static (double X, double Near, double Far, int Heading)? Way(Track track, RoadCalibration road)
    {
        var roads = new List<RoadPoint>();
        foreach (var p in track.Points)
            if (p.Seen is { } box && road.TryRoad(box.Contact, out var at)) roads.Add(at);
        if (roads.Count < 8) return null;
        double dx = roads[^1].X - roads[0].X, dy = roads[^1].Y - roads[0].Y;
        if (Math.Abs(dy) < 8 || Math.Abs(dx) > Sideways) return null;
        return (Quantile([.. roads.Select(r => r.X)], 0.5), Math.Min(roads[0].Y, roads[^1].Y), Math.Max(roads[0].Y, roads[^1].Y), Math.Sign(dy));
    }

    /// <summary>Peaks of the density of places (normal kernel of the drivers' wander), at least a narrow lane apart.</summary>
    private static List<double> Heaps(double[] xs)
    {
        var peaks = new List<(double X, double Height)>();
        if (xs.Length == 0) return [];
        const double Step = 0.1;
        for (var x = xs.Min() - 1; x <= xs.Max() + 1; x += Step)
            if (Density(x) > Density(x - Step) && Density(x) >= Density(x + Step)) peaks.Add((x, Density(x)));
        var kept = new List<double>();
        // a heap of n vehicles in one lane is about 0.7 n high; less than a tenth of the tallest is stray
        var least = Math.Max(0.55 * FewestTracks, 0.1 * peaks.Max(p => p.Height));
        foreach (var (x, height) in peaks.OrderByDescending(p => p.Height))
            if (height >= least && kept.All(k => Math.Abs(k - x) >= Narrowest)) kept.Add(x);
        return kept;

        double Density(double x) => xs.Sum(v => Math.Exp(-(v - x) * (v - x) / (2 * Wander * Wander)));
    }

    private static Lane? Drawn(int number, double left, double right, double near, double far, int heading, RoadCalibration road)
    {
        var corners = ImmutableArray.CreateBuilder<RawPixel>();
        const int Parts = 4; // a lens bends the edges
        for (var i = 0; i <= Parts; i++) Add(left, near + ((far - near) * i / Parts));
        for (var i = Parts; i >= 0; i--) Add(right, near + ((far - near) * i / Parts));
        if (corners.Count != 2 * (Parts + 1)) return null;
        var middle = (left + right) / 2;
        double a = near + (0.2 * (far - near)), b = near + (0.8 * (far - near));
        if (!road.TryPixel(new(middle, heading > 0 ? a : b), out var from) || !road.TryPixel(new(middle, heading > 0 ? b : a), out var to)) return null;
        return new(string.Create(CultureInfo.InvariantCulture, $"lane-{number}"), new(corners.ToImmutable()), Round(from), Round(to), []);

        void Add(double x, double y)
        {
            if (road.TryPixel(new(x, y), out var pixel) && Math.Abs(pixel.X - (road.Width / 2.0)) < 0.69 * road.Width && Math.Abs(pixel.Y - (road.Height / 2.0)) < 0.69 * road.Height)
                corners.Add(Round(pixel));
        }
    }

    private static RawPixel Round(RawPixel p) => new(Math.Round(p.X, 1), Math.Round(p.Y, 1));

    internal static double Quantile(double[] values, double part)
    {
        Array.Sort(values);
        return values[(int)Math.Round(part * (values.Length - 1))];
    }
}
