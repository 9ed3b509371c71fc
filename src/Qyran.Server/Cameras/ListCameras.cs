using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>All cameras at the asker's sites with how they are.</summary>
internal static class ListCameras
{
    internal static async Task<Ok<ImmutableArray<CameraView>>> Handle(ClaimsPrincipal who, Store store, CameraBoard board, CancellationToken stop) =>
        TypedResults.Ok((await store.Sites.Cameras(stop)).Where(c => Asker.Known(who).Sees(c.SiteId)).Select(c => CameraView.Of(c, board.State(c.Id))).ToImmutableArray());
}
