using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>One line of the rule book.</summary>
/// <param name="Id">As scene files, cases and evidence name it.</param>
/// <param name="Title">For people.</param>
/// <param name="Needs">What the scene must hold, and for people what to add where it does not.</param>
/// <param name="Settings">What a scene may set.</param>
public sealed record RuleEntry(
    string Id, string Title, ImmutableArray<RuleNeed> Needs, ImmutableArray<SettingBounds> Settings, Func<PassageFacts, RuleSetting, Verdict> Judge)
{
    /// <summary>What settings within their bounds still lack in a scene that is given anew, for people; null where nothing is missing. One that was taken before runs without it.</summary>
    public Func<RuleSetting, string?> Lacking { get; init; } = _ => null;
}
