using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Server.Live;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Cases;

/// <summary>A person approves or rejects a case, with a reason. Whoever decides names the version that was looked at; a later one is a conflict.
/// Nothing is approved without its pack: there would be nothing to look at.</summary>
internal static class DecideCase
{
    internal sealed record Request(int Version, string Reason) : ITold
    {
        object ITold.Told => new { Version, Reason };
    }

    internal static Task<Results<Ok<CaseView>, ProblemHttpResult>> Approve(string id, Request body, Store store, Announcer announce, TimeProvider clock, ClaimsPrincipal who, CancellationToken stop) =>
        Decide(id, body, CaseState.Approved, store, announce, clock, who, stop);

    internal static Task<Results<Ok<CaseView>, ProblemHttpResult>> Reject(string id, Request body, Store store, Announcer announce, TimeProvider clock, ClaimsPrincipal who, CancellationToken stop) =>
        Decide(id, body, CaseState.Rejected, store, announce, clock, who, stop);

    private static async Task<Results<Ok<CaseView>, ProblemHttpResult>> Decide(
        string id, Request body, CaseState to, Store store, Announcer announce, TimeProvider clock, ClaimsPrincipal who, CancellationToken stop)
    {
        var reasons = to == CaseState.Approved ? Reasons.Approve : Reasons.Reject;
        if (reasons.All(r => r.Code != body.Reason)) return Problems.Invalid($"the reason must be one of {string.Join(", ", reasons.Select(r => r.Code))}");
        if (await store.Cases.Find(id, stop) is not { } now) return Problems.NotFound("no such case");
        if (now.Version != body.Version) return Problems.Conflict("somebody has changed this case since you looked at it");
        if (now.State is not (CaseState.Candidate or CaseState.Checked)) return Problems.Conflict($"this case is decided already: {now.State.ToString().ToLowerInvariant()}");
        if (to == CaseState.Approved && now.Evidence is null) return Problems.Conflict("a case is accepted on its evidence, and this one has no pack (yet)");
        var decided = now with { State = to, DecidedUs = clock.GetUtcNow().Us(), DecidedBy = who.Identity?.Name, Reason = body.Reason };
        if (!await store.Cases.Save(decided, stop)) return Problems.Conflict("somebody has changed this case since you looked at it");
        var view = CaseView.Of(decided with { Version = now.Version + 1 });
        announce.Say("case", view, now.SiteId);
        return TypedResults.Ok(view);
    }
}
