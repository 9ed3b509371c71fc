using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Cameras;
using Qyran.Storage.Rows;
using Qyran.Tests.Cli;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

public sealed class CameraApiTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_save_puts_nothing_back_that_another_has_changed_since_it_read(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        var (sites, scenes) = (server.Store.Sites, server.Store.Scenes);
        foreach (var site in (string[])["bridge", "square"]) await sites.Save(new SiteRow(site, site));
        var read = new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", [1, 2, 3]);
        Assert.True(await scenes.Save(null, read, []));
        Assert.False(await scenes.Save(null, read with { Name = "mine" }, [])); // added by somebody else
        foreach (var now in (CameraRow[])[read with { Paused = true }, read with { SiteId = "square" }, read with { Settings = "{}" }, read with { SealedSecret = [4] }])
        {
            await sites.Save(now);
            Assert.False(await scenes.Save(read, read with { Name = "mine" }, []));
            Assert.Equal(now, await sites.FindCamera("north"));
        }
        await sites.Save(read);
        Assert.True(await scenes.Save(read, read with { Name = "mine" }, []));
        await sites.RemoveCamera("north");
        Assert.False(await scenes.Save(read, read, []));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_camera_is_added_changed_paused_and_removed_and_its_password_is_shown_nowhere(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        using var machine = await server.Machine(mayChange: true);
        await RunningServer.Json(await machine.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge", latitude_deg = 43.2, longitude_deg = 76.9 }));
        // a documentation address: nobody answers there
        var camera = new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream", user = "viewer", password = "s3cret-pass" };
        var added = await RunningServer.Json(await machine.PutAsJsonAsync("/api/cameras/north-1", camera));
        Assert.True(added.GetProperty("has_credentials").GetBoolean());
        foreach (var path in (string[])["/api/cameras", "/api/cameras/north-1", "/api/system", "/metrics"])
        {
            var text = await machine.GetStringAsync(path);
            Assert.DoesNotContain("s3cret-pass", text, StringComparison.Ordinal);
            Assert.DoesNotContain("viewer\"", text, StringComparison.Ordinal);
        }
        if (engine == Engine.Sqlite)
        {
            using var file = new FileStream(server.Data.Database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var all = new MemoryStream();
            await file.CopyToAsync(all);
            Assert.DoesNotContain("s3cret-pass", Encoding.Latin1.GetString(all.ToArray()), StringComparison.Ordinal);
        }
        var row = (await server.Store.Sites.FindCamera("north-1"))!;
        var secrets = server.Server.Services.GetRequiredService<CameraSecrets>();
        Assert.Equal(new CameraSecrets.Credentials("viewer", "s3cret-pass"), secrets.Open(row.SealedSecret));

        // without a user the stored one stays; an empty one removes it
        await RunningServer.Json(await machine.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North bound", source = "rtsp://203.0.113.9/stream" }));
        Assert.NotNull((await server.Store.Sites.FindCamera("north-1"))!.SealedSecret);
        // and goes to no other host: whoever may write an address must not be sent the password of another
        Assert.Contains("another address", await RunningServer.Problem(HttpStatusCode.BadRequest,
            await machine.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North bound", source = "rtsp://203.0.113.10/stream" })), StringComparison.Ordinal);
        await RunningServer.Json(await machine.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North bound", source = "rtsp://203.0.113.9/stream2" }));
        Assert.NotNull((await server.Store.Sites.FindCamera("north-1"))!.SealedSecret);
        var bare = await RunningServer.Json(await machine.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North bound", source = "rtsp://203.0.113.9/stream", user = "" }));
        Assert.False(bare.GetProperty("has_credentials").GetBoolean());

        // how long recordings are kept stays where nothing is said of it: less would delete them
        async Task<(int, int?)> Kept(object camera)
        {
            var view = await RunningServer.Json(await machine.PutAsJsonAsync("/api/cameras/north-1", camera));
            return (view.GetProperty("keep_days").GetInt32(), view.GetProperty("keep_gb").Deserialize<int?>());
        }
        const string source = "rtsp://203.0.113.9/stream";
        Assert.Equal((7, null), await Kept(new { site = "bridge", name = "North", source }));
        Assert.Equal((90, 50), await Kept(new { site = "bridge", name = "North", source, keep_days = 90, keep_gb = 50 }));
        Assert.Equal((90, 50), await Kept(new { site = "bridge", name = "North one", source }));
        Assert.Equal((90, null), await Kept(new { site = "bridge", name = "North one", source, keep_gb = 0 }));
        // and so does all else
        Assert.Equal((30, null), await Kept(new { keep_days = 30 }));
        var kept = (await server.Store.Sites.FindCamera("north-1"))!;
        Assert.Equal(("bridge", "North one", source), (kept.SiteId, kept.Name, CameraSettings.Of(kept.Settings).Source));
        Assert.Contains("a new camera needs", await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.PutAsJsonAsync("/api/cameras/north-2", new { name = "North two", source })), StringComparison.Ordinal);

        var paused = await RunningServer.Json(await machine.PostAsync("/api/cameras/north-1/pause", null));
        Assert.True(paused.GetProperty("paused").GetBoolean());
        Assert.Equal("stopped", paused.GetProperty("state").GetProperty("state").GetString());
        using var removed = await machine.DeleteAsync("/api/cameras/north-1");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await RunningServer.Problem(HttpStatusCode.NotFound, await machine.GetAsync("/api/cameras/north-1"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_is_left_out_of_a_site_stays(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        using var machine = await server.Machine(mayChange: true);
        async Task<SiteRow> Saved(object site)
        {
            await RunningServer.Json(await machine.PutAsJsonAsync("/api/sites/bridge", site));
            return Assert.Single(await server.Store.Sites.All());
        }
        Assert.Equal(new SiteRow("bridge", "bridge"), await Saved(new { }));
        Assert.Equal(new SiteRow("bridge", "bridge", 43.5, 77), await Saved(new { latitude_deg = 43.5, longitude_deg = 77 }));
        Assert.Equal(new SiteRow("bridge", "The bridge", 43.5, 77), await Saved(new { name = "The bridge" }));
        Assert.Equal(new SiteRow("bridge", "The bridge", 43.5, 77), await Saved(new { }));
        Assert.Equal(new SiteRow("bridge", "The bridge", 44, 77), await Saved(new { latitude_deg = 44, longitude_deg = 77 }));
        foreach (var (site, why) in ((object, string)[])[(new { latitude_deg = 1 }, "belong together"), (new { off_map = true, latitude_deg = 1, longitude_deg = 1 }, "not both")])
            Assert.Contains(why, await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.PutAsJsonAsync("/api/sites/bridge", site)), StringComparison.Ordinal);
        Assert.Equal(new SiteRow("bridge", "The bridge"), await Saved(new { off_map = true }));
    }

    [Fact]
    public async Task What_runs_is_what_is_stored_whoever_asks_last()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        var camera = new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/a" };
        var board = server.Server.Services.GetRequiredService<CameraBoard>();
        // somebody removes it between another's saving and starting it
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", camera));
        Assert.NotNull(board.Find("north-1"));
        await server.Store.Sites.RemoveCamera("north-1");
        await board.Apply("north-1", TestContext.Current.CancellationToken);
        Assert.Null(board.Find("north-1"));
        // and many at once leave one of both, row and line or neither
        for (var i = 0; i < 20; i++)
        {
            await Task.WhenAll(Send(() => person.DeleteAsync("/api/cameras/north-1")), Send(() => person.PutAsJsonAsync("/api/cameras/north-1", camera)));
            Assert.Equal(await server.Store.Sites.FindCamera("north-1") is not null, board.Find("north-1") is not null);
        }

        static async Task Send(Func<Task<HttpResponseMessage>> ask)
        {
            using var answer = await ask();
        }
    }

    [Fact]
    public async Task A_scene_stored_before_a_rule_asked_for_more_keeps_nobody_from_changing_its_cameras_name()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        var scene = MadeVideo.Scene.Replace("id: only,", "id: only, only: [bus],", StringComparison.Ordinal) + "\n  - { rule: bus-lane, from_min: 420 }\n";
        Assert.Contains("utc_offset_min", await RunningServer.Problem(HttpStatusCode.BadRequest,
            await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/a", scene })), StringComparison.Ordinal);
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/a" }));
        await server.Store.Sites.Change("north-1", r => r with { Settings = (CameraSettings.Of(r.Settings) with { Scene = scene }).Json() }, TestContext.Current.CancellationToken);
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North bound", source = "rtsp://203.0.113.9/a" }));
        Assert.Equal(scene, CameraSettings.Of((await server.Store.Sites.FindCamera("north-1"))!.Settings).Scene);
    }

    [Theory]
    [InlineData("north-1", "nowhere", "rtsp://203.0.113.9/a", null, "there is no site")]
    [InlineData("North_1", "bridge", "rtsp://203.0.113.9/a", null, "small letters")]
    [InlineData("passages", "bridge", "rtsp://203.0.113.9/a", null, "small letters")]
    [InlineData("north-1", "bridge", "rtsp://127.0.0.1/a", null, "--allow-loopback")]
    [InlineData("north-1", "bridge", "rtsp://u:p@203.0.113.9/a", null, "fields of their own")]
    [InlineData("north-1", "bridge", "rtsp://203.0.113.9/a", "lanes: 7", "the scene")]
    [InlineData("north-1", "bridge", "video:none.mp4", null, "video:none.mp4")]
    public async Task What_cannot_be_a_camera_is_refused_with_why(string id, string site, string source, string? scene, string why)
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        using var answer = await person.PutAsJsonAsync($"/api/cameras/{id}", new { site, name = "North", source, scene });
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await server.Store.Sites.Cameras());
    }
}
