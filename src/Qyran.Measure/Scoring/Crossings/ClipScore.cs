using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Crossings;

/// <summary>All cases of a real clip held against what a person wrote down of it.</summary>
/// <param name="RedLight">Those of the red light against the crossings that the person read.</param>
/// <param name="False">Cases of other rules, which nobody broke there, the person being sure.</param>
/// <param name="NotJudged">Rule → cases of which the person says nothing.</param>
public sealed record ClipScore(CrossingScore RedLight, int False, ImmutableSortedDictionary<string, int> NotJudged)
{
    /// <param name="cases">When, on the media clock, and where in the picture, raw pixels.</param>
    public static ClipScore Of(CrossingFile seen, IEnumerable<(string Rule, long AtUs, double X)> cases)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var ofCrossings = cases.ToLookup(c => seen.ReadsCrossings && c.Rule == "red-light");
        var unbroken = ofCrossings[false].ToLookup(c => seen.HasNone(c.Rule));
        return new(CrossingScore.Of(seen.Crossings, ofCrossings[true].Select(c => (c.AtUs, c.X))), unbroken[true].Count(),
            unbroken[false].GroupBy(c => c.Rule).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal));
    }
}
