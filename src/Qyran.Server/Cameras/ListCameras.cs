using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>All cameras with how they are.</summary>
internal static class ListCameras
{
    internal static async Task<Ok<ImmutableArray<CameraView>>> Handle(Store store, CameraBoard board, CancellationToken stop) =>
        TypedResults.Ok((await store.Sites.Cameras(stop)).Select(c => CameraView.Of(c, board.State(c.Id))).ToImmutableArray());
}
