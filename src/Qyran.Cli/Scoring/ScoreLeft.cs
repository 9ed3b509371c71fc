using System.Collections.Immutable;

namespace Qyran.Cli.Scoring;

/// <summary>What a part of the accuracy page did not measure although others of its kind were.</summary>
/// <param name="What">A part of a sentence: what, and why.</param>
/// <param name="Keys">How the keys of its figures begin: those kept from an earlier run stay.</param>
internal sealed record ScoreLeft(string What, ImmutableArray<string> Keys)
{
    /// <summary>A sentence to put behind others; empty where nothing was left out.</summary>
    public static string Sentence(IReadOnlyCollection<ScoreLeft> left) => left.Count == 0 ? "" : $" Left out: {string.Join("; ", left.Select(l => l.What))}.";
}
