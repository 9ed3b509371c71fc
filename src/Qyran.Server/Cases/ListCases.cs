using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Cases;

/// <summary>The cases of one state, page by page: as a queue the oldest first, or the newest first.</summary>
internal static class ListCases
{
    /// <param name="After">The last page's <c>next</c>.</param>
    internal sealed record Request(string State = "candidate", bool Newest = false, string? After = null, int Most = 50);

    /// <param name="Counts">How many cases stand in each state.</param>
    internal sealed record Answer(ImmutableArray<CaseView> Items, string? Next, ImmutableSortedDictionary<string, long> Counts);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] Request ask, ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        if (ask.Most is < 1 or > 200) return Problems.Invalid("a page holds 1 to 200 cases");
        if (!ClosedChoice.TryRead<CaseState>(ask.State, out var state))
            return Problems.Invalid($"there is no state '{ask.State}'; there are {string.Join(", ", Enum.GetNames<CaseState>()).ToLowerInvariant()}");
        var asker = Asker.Known(who);
        CaseRow? after = null;
        if (ask.After is not null && ((after = await store.Cases.Find(ask.After, stop)) is null || !asker.Sees(after.SiteId))) return Problems.Invalid("the page asked for is not one this list gave");
        var found = await store.Cases.In(state, after, ask.Most + 1, ask.Newest, asker.Sites, stop);
        var counts = (await store.Cases.Counts(asker.Sites, stop)).ToImmutableSortedDictionary(c => c.Key.ToString().ToLowerInvariant(), c => c.Value, StringComparer.Ordinal);
        return TypedResults.Ok(new Answer([.. found.Take(ask.Most).Select(CaseView.Of)], found.Length > ask.Most ? found[ask.Most - 1].Id : null, counts));
    }
}
