using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Map;

/// <summary>Where the cameras at the asker's sites stand; those nobody has placed are left out.</summary>
internal static class ListPositions
{
    internal static async Task<Ok<ImmutableArray<PositionView>>> Handle(ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        var mine = (await store.Sites.Cameras(stop)).Where(c => Asker.Known(who).Sees(c.SiteId)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return TypedResults.Ok((await store.Sites.Positions(stop)).Where(p => mine.Contains(p.CameraId)).Select(PositionView.Of).ToImmutableArray());
    }
}
