using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Line.Live;
using Qyran.Rules.Exemptions;
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
    /// <param name="Exemptions">What its plate is exempt by at that time, by the list as it is now: it may have come after the case.</param>
    internal sealed record Answer(
        CaseView Case, PassageView? Passage, ImmutableArray<string> Files, ImmutableArray<ReasonView> ApproveReasons, ImmutableArray<ReasonView> RejectReasons, ImmutableArray<OtherCase> SameDrive, ImmutableArray<ExemptionView> Exemptions);

    internal sealed record OtherCase(string Id, string RuleTitle, string State);

    /// <param name="Basis">What it rests on.</param>
    /// <param name="ApprovedBy">Who answers for it.</param>
    /// <param name="From">It holds from here on; null: since ever.</param>
    /// <param name="Until">It holds up to here; null: for good.</param>
    internal sealed record ExemptionView(string Basis, string ApprovedBy, DateTimeOffset? From, DateTimeOffset? Until)
    {
        public static ExemptionView Of(Exemption e) => new(e.Basis, e.ApprovedBy, e.From, e.Until);
    }

    internal sealed record ReasonView(string Code, string Title);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, ClaimsPrincipal who, Store store, Packs packs, LiveHouse house, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is not { } found) return Problems.NotFound("no such case");
        var asker = Asker.Known(who);
        var stored = await store.Passages.Find(found.PassageId, stop);
        var passage = stored is not null && asker.May(Right.Passages) && asker.Sees(stored.SiteId) ? stored : null;
        // who may not see the passage decides by it all the same, and is not told the plate
        IEnumerable<Exemption> exempt = stored?.Plate is { } plate ? house.Exemptions.Now.Of(plate.Text, found.Rule, Moment.Of(found.AtUs)) : [];
        return TypedResults.Ok(new Answer(CaseView.Of(found), passage is null ? null : PassageView.Of(passage), packs.Shown(found),
            [.. Reasons.Approve.Select(r => new ReasonView(r.Code, r.Title))], [.. Reasons.Reject.Select(r => new ReasonView(r.Code, r.Title))],
            [.. (await store.Cases.OfPassage(found.PassageId, stop)).Where(c => c.Id != found.Id && asker.Sees(c.SiteId)).Select(CaseView.Of).Select(c => new OtherCase(c.Id, c.RuleTitle, c.State))], [.. exempt.Select(ExemptionView.Of)]));
    }
}
