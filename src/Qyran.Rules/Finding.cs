using Qyran.Domain.Cases;
using Qyran.Rules.Exemptions;

namespace Qyran.Rules;

/// <summary>What one rule says of one passage.</summary>
/// <param name="Rule">Id in the rule book.</param>
/// <param name="Offence">The scene's citation for this rule; null when it names none.</param>
public sealed record Finding(string Rule, string? Offence, Verdict Verdict)
{
    /// <summary>The exemption without which it would be a case; null for none.</summary>
    public Exemption? Exempt { get; init; }
}
