using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Sites;

/// <summary>All sites. Few; no pages.</summary>
internal static class ListSites
{
    internal static async Task<Ok<ImmutableArray<SiteView>>> Handle(Store store, CancellationToken stop) =>
        TypedResults.Ok((await store.Sites.All(stop)).Select(s => new SiteView(s.Id, s.Name, s.LatitudeDeg, s.LongitudeDeg)).ToImmutableArray());
}
