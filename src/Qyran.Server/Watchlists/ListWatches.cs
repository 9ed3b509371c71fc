using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Watchlists;

/// <summary>The watched plates that hold at the asker's sites, with why; the newest first, all of them at once.</summary>
internal static class ListWatches
{
    private const int MostOver = 500;

    /// <param name="Over">Instead those that are over, the newest 500.</param>
    internal sealed record Request(bool Over = false);

    internal static async Task<Ok<ImmutableArray<WatchView>>> Handle([AsParameters] Request ask, ClaimsPrincipal who, Store store, TimeProvider clock, CancellationToken stop)
    {
        var (asker, now) = (Asker.Known(who), clock.GetUtcNow().Us());
        var rows = ask.Over ? await store.Watchlist.Over(now, MostOver, stop) : await store.Watchlist.Holding(now, stop);
        return TypedResults.Ok(rows.Where(w => WatchView.Shows(w, asker)).Select(w => WatchView.Of(w, asker, now)).ToImmutableArray());
    }
}
