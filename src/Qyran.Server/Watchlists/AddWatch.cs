using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Plates;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Watchlists;

/// <summary>Somebody wants to be told when a plate passes, and says why and on what basis; both stand in the audit log beside the plate.</summary>
internal static class AddWatch
{
    private const int Least = 3, Most = 200, MostSites = 500, MostHolding = 10_000;

    /// <param name="Plate">2 to 12 letters and digits, in any alphabet that plates are written in; ? for a sign nobody knows, at most two.</param>
    /// <param name="Reason">Why it is watched, in 3 to 200 signs.</param>
    /// <param name="Basis">The law, order or report it rests on, in 3 to 200 signs.</param>
    /// <param name="From">Left out: from now on. Vehicles that have passed already are not told of: search for them.</param>
    /// <param name="Until">Left out: until somebody ends it.</param>
    /// <param name="Sites">Ids of the sites it holds for; left out: all that the asker sees.</param>
    internal sealed record Request(string Plate, string Reason, string Basis, DateTimeOffset? From = null, DateTimeOffset? Until = null, ImmutableArray<string>? Sites = null) : ITold
    {
        object ITold.Told => new { Plate, Reason, Basis, From, Until, Sites };
    }

    internal static async Task<Results<Created<WatchView>, ProblemHttpResult>> Handle(Request body, ClaimsPrincipal who, Store store, TimeProvider clock, CancellationToken stop)
    {
        var (asker, now) = (Asker.Known(who), clock.GetUtcNow());
        if (WatchedPlate.Parse(body.Plate) is not { } plate) return Problems.Invalid(WatchedPlate.Rule);
        if (!IsGood(body.Reason)) return Problems.Invalid("a reason has 3 to 200 signs");
        if (!IsGood(body.Basis)) return Problems.Invalid("a basis has 3 to 200 signs: the law, order or report the watch rests on");
        var from = body.From ?? now;
        if (body.Until is { } until && (until <= from || until <= now)) return Problems.Invalid("a watch must end after it begins, and not in the past");
        var sites = asker.Sites;
        if (body.Sites is { } some)
        {
            if (some.IsDefaultOrEmpty || some.Length > MostSites) return Problems.Invalid("name at least one site, or leave the sites out: then it holds for all you see");
            var there = (await store.Sites.All(stop)).Select(s => s.Id).Where(asker.Sees).ToHashSet(StringComparer.Ordinal);
            if (some.FirstOrDefault(s => !there.Contains(s ?? "")) is { } unknown) return Problems.Invalid($"there is no site '{unknown}'");
            if (some.Any(s => s is null)) return Problems.Invalid("name at least one site, or leave the sites out: then it holds for all you see");
            sites = [.. some.Distinct(StringComparer.Ordinal)];
        }
        if ((await store.Watchlist.Holding(now.Us(), stop)).Length >= MostHolding) return Problems.Invalid("the list holds 10 000 plates: end some first");
        var row = new WatchRow(Secrets.NewId(), plate.Text, body.Reason.Trim(), body.Basis.Trim(), sites, from.Us(), body.Until?.Us(), asker.Name, now.Us());
        await store.Watchlist.Add(row, stop);
        return TypedResults.Created("/api/watchlist", WatchView.Of(row, asker, now.Us()));
    }

    /// <summary>Whether a reason or a basis says something.</summary>
    public static bool IsGood(string? text) => text?.Trim() is { Length: >= Least and <= Most } said && !said.Any(char.IsControl);
}
