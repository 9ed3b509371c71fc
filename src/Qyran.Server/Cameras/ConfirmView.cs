using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>Somebody has looked: the view is the one the scene was drawn on. Measuring goes on.</summary>
internal static class ConfirmView
{
    internal static async Task<Results<Ok<CameraView>, ProblemHttpResult>> Handle(string id, Store store, CameraBoard board, CancellationToken stop)
    {
        if (await store.Sites.Change(id, r => r with { Settings = (CameraSettings.Of(r.Settings) with { Suspended = null }).Json() }, stop) is not { } row)
            return Problems.NotFound("no such camera");
        board.Find(id)?.ConfirmView();
        return TypedResults.Ok(CameraView.Of(row, board.State(id)));
    }
}
