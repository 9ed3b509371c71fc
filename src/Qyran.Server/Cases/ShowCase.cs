using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Server.Passages;
using Qyran.Storage;

namespace Qyran.Server.Cases;

/// <summary>One case with its passage and what the pack holds.</summary>
internal static class ShowCase
{
    /// <param name="Passage">Null when it is not stored (yet), or not for the asker.</param>
    /// <param name="Files">Names of the pack's pictures and clip, to be had below this address at <c>files/</c>; empty without a pack.</param>
    /// <param name="ApproveReasons">Codes and titles.</param>
    /// <param name="SameDrive">The other cases of its passage, in the order they were filed: who decides one should know of the others.</param>
    internal sealed record Answer(
        CaseView Case, PassageView? Passage, ImmutableArray<string> Files, ImmutableArray<ReasonView> ApproveReasons, ImmutableArray<ReasonView> RejectReasons, ImmutableArray<OtherCase> SameDrive);

    internal sealed record OtherCase(string Id, string RuleTitle, string State);

    internal sealed record ReasonView(string Code, string Title);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, ClaimsPrincipal who, Store store, Packs packs, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is not { } found) return Problems.NotFound("no such case");
        var asker = Asker.Known(who);
        var passage = asker.May(Right.Passages) && await store.Passages.Find(found.PassageId, stop) is { } stored && asker.Sees(stored.SiteId) ? stored : null;
        return TypedResults.Ok(new Answer(CaseView.Of(found), passage is null ? null : PassageView.Of(passage), packs.Shown(found),
            [.. Reasons.Approve.Select(r => new ReasonView(r.Code, r.Title))], [.. Reasons.Reject.Select(r => new ReasonView(r.Code, r.Title))],
            [.. (await store.Cases.OfPassage(found.PassageId, stop)).Where(c => c.Id != found.Id && asker.Sees(c.SiteId)).Select(CaseView.Of).Select(c => new OtherCase(c.Id, c.RuleTitle, c.State))]));
    }
}
