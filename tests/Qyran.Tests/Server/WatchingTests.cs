using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Live;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>What others look at all the time: events, recordings, figures.</summary>
public sealed class WatchingTests
{
    [Fact]
    public async Task A_decision_is_told_to_whoever_listens_at_once_and_a_listener_that_left_is_forgotten()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([Sample.Case("c1", "p1") with { Evidence = "evidence/north/c1.zip" }]);
        using HttpClient person = await server.Person(), machine = await server.Machine(mayChange: false);
        using (var answer = await machine.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
            Assert.Equal("event: tick", await lines.ReadLineAsync());
            await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c1/approve", new { version = 1, reason = "clear" }));
            string? line;
            do line = await lines.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
            while (line is not (null or "event: case"));
            Assert.Contains("\"state\":\"approved\"", await lines.ReadLineAsync(), StringComparison.Ordinal);
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await RunningServer.Json(await person.GetAsync("/api/system", patience.Token))).GetProperty("listeners").GetInt32() > 0) await Task.Delay(50, patience.Token);
    }

    [Fact]
    public async Task A_listener_that_is_too_slow_is_told_that_it_lost_something_before_all_is_quiet()
    {
        await using var server = await RunningServer.Start();
        using var machine = await server.Machine(mayChange: false);
        using var answer = await machine.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("event: tick", await lines.ReadLineAsync());
        // more than all buffers on the way hold, and the clock of the silence stands
        var (announcer, much) = (server.Server.Services.GetRequiredService<Announcer>(), new { Much = new string('x', 20_000) });
        for (var n = 0; n < 3000; n++) announcer.Say("passage", much, "bridge");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await lines.ReadLineAsync(patience.Token) is { } line && line != "event: tick") { }
        Assert.Matches("\"lost\":[1-9]", await lines.ReadLineAsync(patience.Token));
    }

    [Fact]
    public async Task A_live_view_ends_with_its_camera_and_asked_for_again_shows_the_one_that_runs_then()
    {
        await using var server = await RunningServer.Start();
        using var machine = await server.Machine(mayChange: true);
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await RunningServer.Json(await machine.PutAsJsonAsync("/api/cameras/north", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream" }));
        using (var view = await Live(server, machine))
        {
            await RunningServer.Json(await machine.PostAsync("/api/cameras/north/pause", null));
            await Ended(view);
        }
        await Assert.ThrowsAsync<WebSocketException>(() => Live(server, machine));
        await RunningServer.Json(await machine.PostAsync("/api/cameras/north/resume", null));
        using (var view = await Live(server, machine))
        {
            using var removed = await machine.DeleteAsync("/api/cameras/north");
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
            await Ended(view);
        }
    }

    [Fact]
    public async Task A_camera_that_moves_to_another_site_is_out_of_sight_for_who_is_for_the_old_one_also_where_it_was_being_watched()
    {
        await using var server = await RunningServer.Start();
        foreach (var site in (string[])["bridge", "square"]) await server.Store.Sites.Save(new SiteRow(site, site));
        using HttpClient installer = await server.Machine("installer"), scoped = await server.Machine("operator", "bridge");
        await RunningServer.Json(await installer.PutAsJsonAsync("/api/cameras/north", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream" }));
        using var view = await Live(server, scoped);
        await RunningServer.Json(await installer.PutAsJsonAsync("/api/cameras/north", new { site = "square", name = "North", source = "rtsp://203.0.113.9/stream" }));
        await Ended(view);
        await Assert.ThrowsAsync<WebSocketException>(() => Live(server, scoped));
    }

    private static async Task<ClientWebSocket> Live(RunningServer server, HttpClient machine)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", machine.DefaultRequestHeaders.GetValues("Authorization").Single());
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/api/cameras/north/live" }.Uri, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task Ended(ClientWebSocket view)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            while ((await view.ReceiveAsync(new ArraySegment<byte>(new byte[64]), patience.Token)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (WebSocketException)
        {
            // cut off
        }
        Assert.False(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task Recordings_are_stretches_with_the_reasons_for_what_is_missing()
    {
        await using var server = await RunningServer.Start();
        const long minute = 60_000_000;
        static RecordingRow File(int n, long from, long until, bool kept = false) => new($"recordings/north/{n}.mp4", "north", Sample.Noon + from, Sample.Noon + until, 1000, new string('a', 64), kept);
        foreach (var row in (RecordingRow[])[File(1, 0, minute), File(2, minute + 40_000, 2 * minute), File(3, 2 * minute, 3 * minute, kept: true), File(4, 5 * minute, 6 * minute)]) await server.Store.Recordings.Add(row);
        await server.Store.Recordings.AddGap(new GapRow("north", Sample.Noon + (3 * minute), Sample.Noon + (5 * minute), "the camera ended the stream"));
        await server.Store.Recordings.AddGap(new GapRow("north", Sample.Noon + (3 * minute), Sample.Noon + (5 * minute), "told again"));
        using var machine = await server.Machine(mayChange: false);
        var answer = await RunningServer.Json(await machine.GetAsync("/api/cameras/north/recordings?from=2026-11-20T12:00:00Z&until=2026-11-20T13:00:00Z"));
        Assert.Equal(["12:00:00 12:02:00 False", "12:02:00 12:03:00 True", "12:05:00 12:06:00 False"], answer.GetProperty("spans").EnumerateArray()
            .Select(s => $"{s.GetProperty("from").GetDateTimeOffset():HH:mm:ss} {s.GetProperty("until").GetDateTimeOffset():HH:mm:ss} {s.GetProperty("kept").GetBoolean()}"));
        Assert.Equal("the camera ended the stream", Assert.Single(answer.GetProperty("gaps").EnumerateArray()).GetProperty("why").GetString());
        await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.GetAsync("/api/cameras/north/recordings?from=2026-11-20T12:00:00Z&until=2026-11-20T11:00:00Z"));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.GetAsync("/api/cameras/north/recordings/video?from=2026-11-20T12:00:00Z&until=2026-11-20T14:00:00Z"));
        await RunningServer.Problem(HttpStatusCode.NotFound, await machine.GetAsync("/api/cameras/nothing/recordings/video?from=2026-11-20T12:00:00Z&until=2026-11-20T12:01:00Z"));
    }

    [Fact]
    public async Task When_a_cameras_survey_expires_is_a_figure_and_told_of_the_camera()
    {
        await using var server = await RunningServer.Start();
        using var machine = await server.Machine(mayChange: true);
        await RunningServer.Json(await machine.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        foreach (var (id, scene) in new[] { ("north-1", SceneApiTests.Scene), ("south-1", SceneApiTests.Scene.Replace("  basis: tape\n", "  basis: tape\n  valid_until: 2020-01-01T00:00:00Z\n", StringComparison.Ordinal)) })
            await RunningServer.Json(await machine.PutAsJsonAsync($"/api/cameras/{id}", new { site = "bridge", name = id, source = "rtsp://203.0.113.9/stream", scene }));
        var line = Assert.Single((await machine.GetStringAsync("/metrics")).Split('\n'), l => l.StartsWith("qyran_camera_survey_until_seconds", StringComparison.Ordinal));
        Assert.Equal("qyran_camera_survey_until_seconds{camera=\"south-1\"} 1577836800", line);
        var camera = (await RunningServer.Json(await machine.GetAsync("/api/cameras/south-1"))).GetProperty("camera");
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), camera.GetProperty("state").GetProperty("survey_until").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_figures_are_in_prometheus_format()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([Sample.Case("c1", "p1")]);
        using var machine = await server.Machine(mayChange: false);
        var text = await machine.GetStringAsync("/metrics");
        Assert.All(text.TrimEnd().Split('\n'), line => Assert.Matches(@"^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+=""[a-z0-9-]+""\})? [0-9.E+-]+)$", line));
        Assert.Contains("qyran_cases{state=\"candidate\"} 1", text, StringComparison.Ordinal);
        Assert.Equal(Regex.Matches(text, "# TYPE ([a-z_]+)").Select(m => m.Groups[1].Value).Distinct().Count(), Regex.Count(text, "# TYPE "));
    }
}
