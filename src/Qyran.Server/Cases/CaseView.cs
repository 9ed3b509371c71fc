using System.Collections.Immutable;
using Qyran.Rules;
using Qyran.Storage.Rows;

namespace Qyran.Server.Cases;

/// <summary>A broken rule on its way through people.</summary>
/// <param name="RuleTitle">The rule for people.</param>
/// <param name="Offence">Citation of the law; null when the scene names none.</param>
/// <param name="Facts">What the verdict rests on, name (ending in its unit) and value.</param>
/// <param name="HasPack">Whether evidence was recorded.</param>
/// <param name="ReasonTitle">The reason for people.</param>
/// <param name="Version">Name it when deciding.</param>
internal sealed record CaseView(
    string Id, string Passage, string Camera, string Rule, string RuleTitle, string? Offence, string Why, DateTimeOffset At, ImmutableSortedDictionary<string, string> Facts,
    bool HasPack, string State, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason, string? ReasonTitle, int Version)
{
    public static CaseView Of(CaseRow c) => new(
        c.Id, c.PassageId, c.CameraId, c.Rule, RuleBook.Title(c.Rule), c.Offence, c.Why, Moment.Of(c.AtUs), c.Facts,
        c.Evidence is not null, c.State.ToString().ToLowerInvariant(), Moment.Of(c.CreatedUs), c.DecidedUs is { } at ? Moment.Of(at) : null, c.DecidedBy, c.Reason, Reasons.Title(c.Reason), c.Version);
}
