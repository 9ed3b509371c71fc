using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Rules;

/// <summary>The facts a Broken verdict hands to the evidence, as invariant text, and texts for people.</summary>
internal static class VerdictFacts
{
    /// <summary>A fact that is null is not known, and left out.</summary>
    public static ImmutableSortedDictionary<string, string> Of(params (string Name, object? Value)[] facts) =>
        facts.Where(f => f.Value is not null).ToImmutableSortedDictionary(f => f.Name, f => Convert.ToString(f.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal);

    /// <summary>A Broken verdict's facts with what the rule's settings rest on and who approved them, where the scene states it; any other verdict as it is.</summary>
    public static Verdict WithProvenance(Verdict verdict, RuleSetting set)
    {
        if (verdict is not Verdict.Broken broken) return verdict;
        var facts = broken.Facts;
        if (set.Basis is { } basis) facts = facts.SetItem("settings_basis", basis);
        if (set.ApprovedBy is { } by) facts = facts.SetItem("settings_approved_by", by);
        return broken with { Facts = facts };
    }

    /// <summary>km/h with every digit that is known.</summary>
    public static string Kmh(Speed speed) => speed.Kmh.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Seconds for people, rounded down to tenths.</summary>
    public static string Seconds(long us) => (Math.Floor(us / 100_000.0) / 10.0).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Ascending, without repetitions.</summary>
    public static ImmutableArray<long> Key(params long[] timesUs) => [.. timesUs.Distinct().Order()];
}
