using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>Stops watching and recording until somebody resumes it; or resumes.</summary>
internal static class PauseCamera
{
    internal static Task<Results<Ok<CameraView>, ProblemHttpResult>> Pause(string id, Store store, CameraBoard board, CancellationToken stop) => Set(id, true, store, board, stop);

    internal static Task<Results<Ok<CameraView>, ProblemHttpResult>> Resume(string id, Store store, CameraBoard board, CancellationToken stop) => Set(id, false, store, board, stop);

    private static async Task<Results<Ok<CameraView>, ProblemHttpResult>> Set(string id, bool paused, Store store, CameraBoard board, CancellationToken stop)
    {
        if (await store.Sites.Change(id, r => r with { Paused = paused }, stop) is not { } row) return Problems.NotFound("no such camera");
        await board.Apply(id, CancellationToken.None); // it is stored: also for who has gone away meanwhile
        return TypedResults.Ok(CameraView.Of(row, board.State(id)));
    }
}
