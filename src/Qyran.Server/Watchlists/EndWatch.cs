using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Plates;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.Watchlists;

/// <summary>A plate is watched no more. What was noted stays, and so does the row with who ended it.</summary>
internal static class EndWatch
{
    /// <param name="Plate">The watched plate: named once more so that the right one is ended, and for the audit log.</param>
    /// <param name="Reason">Why it ends, in 3 to 200 signs.</param>
    internal sealed record Request(string Plate, string Reason) : ITold
    {
        object ITold.Told => new { Plate, Reason };
    }

    internal static async Task<Results<Ok<WatchView>, ProblemHttpResult>> Handle(string id, Request body, ClaimsPrincipal who, Store store, TimeProvider clock, CancellationToken stop)
    {
        var (asker, now) = (Asker.Known(who), clock.GetUtcNow().Us());
        if (!AddWatch.IsGood(body.Reason)) return Problems.Invalid("a reason has 3 to 200 signs");
        if (await store.Watchlist.Find(id, stop) is not { } watch || !WatchView.Shows(watch, asker)) return Problems.NotFound("no such watched plate");
        if (!WatchView.IsOf(watch, asker)) return Problems.Forbidden("it holds at other sites too: who is for those ends it");
        // as it stands on the list, too: what was entered before marks were left out has them still
        if (body.Plate != watch.Plate && WatchedPlate.Parse(body.Plate)?.Text != watch.Plate) return Problems.Conflict("this is not the plate that is watched");
        if (!await store.Watchlist.End(id, asker.Name, now, stop)) return Problems.Conflict("somebody has ended it already");
        return TypedResults.Ok(WatchView.Of(watch with { EndedBy = asker.Name, EndedUs = now }, asker, now));
    }
}
