using System.Collections.Immutable;

namespace Qyran.Domain.Cases;

/// <summary>What a rule says of one passage, always with why.</summary>
public abstract record Verdict
{
    private Verdict(string why) => Why = why;

    /// <summary>For people: one sentence.</summary>
    public string Why { get; }

    /// <summary>The law was kept, or nothing here concerns this rule.</summary>
    public sealed record Kept(string Reason) : Verdict(Reason);

    /// <summary>The law was broken.</summary>
    /// <param name="AtUs">The instant of the offence on the source's clock, µs.</param>
    /// <param name="Facts">What the verdict rests on, name (ending in its unit) and value, for the evidence.</param>
    /// <param name="KeyTimesUs">Instants whose frames show the offence (before, at, after), µs, ascending.</param>
    public sealed record Broken(string Reason, long AtUs, ImmutableSortedDictionary<string, string> Facts, ImmutableArray<long> KeyTimesUs) : Verdict(Reason);

    /// <summary>It may have been broken, but doubt remains: no case is made, the doubt is recorded.</summary>
    public sealed record Undecided(string Reason) : Verdict(Reason);
}
