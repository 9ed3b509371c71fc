using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>Lanes drawn over each other: a place in two lanes tells no lane, so rules leave who drove there undecided.</summary>
public static class LaneOverlap
{
    private const double Least = 0.1;
    private const int Steps = 64;

    /// <summary>In words, for who draws: each two lanes that share more than a tenth of the smaller one.</summary>
    public static IEnumerable<string> Notes(Scene scene) =>
        from i in Enumerable.Range(0, scene.Lanes.Length)
        from j in Enumerable.Range(0, i)
        where Near(scene.Lanes[i].Area.Corners, scene.Lanes[j].Area.Corners)
        let share = Math.Max(Share(scene.Lanes[i].Area, scene.Lanes[j].Area), Share(scene.Lanes[j].Area, scene.Lanes[i].Area))
        where share > Least
        select string.Create(CultureInfo.InvariantCulture,
            $"the lanes {scene.Lanes[j].Id} and {scene.Lanes[i].Id} overlap, by {share:P0} of the smaller one: who drives there may be left undecided by rules that ask for the lane");

    /// <summary>Whether their upright frames overlap: of most lanes not even these do, and while somebody drags a point nothing is counted for them.</summary>
    private static bool Near(ImmutableArray<RawPixel> a, ImmutableArray<RawPixel> b) =>
        a.Min(c => c.X) < b.Max(c => c.X) && b.Min(c => c.X) < a.Max(c => c.X) && a.Min(c => c.Y) < b.Max(c => c.Y) && b.Min(c => c.Y) < a.Max(c => c.Y);

    /// <summary>How much of an area lies in another one too, 0…1, counted on a grid.</summary>
    private static double Share(Polygon area, Polygon other)
    {
        var (left, top) = (area.Corners.Min(c => c.X), area.Corners.Min(c => c.Y));
        var (width, height) = (area.Corners.Max(c => c.X) - left, area.Corners.Max(c => c.Y) - top);
        var (inside, shared) = (0, 0);
        for (var i = 0; i < Steps * Steps; i++)
        {
            var at = new RawPixel(left + ((i % Steps + 0.5) * width / Steps), top + ((i / Steps + 0.5) * height / Steps));
            if (!area.Contains(at)) continue;
            inside++;
            if (other.Contains(at)) shared++;
        }
        return inside == 0 ? 0 : (double)shared / inside;
    }
}
