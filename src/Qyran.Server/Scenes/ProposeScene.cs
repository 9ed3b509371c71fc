using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Server.Cameras;
using Qyran.Storage;

namespace Qyran.Server.Scenes;

/// <summary>Proposes a first survey and lanes from a camera's last recorded minutes. Nothing is stored: the page draws it, a person corrects and saves it.</summary>
internal static class ProposeScene
{
    private const int Longest = 15;

    /// <param name="Minutes">Of the recordings that end now; 1 to 15. More traffic makes it better.</param>
    internal sealed record Request(int Minutes = 5) : ITold
    {
        object ITold.Told => new { Minutes };
    }

    internal static async Task<Results<Ok<ProposalView>, ProblemHttpResult>> Begin(string id, Request body, Store store, RecordedRuns runs, ServerSettings settings, CancellationToken stop)
    {
        if (await store.Sites.FindCamera(id, stop) is not { } row) return Problems.NotFound("no such camera");
        if (body.Minutes is < 1 or > Longest) return Problems.Invalid($"a scene is proposed from 1 to {Longest} minutes");
        var stored = CameraSettings.Of(row.Settings).Scene is { } text ? SentScene.Parse(text, isNew: false).Scene : null;
        return runs.Begin(id, TimeSpan.FromMinutes(body.Minutes), end => new SceneProposal(row.SiteId, id, settings.Detector, stored, end)) is { } run
            ? TypedResults.Ok(run.Now) : Problems.Conflict("a scene is being proposed for this camera just now");
    }

    internal static async Task<Results<Ok<ProposalView>, ProblemHttpResult>> Show(string id, Store store, RecordedRuns runs, CancellationToken stop) =>
        await runs.Of<SceneProposal>(id, store, stop) is { } run ? TypedResults.Ok(run.Now) : Problems.NotFound("no scene was proposed for this camera");

    internal static async Task<Results<NoContent, ProblemHttpResult>> Stop(string id, Store store, RecordedRuns runs, CancellationToken stop)
    {
        if (await runs.Of<SceneProposal>(id, store, stop) is not { } run) return Problems.NotFound("no scene was proposed for this camera");
        run.Stop();
        return TypedResults.NoContent();
    }
}
