using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>One camera, with its scene's text.</summary>
internal static class ShowCamera
{
    internal sealed record Answer(CameraView Camera, string? Scene);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, CameraBoard board, CancellationToken stop) =>
        await store.Sites.FindCamera(id, stop) is { } row ? TypedResults.Ok(new Answer(CameraView.Of(row, board.State(id)), CameraSettings.Of(row.Settings).Scene)) : Problems.NotFound("no such camera");
}
