using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qyran.Server.Cameras;

/// <summary>The camera's picture as it is now, full size.</summary>
internal static class Snapshot
{
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle(string id, CameraBoard board, CancellationToken stop)
    {
        if (board.Find(id) is not { } camera) return Problems.NotFound("no such camera is running");
        return await camera.Snapshot(stop) is { } jpeg ? TypedResults.Bytes(jpeg, "image/jpeg") : Problems.NotFound("there is no picture of it now");
    }
}
