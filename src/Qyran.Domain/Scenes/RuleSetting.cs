using System.Collections.Immutable;

namespace Qyran.Domain.Scenes;

/// <summary>One rule of the rule book switched on for this scene, with its settings and legal citation.</summary>
/// <param name="Rule">Id in the rule book; an unknown one stops the program.</param>
/// <param name="Offence">Citation, e.g. "KoAP RK art. 599-1"; null when none is claimed (statistics only).</param>
/// <param name="Values">Settings by name ending in the unit, e.g. grace_ms; unknown names are refused by the rule book.</param>
public sealed record RuleSetting(string Rule, string? Offence, ImmutableSortedDictionary<string, decimal> Values)
{
    /// <summary>The order, law or instruction the settings rest on; null when none is stated.</summary>
    public string? Basis { get; init; }

    /// <summary>Who answers for the settings; null when nobody is named.</summary>
    public string? ApprovedBy { get; init; }
}
