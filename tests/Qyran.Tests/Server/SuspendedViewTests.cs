using System.Net.Http.Json;
using Qyran.Server.Cameras;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Server;

/// <summary>Who saves a scene, or gives a camera another address, has looked: the running camera measures on, not only the next one.</summary>
public sealed class SuspendedViewTests
{
    private const string Moved = "the camera's view has moved";

    [Fact]
    public async Task A_saved_scene_and_another_address_end_a_suspended_view_and_a_name_does_not()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north-1", "bridge", "North", new CameraSettings("rtsp://203.0.113.9/stream", SceneApiTests.Scene).Json(), Paused: true));

        await Suspend(server, person);
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "Northbound", source = "rtsp://203.0.113.9/stream" }));
        Assert.Equal(Moved, await Suspended(person));
        // the text as it was fits today's picture, says who saves it
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1/scene", new { text = SceneApiTests.Scene, version = 0 }));
        await Measures(server, person);

        await Suspend(server, person);
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1/scene", new { text = SceneApiTests.Scene.Replace("\"007\"", "\"008\"", StringComparison.Ordinal), version = 0 }));
        await Measures(server, person);

        await Suspend(server, person);
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "Northbound", source = "rtsp://203.0.113.9/other" }));
        await Measures(server, person);
    }

    /// <summary>As after a start of the program that found it stored.</summary>
    private static async Task Suspend(RunningServer server, HttpClient person)
    {
        await RunningServer.Json(await person.PostAsync("/api/cameras/north-1/pause", null));
        await server.Store.Sites.Change("north-1", r => r with { Settings = (CameraSettings.Of(r.Settings) with { Suspended = Moved }).Json() });
        await RunningServer.Json(await person.PostAsync("/api/cameras/north-1/resume", null));
        Assert.Equal(Moved, await Suspended(person));
    }

    private static async Task Measures(RunningServer server, HttpClient person)
    {
        Assert.Null(await Suspended(person));
        await Eventually.Is(async () => CameraSettings.Of((await server.Store.Sites.FindCamera("north-1"))!.Settings).Suspended is null, "no suspension is stored");
    }

    private static async Task<string?> Suspended(HttpClient person) =>
        (await RunningServer.Json(await person.GetAsync("/api/cameras/north-1"))).GetProperty("camera").GetProperty("state").GetProperty("suspended").GetString();
}
