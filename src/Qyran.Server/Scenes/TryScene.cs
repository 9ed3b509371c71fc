using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Server.Cameras;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Scenes;

/// <summary>Tries a draft over the last recorded minutes of its camera, before anybody saves it. Nothing is stored: no passage, no case, no version.</summary>
internal static class TryScene
{
    private const int Longest = 5;

    /// <param name="Text">YAML or the drawing as JSON.</param>
    /// <param name="Minutes">Of the recordings that end now; 1 to 5.</param>
    internal sealed record Request(string Text, int Minutes = 2) : ITold
    {
        object ITold.Told => new { Minutes };
    }

    internal static async Task<Results<Ok<TrialView>, ProblemHttpResult>> Begin(string id, Request body, Store store, RecordedRuns runs, DataFolder folder, ServerSettings settings, CancellationToken stop)
    {
        if (await store.Sites.FindCamera(id, stop) is not { } row) return Problems.NotFound("no such camera");
        if (body.Minutes is < 1 or > Longest) return Problems.Invalid($"a scene is tried over 1 to {Longest} minutes");
        var (scene, refused) = SentScene.Read(body.Text);
        if (scene is null) return refused!;
        return runs.Begin(id, TimeSpan.FromMinutes(body.Minutes), end => new SceneTrial(row.SiteId, scene, CameraDetector.Of(folder, id, settings.Detector).Detector, end)) is { } trial ? TypedResults.Ok(trial.Now) : Problems.Conflict("a scene is being tried for this camera just now");
    }

    internal static async Task<Results<Ok<TrialView>, ProblemHttpResult>> Show(string id, Store store, RecordedRuns runs, CancellationToken stop) =>
        await runs.Of<SceneTrial>(id, store, stop) is { } trial ? TypedResults.Ok(trial.Now) : Problems.NotFound("no scene was tried for this camera");

    internal static async Task<Results<NoContent, ProblemHttpResult>> Stop(string id, Store store, RecordedRuns runs, CancellationToken stop)
    {
        if (await runs.Of<SceneTrial>(id, store, stop) is not { } trial) return Problems.NotFound("no scene was tried for this camera");
        trial.Stop();
        return TypedResults.NoContent();
    }
}
