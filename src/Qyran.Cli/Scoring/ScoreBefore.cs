using System.Collections.Immutable;

namespace Qyran.Cli.Scoring;

/// <summary>The figures kept from earlier runs.</summary>
/// <param name="Version">Of the program that measured last; null where nothing is kept yet.</param>
/// <param name="Older">How keys begin → the version that measured these figures, for what the last run did not measure.</param>
internal sealed record ScoreBefore(ImmutableSortedDictionary<string, double> Figures, string? Version, ImmutableSortedDictionary<string, string> Older)
{
    public static readonly ScoreBefore None = new(
        ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal), null, ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>What of <see cref="Older"/> a figure belongs to; null where the last run measured it.</summary>
    public string? OlderPart(string key) => Older.Keys.Where(part => key.StartsWith(part, StringComparison.Ordinal)).MaxBy(part => part.Length);

    /// <summary>The version that measured a figure; null where that is not known.</summary>
    public string? VersionOf(string key) => OlderPart(key) is { } part ? Older[part] : Version;
}
