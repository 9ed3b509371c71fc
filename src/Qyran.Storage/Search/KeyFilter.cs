using System.Collections.Immutable;
using Qyran.Domain.Plates;

namespace Qyran.Storage.Search;

/// <summary>Which keys of passages are wanted, newest first, in the database's numbers.</summary>
/// <param name="From">Least key.</param>
/// <param name="Until">First key beyond.</param>
/// <param name="Places">Empty: everywhere.</param>
/// <param name="Conditions">On columns of a passage, as SQL; made of numbers and closed words, and <c>@country</c>.</param>
internal sealed record KeyFilter(long From, long Until, ImmutableArray<int> Places, ImmutableArray<string> Conditions, string? Country)
{
    /// <summary>Only keys below this one: where the page before ended.</summary>
    public long Below { get; init; } = long.MaxValue;

    public int Most { get; init; }

    /// <summary>Only these plates; empty: any or none.</summary>
    public ImmutableArray<int> Plates { get; init; } = [];

    /// <summary>Instead of <see cref="Plates"/>: every plate that fits so much of a pattern with wildcards.</summary>
    public PlatePattern? Pattern { get; init; }

    public PlateMatch PatternMatch { get; init; }

    /// <summary>So few are as fast as the conditions ask that they are looked up by their speed; false: along the time.</summary>
    public bool BySpeed { get; init; }
}
