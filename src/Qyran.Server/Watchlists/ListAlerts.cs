using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Watchlists;

/// <summary>When watched plates passed at the asker's sites, the newest first, page by page.</summary>
internal static class ListAlerts
{
    /// <param name="After">The last page's <c>next</c>.</param>
    internal sealed record Request(string? After = null, int Most = 50);

    internal sealed record Answer(ImmutableArray<AlertView> Items, string? Next);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] Request ask, ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        if (ask.Most is < 1 or > 200) return Problems.Invalid("a page holds 1 to 200 alerts");
        var asker = Asker.Known(who);
        AlertRow? after = null;
        if (ask.After is not null && ((after = await store.Watchlist.FindAlert(ask.After, stop)) is null || !asker.Sees(after.SiteId))) return Problems.Invalid("the page asked for is not one this list gave");
        var found = await store.Watchlist.Alerts(asker.Sites, after, ask.Most + 1, stop);
        var items = ImmutableArray.CreateBuilder<AlertView>();
        foreach (var alert in found.Take(ask.Most)) items.Add(AlertView.Of(alert, await store.Passages.Find(alert.PassageId, stop)));
        return TypedResults.Ok(new Answer(items.DrainToImmutable(), found.Length > ask.Most ? found[ask.Most - 1].Id : null));
    }
}
