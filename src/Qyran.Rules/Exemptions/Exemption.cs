using System.Collections.Immutable;

namespace Qyran.Rules.Exemptions;

/// <summary>A vehicle that may do what a rule forbids: an ambulance, a bus lane's permit, a works vehicle.</summary>
/// <param name="Plate">Normalised, as plates are searched.</param>
/// <param name="Rules">Ids of the rules it is exempt from; empty: all.</param>
/// <param name="From">It holds from this instant on; null: since ever.</param>
/// <param name="Until">It holds up to this instant, which is outside; null: for good.</param>
/// <param name="Basis">What it rests on: the law, the permit with its number. For people, and for logs: so it names no plate.</param>
/// <param name="ApprovedBy">Who answers for it.</param>
public sealed record Exemption(string Plate, ImmutableArray<string> Rules, DateTimeOffset? From, DateTimeOffset? Until, string Basis, string ApprovedBy)
{
    public bool Concerns(string rule) => Rules.IsEmpty || Rules.Contains(rule);

    /// <summary>Whether it holds at that instant; null where the instant is not known and it holds for a time only.</summary>
    public bool? Holds(DateTimeOffset? at)
    {
        if (From is null && Until is null) return true;
        if (at is not { } then) return null;
        return (From is not { } from || then >= from) && (Until is not { } until || then < until);
    }
}
