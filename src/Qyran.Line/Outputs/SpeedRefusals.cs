using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Qyran.Domain.Passages;

namespace Qyran.Line.Outputs;

/// <summary>Why passages have no speed, counted by reason.</summary>
internal static partial class SpeedRefusals
{
    /// <summary>The commonest first. "Followed over 3.1 m" and "over 8.9 m" are one reason, told without their figures.</summary>
    public static ImmutableArray<(string Why, int Passages)> Of(IEnumerable<Passage> passages) =>
    [
        .. passages.Where(p => p.Speed is null).Select(p => p.SpeedRefused ?? "not measured").GroupBy(why => Figure().Replace(why, "…"))
            .Select(g => (Why: g.Distinct().Count() == 1 ? g.First() : g.Key, Passages: g.Count()))
            .OrderByDescending(r => r.Passages).ThenBy(r => r.Why, StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"(?<!at least |fewer than |more than |at most )\b\d+(\.\d+)?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Figure();
}
