using System.Net.Http.Json;
using System.Text.Json;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>What is at other sites shows up in no list, count, figure, event or picture.</summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Lists_counts_figures_and_pictures_leave_out_other_sites(Engine engine)
    {
        await using var server = await Filled(engine);
        using HttpClient machine = await server.Machine("operator", "one"), everywhere = await server.Machine("operator");
        foreach (var (path, all) in ((string, int)[])[("/api/sites", 2), ("/api/cameras", 2), ("/api/passages", 2), ("/api/cases", 2), ("/api/passages?site=one&site=two", 2), ("/api/passages?plate=1*", 2)])
        {
            Assert.Equal(all, Items(await RunningServer.Json(await everywhere.GetAsync(path))).GetArrayLength());
            var only = Items(await RunningServer.Json(await machine.GetAsync(path)));
            Assert.Equal(1, only.GetArrayLength());
            Assert.DoesNotContain("two", only.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Empty(Items(await RunningServer.Json(await machine.GetAsync("/api/passages?site=two"))).EnumerateArray());
        Assert.Empty(Items(await RunningServer.Json(await machine.GetAsync("/api/passages?camera=camera-two"))).EnumerateArray());
        Assert.Equal(1, (await RunningServer.Json(await machine.GetAsync("/api/cases"))).GetProperty("counts").GetProperty("candidate").GetInt32());
        Assert.Equal((1, 2), ((await RunningServer.Json(await machine.GetAsync("/api/open-cases"))).GetProperty("open").GetInt32(), (await RunningServer.Json(await everywhere.GetAsync("/api/open-cases"))).GetProperty("open").GetInt32()));
        var us = server.Clock.GetUtcNow().ToUnixTimeSeconds() * 1_000_000;
        await server.Store.Recordings.Add(new RecordingRow("recordings/camera-one/1.mp4", "camera-one", us, us + 60_000_000, 1000, new('a', 64)));
        await server.Store.Recordings.Add(new RecordingRow("recordings/camera-two/1.mp4", "camera-two", us, us + 60_000_000, 500, new('b', 64)));
        JsonElement system = await RunningServer.Json(await machine.GetAsync("/api/system")), whole = await RunningServer.Json(await everywhere.GetAsync("/api/system"));
        Assert.Equal((1, 1000), (system.GetProperty("cases").GetProperty("candidate").GetInt32(), system.GetProperty("recording_bytes").GetInt32()));
        Assert.Equal((2, 1500), (whole.GetProperty("cases").GetProperty("candidate").GetInt32(), whole.GetProperty("recording_bytes").GetInt32()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Number), (system.GetProperty("exemptions").GetProperty("exempt").ValueKind, whole.GetProperty("exemptions").GetProperty("exempt").ValueKind));
        Assert.Contains("qyran_recording_bytes 1000", await machine.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Contains("qyran_cases{state=\"candidate\"} 1", await machine.GetStringAsync("/metrics"), StringComparison.Ordinal);
        await RunningServer.Problem(System.Net.HttpStatusCode.BadRequest, await machine.GetAsync("/api/cases?after=case-two"));

        Assert.Equal([1, 2, 3], await machine.GetByteArrayAsync("/api/passages/passage-one/photo"));
        await RunningServer.Problem(System.Net.HttpStatusCode.NotFound, await machine.GetAsync("/api/passages/passage-two/photo"));
        Assert.Equal([1, 2, 3], await everywhere.GetByteArrayAsync("/api/passages/passage-two/photo"));

        // a role that may see passages only gets nothing of the case made of one
        using var installer = await server.Machine("installer");
        Assert.Equal(0, (await RunningServer.Json(await installer.GetAsync("/api/passages/passage-one"))).GetProperty("cases").GetArrayLength());
        // and no camera goes to a site one is not for
        using var scoped = await server.Machine("installer", "one");
        Assert.Contains("no site 'two'", await RunningServer.Problem(System.Net.HttpStatusCode.BadRequest,
            await scoped.PutAsJsonAsync("/api/cameras/camera-three", new { site = "two", name = "N", source = "rtsp://203.0.113.9/a" })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_removed_cameras_id_gives_nobody_its_recordings_and_scenes(Engine engine)
    {
        await using var server = await Filled(engine);
        using HttpClient scoped = await server.Machine("installer", "one"), everywhere = await server.Machine("installer"), its = await server.Machine("installer", "two");
        await server.Store.Recordings.Add(new RecordingRow("recordings/camera-two/1.mp4", "camera-two", 0, 60_000_000, 1000, new('a', 64)));
        using (await everywhere.DeleteAsync("/api/cameras/camera-two")) { }
        var camera = new { site = "one", name = "N", source = "rtsp://203.0.113.9/a" };
        Assert.Contains("another one", await RunningServer.Problem(System.Net.HttpStatusCode.BadRequest, await scoped.PutAsJsonAsync("/api/cameras/camera-two", camera)), StringComparison.Ordinal);
        await RunningServer.Json(await scoped.PutAsJsonAsync("/api/cameras/camera-three", camera));
        // of one's own site one may use it again, also where it had no passage
        await server.Store.Recordings.Add(new RecordingRow("recordings/camera-three/1.mp4", "camera-three", 0, 60_000_000, 1000, new('b', 64)));
        using (await scoped.DeleteAsync("/api/cameras/camera-three")) { }
        await RunningServer.Json(await scoped.PutAsJsonAsync("/api/cameras/camera-three", camera));
        await RunningServer.Json(await its.PutAsJsonAsync("/api/cameras/camera-two", new { site = "two", name = "N", source = "rtsp://203.0.113.9/a" }));
        await RunningServer.Json(await everywhere.PutAsJsonAsync("/api/cameras/camera-two", camera));
    }

    [Fact]
    public async Task Events_tell_of_ones_own_sites_and_of_what_ones_role_may_see()
    {
        await using var server = await Filled(Engine.Sqlite);
        using HttpClient administrator = await server.Person(), scoped = await server.Machine("operator", "one"), installer = await server.Machine("installer");
        using HttpResponseMessage one = await scoped.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead), two = await installer.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        using StreamReader told = new(await one.Content.ReadAsStreamAsync()), others = new(await two.Content.ReadAsStreamAsync());
        Assert.Equal(("event: tick", "event: tick"), (await told.ReadLineAsync(), await others.ReadLineAsync()));
        await RunningServer.Json(await administrator.PostAsJsonAsync("/api/cases/case-two/approve", new { version = 1, reason = "clear" }));
        await RunningServer.Json(await administrator.PostAsJsonAsync("/api/cases/case-one/approve", new { version = 1, reason = "clear" }));
        var announcer = (Qyran.Server.Live.Announcer)server.Server.Services.GetService(typeof(Qyran.Server.Live.Announcer))!;
        announcer.Say("passage", new { id = "the end" }, "one");
        Assert.Equal(["case-one", "the end"], await Until(told));
        Assert.Equal(["the end"], await Until(others)); // no cases for an installer

        static async Task<List<string?>> Until(StreamReader lines)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var ids = new List<string?>();
            while (ids.LastOrDefault() != "the end" && await lines.ReadLineAsync(patience.Token) is { } line)
                if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonDocument.Parse(line[6..]).RootElement.TryGetProperty("id", out var id)) ids.Add(id.GetString());
            return ids;
        }
    }

    private static JsonElement Items(JsonElement answer) => answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("items");

    private static async Task<RunningServer> Filled(Engine engine)
    {
        var server = await RunningServer.Start(engine);
        foreach (var site in (string[])["one", "two"])
        {
            await server.Store.Sites.Save(new SiteRow(site, site));
            await server.Store.Sites.Save(new CameraRow("camera-" + site, site, site, """{"source":"video:none.mp4"}""", Paused: true));
            var photo = $"{DataFolder.Evidence}/passages/{site}.jpg";
            Directory.CreateDirectory(Path.GetDirectoryName(server.Data.Full(photo))!);
            await File.WriteAllBytesAsync(server.Data.Full(photo), [1, 2, 3]);
            await server.Store.Passages.Add(Sample.Entries(Sample.Passage("passage-" + site, 0, site == "one" ? "123ABC02" : "128ABC02", camera: "camera-" + site, site: site) with { Evidence = [photo] }));
            await server.Store.Cases.Add([Sample.Case("case-" + site, "passage-" + site) with { CameraId = "camera-" + site, SiteId = site, Evidence = $"evidence/camera-{site}/case-{site}.zip" }]);
        }
        return server;
    }
}
