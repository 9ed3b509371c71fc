using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>Forgets a camera. Its passages and cases stay, its recordings as long as was set.</summary>
internal static class RemoveCamera
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Store store, CameraBoard board, CancellationToken stop)
    {
        if (!await store.Sites.RemoveCamera(id, stop)) return Problems.NotFound("no such camera");
        await board.Apply(id, CancellationToken.None);
        return TypedResults.NoContent();
    }
}
