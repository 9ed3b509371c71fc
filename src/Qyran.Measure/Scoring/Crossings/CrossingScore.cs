using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Crossings;

/// <summary>Accusations of having passed a line during red, in a real clip, held against what a person saw there.</summary>
/// <param name="True">Violations that the person counts.</param>
/// <param name="Found">Of those, accused.</param>
/// <param name="False">Accusations that belong to none of them: of nobody, of somebody of whom the person was not sure, or a second one.</param>
public sealed record CrossingScore(int True, int Found, ImmutableArray<(long AtUs, double X)> False)
{
    /// <summary>An accusation belongs to a violation so near in time, µs, and so near on the line, px.</summary>
    private const long NearUs = 1_000_000;
    private const double NearPx = 60;

    /// <param name="accused">When, on the media clock, and where along the line, raw pixels.</param>
    public static CrossingScore Of(IEnumerable<SeenCrossing> crossings, IEnumerable<(long AtUs, double X)> accused)
    {
        var open = crossings.Where(c => c.IsBroken).ToList();
        var count = open.Count;
        var wrong = ImmutableArray.CreateBuilder<(long AtUs, double X)>();
        foreach (var (atUs, x) in accused)
        {
            var near = open.Where(c => Math.Abs(c.AtUs - atUs) <= NearUs && Math.Abs(c.X - x) <= NearPx).OrderBy(c => Math.Abs(c.X - x)).Take(1).ToList();
            if (near.Count == 0) wrong.Add((atUs, x));
            else open.Remove(near[0]);
        }
        return new(count, count - open.Count, wrong.ToImmutable());
    }
}
