using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Scenes;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Server.Cameras;
using Qyran.Storage;

namespace Qyran.Server.Scenes;

/// <summary>Saves a camera's scene as a new version; its line goes on with it at once. Who saves one says that it fits today's picture: a suspended view is so no longer, also where the text stays as it was.</summary>
internal static class SaveScene
{
    /// <param name="Text">A scene file: YAML as a person wrote it, kept so; or the drawing as JSON, kept as a written scene file.</param>
    /// <param name="Version">The version the change began from; another one meanwhile refuses it.</param>
    internal sealed record Request(string Text, int Version) : ITold
    {
        object ITold.Told => new { From = Version };
    }

    internal sealed record Answer(int Version);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Request body, Store store, CameraBoard board, ClaimsPrincipal who, TimeProvider clock, CancellationToken stop)
    {
        var (scene, refused) = SentScene.Read(body.Text);
        while (await store.Sites.FindCamera(id, stop) is { } before)
        {
            if (scene is null) return refused!;
            var text = body.Text!.TrimStart().StartsWith('{') ? SceneFileWriter.Write(scene) : body.Text;
            var known = await store.Scenes.Of(id, stop);
            if (body.Version != (known.IsEmpty ? 0 : known[^1].Number)) return Problems.Conflict(SceneSaves.Faster);
            var stored = CameraSettings.Of(before.Settings);
            var added = SceneSaves.Added(id, known, stored.Scene, text, Asker.Known(who).Name, clock.GetUtcNow());
            // a scene that was drawn on today's picture fits a view that has moved
            var after = (stored with { Scene = text, Suspended = null }).Json();
            // other settings that somebody has stored meanwhile are not put back: once more, from what is stored now
            if (!await store.Scenes.Save(id, before.Settings, after, added, stop)) continue;
            if (!added.IsEmpty) await board.Apply(id, CancellationToken.None); // it is stored: also for who has gone away meanwhile
            board.Find(id)?.ConfirmView(); // what runs holds the suspension by itself
            return TypedResults.Ok(new Answer(added.IsEmpty ? body.Version : added[^1].Number));
        }
        return Problems.NotFound("no such camera");
    }
}
