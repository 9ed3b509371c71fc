using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Server.Findings;
using Qyran.Server.Scenes;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server.Cameras;

/// <summary>Adds a camera or changes the settings of the one of this id; its line starts anew with them.</summary>
internal static class SaveCamera
{
    /// <param name="Site">Left out: what is stored stays, as of name and source; a new camera needs all three.</param>
    /// <param name="Source">rtsp://host/path and the like, without credentials; or <c>video:name.mp4</c>, a file in the data folder's <c>videos/</c>.</param>
    /// <param name="User">With <paramref name="Password"/>: stored sealed, never shown again. Left out: what is stored stays, for the same host only; empty: what is stored goes.</param>
    /// <param name="Scene">The scene file's text. Left out: what is stored stays; empty: it goes.</param>
    /// <param name="SceneVersion">The version the change of <paramref name="Scene"/> began from; another one meanwhile refuses it. Left out: whichever there is, is replaced.</param>
    /// <param name="KeepDays">Left out: what is stored stays; 7 for a new camera. Fewer deletes what is older.</param>
    /// <param name="KeepGb">Left out: what is stored stays; 0: no limit but the disk, as for a new camera.</param>
    /// <param name="Blackened">Privacy zones; the recording is encoded anew then. Left out: what is stored stays; empty: they go.</param>
    internal sealed record Request(string? Site = null, string? Name = null, string? Source = null, string? User = null, string? Password = null, string? Scene = null, int? KeepDays = null, int? KeepGb = null,
        IReadOnlyList<BlackenedZone>? Blackened = null, int? SceneVersion = null) : ITold
    {
        object ITold.Told => new { Site, Name, Source, KeepDays, KeepGb, NewCredentials = User is not null, NewScene = Scene is not null, Blackened };
    }

    /// <summary>What is recorded under an id is seen by who sees its camera: whoever may not see every site must not take the id of one that was somewhere else, or nobody knows where.</summary>
    private const string Taken = "something is stored under this id already: take another one";

    private const string OtherHost = "the stored password is for another address: give user and password again, or an empty user for none";

    internal static async Task<Results<Ok<CameraView>, ProblemHttpResult>> Handle(
        string id, Request body, Store store, DataFolder folder, CameraSecrets secrets, CameraBoard board, Connections connections, ServerSettings settings, ClaimsPrincipal who, TimeProvider clock, CancellationToken stop)
    {
        if (!Ids.IsGood(id) || id == LiveSink.PassagesFolder) return Problems.Invalid(Ids.Rule);
        if (await store.Devices.Find(id, stop) is not null) return Problems.Invalid($"'{id}' is the id of another maker's device; passages name both in one place, so take another id");
        if (body.Name is { Length: 0 or > 120 }) return Problems.Invalid("a camera needs a name of at most 120 signs");
        if (body.KeepDays is < 1 or > 3650) return Problems.Invalid("recordings are kept for 1 to 3650 days");
        if (body.KeepGb is not (null or (>= 0 and <= 1_000_000))) return Problems.Invalid("at least 1 GB of recordings is kept, or 0 for as much as the disk holds");
        if (body.User?.Length > 200 || body.Password?.Length > 200) return Problems.Invalid("user and password have at most 200 signs each");
        if (BlackenedZone.Refusal(body.Blackened) is { } unfit) return Problems.Invalid(unfit);
        var asker = Asker.Known(who);
        if (body.Site is { } wanted && (!asker.Sees(wanted) || (await store.Sites.All(stop)).All(s => s.Id != wanted))) return Problems.Invalid($"there is no site '{wanted}'; make it first");
        if (body.Source is { } address && await CameraSource.Refusal(address, folder, settings.AllowLoopback, stop) is { } refused) return Problems.Of(refused);

        while (true)
        {
            var before = await store.Sites.FindCamera(id, stop);
            if (before is not null && !asker.Sees(before.SiteId)) return Problems.NotFound("no such camera"); // moved away since the request was let in
            var stored = before is null ? null : CameraSettings.Of(before.Settings);
            if ((body.Site ?? before?.SiteId, body.Name ?? before?.Name, body.Source ?? stored?.Source) is not ({ } site, { } name, { } source)) return Problems.Invalid("a new camera needs a site, a name and an address");
            var known = await store.Scenes.Of(id, stop);
            if (before is null && asker.Sites is not null && (!known.IsEmpty || await store.Recordings.Bytes(id, stop) > 0)
                && await store.Sites.StoodAt(id, stop) is var stood && (stood.IsEmpty || !stood.All(asker.Sees))) return Problems.Invalid(Taken);
            if (body.User is null && before?.SealedSecret is not null && !CameraSource.IsSameHost(stored!.Source, source)) return Problems.Invalid(OtherHost);
            if (body.Scene is not null && body.SceneVersion is { } began && began != (known.IsEmpty ? 0 : known[^1].Number)) return Problems.Conflict(SceneSaves.Faster);
            var scene = body.Scene switch { null => stored?.Scene, "" => null, var text => text };
            // a view that has moved stays suspended until somebody confirms it, or gives another camera or scene
            var sameView = stored?.Source == source && stored.Scene == scene;
            if (scene is not null && scene != stored?.Scene && SentScene.Read(scene).Refused is { } wrong) return wrong;
            var row = new CameraRow(id, site, name, new CameraSettings(source, scene, body.KeepDays ?? stored?.KeepDays ?? CameraSettings.UsualDays, body.KeepGb switch { null => stored?.KeepGb, 0 => null, var gb => gb }, sameView ? stored?.Suspended : null, body.Blackened ?? stored?.Blackened).Json(), body.User switch
            {
                null => before?.SealedSecret,
                "" => null,
                var user => secrets.Seal(new(user, body.Password ?? "")),
            }, before?.Paused ?? false);
            // what others have changed meanwhile (paused it, moved it, confirmed its view) is not put back: once more, from what is stored now
            if (!await store.Scenes.Save(before, row, SceneSaves.Added(id, known, stored?.Scene, scene, asker.Name, clock.GetUtcNow()), stop)) continue;
            if (before is not null && before.SiteId != row.SiteId) connections.EndCamera(id); // whoever looks on may be for the old site alone
            await board.Apply(id, CancellationToken.None); // it is stored: also for who has gone away meanwhile
            if (!sameView) board.Find(id)?.ConfirmView(); // what runs holds the suspension by itself
            return TypedResults.Ok(CameraView.Of(row, board.State(id)));
        }
    }
}
