using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Crossings;

/// <summary>Accusations of having passed a line during red, in a real clip, held against what a person saw there.</summary>
/// <param name="True">Violations that the person counts.</param>
/// <param name="Found">Of those, accused.</param>
/// <param name="False">Accusations that belong to none of them: of nobody, of somebody of whom the person was not sure, or a second one.</param>
public sealed record CrossingScore(int True, int Found, ImmutableArray<(long AtUs, double X)> False)
{
    /// <summary>An accusation belongs to a crossing so near in time, µs, and so near on the line, px.</summary>
    private const double NearUs = 1_000_000, NearPx = 60;

    /// <summary>
    /// One to one, the nearest pairs first. Crossings of which the person was not sure take accusations too: else one of them would be put down to a violation nearby.
    /// </summary>
    /// <param name="accused">When, on the media clock, and where along the line, raw pixels.</param>
    public static CrossingScore Of(IEnumerable<SeenCrossing> crossings, IEnumerable<(long AtUs, double X)> accused)
    {
        SeenCrossing[] seen = [.. crossings];
        (long AtUs, double X)[] all = [.. accused];
        var pairs = from a in Enumerable.Range(0, all.Length)
                    from s in Enumerable.Range(0, seen.Length)
                    let late = Math.Abs(seen[s].AtUs - all[a].AtUs) / NearUs
                    let aside = Math.Abs(seen[s].X - all[a].X) / NearPx
                    where late <= 1 && aside <= 1
                    orderby double.Hypot(late, aside)
                    select (Accusation: a, Seen: s);
        var of = new int?[all.Length];
        var taken = new bool[seen.Length];
        foreach (var (a, s) in pairs.ToList())
        {
            if (of[a] is not null || taken[s]) continue;
            (of[a], taken[s]) = (s, true);
        }
        return new(seen.Count(c => c.IsBroken), of.Count(s => s is { } at && seen[at].IsBroken), [.. all.Where((_, a) => of[a] is not { } at || !seen[at].IsBroken)]);
    }
}
