using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Scenes;
using Qyran.Rules;
using Qyran.Server.Cameras;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Scenes;

/// <summary>A camera's scene for the editor, with every version there has been.</summary>
internal static class ShowScene
{
    /// <param name="Number">1, 2, 3 … of this camera.</param>
    /// <param name="Sha256">As passages and packs name it.</param>
    /// <param name="Author">Empty: it was there before versions were kept.</param>
    /// <param name="ValidFrom">Until the next version's. Null: before versions were kept.</param>
    internal sealed record Saved(int Number, string Sha256, string Author, DateTimeOffset? ValidFrom);

    /// <param name="Text">The scene file; empty: none.</param>
    /// <param name="Drawing">The scene as JSON with the file's own keys; null where there is none or the text does not read.</param>
    /// <param name="Version">To be given back when saving; 0 before the first version.</param>
    internal sealed record Answer(string Text, JsonNode? Drawing, int Version, IReadOnlyList<Saved> Versions);

    /// <param name="Drawing">As in the scene's own answer.</param>
    internal sealed record One(Saved Version, string Text, JsonNode? Drawing);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, CancellationToken stop)
    {
        // before the text: of a scene that is saved in between, the version told is the older one, and giving it back is refused
        var versions = await store.Scenes.Of(id, stop);
        if (await store.Sites.FindCamera(id, stop) is not { } row) return Problems.NotFound("no such camera");
        var text = CameraSettings.Of(row.Settings).Scene ?? "";
        return TypedResults.Ok(new Answer(text, Drawing(text), versions.IsEmpty ? 0 : versions[^1].Number, [.. versions.Select(Told)]));
    }

    internal static async Task<Results<Ok<One>, ProblemHttpResult>> Version(string id, int number, Store store, CancellationToken stop) =>
        await store.Scenes.Find(id, number, stop) is { } one ? TypedResults.Ok(new One(Told(one), one.Text, Drawing(one.Text))) : Problems.NotFound("no such version");

    private static JsonNode? Drawing(string text) =>
        SceneFile.Read(Encoding.UTF8.GetBytes(text), RuleBook.KnownRules, out _) is { } scene ? SceneDrawing.Of(scene) : null;

    private static Saved Told(SceneVersionRow v) =>
        new(v.Number, v.Sha256, v.Author, v.ValidFromUs == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(v.ValidFromUs * TimeSpan.TicksPerMicrosecond));
}
