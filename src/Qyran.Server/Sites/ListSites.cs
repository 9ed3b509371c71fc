using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Sites;

/// <summary>All sites the asker is for. Few; no pages.</summary>
internal static class ListSites
{
    internal static async Task<Ok<ImmutableArray<SiteView>>> Handle(ClaimsPrincipal who, Store store, CancellationToken stop) =>
        TypedResults.Ok((await store.Sites.All(stop)).Where(s => Asker.Known(who).Sees(s.Id)).Select(s => new SiteView(s.Id, s.Name, s.LatitudeDeg, s.LongitudeDeg)).ToImmutableArray());
}
