using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Units;

namespace Qyran.Rules;

/// <summary>The facts a Broken verdict hands to the evidence, as invariant text, and texts for people.</summary>
internal static class VerdictFacts
{
    public static ImmutableSortedDictionary<string, string> Of(params (string Name, object Value)[] facts) =>
        facts.ToImmutableSortedDictionary(f => f.Name, f => Convert.ToString(f.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal);

    /// <summary>km/h with every digit that is known.</summary>
    public static string Kmh(Speed speed) => speed.Kmh.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Seconds for people, rounded down to tenths.</summary>
    public static string Seconds(long us) => (Math.Floor(us / 100_000.0) / 10.0).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Ascending, without repetitions.</summary>
    public static ImmutableArray<long> Key(params long[] timesUs) => [.. timesUs.Distinct().Order()];
}
