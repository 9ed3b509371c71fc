using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>One camera, with its scene's text.</summary>
internal static class ShowCamera
{
    /// <param name="SceneVersion">To be given back when the scene's text is saved with the camera; 0 before the first version.</param>
    internal sealed record Answer(CameraView Camera, string? Scene, int SceneVersion);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, CameraBoard board, CancellationToken stop)
    {
        // before the text: of a scene that is saved in between, the version told is the older one, and giving it back is refused
        var known = await store.Scenes.Of(id, stop);
        if (await store.Sites.FindCamera(id, stop) is not { } row) return Problems.NotFound("no such camera");
        return TypedResults.Ok(new Answer(CameraView.Of(row, board.State(id)), CameraSettings.Of(row.Settings).Scene, known.IsEmpty ? 0 : known[^1].Number));
    }
}
