using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Line.Live;
using Qyran.Server;
using Qyran.Server.Cameras;
using Qyran.Server.Findings;
using Qyran.Storage;
using Qyran.Storage.Queue;
using Qyran.Storage.Rows;
using Qyran.Tests.Cli;
using Qyran.Tests.Line.Live;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>The database is away while cameras run: recording and line go on, what is found waits on this machine's disk and arrives.</summary>
public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task PostgreSQL_stops_the_lines_go_on_and_all_of_it_arrives_even_over_a_restart()
    {
        PostgresServer.Need();
        using var postgres = new PostgresServer(); // its own: the others' must not stop
        var root = Directory.CreateTempSubdirectory("qyran-away-").FullName;
        var settings = new ServerSettings { DataFolder = root, Port = 0, Database = postgres.NewDatabase() };
        Directory.CreateDirectory(Path.Combine(root, "videos"));
        File.Copy(MadeVideo.Traffic(9), Path.Combine(root, "videos", "traffic.mp4"));
        var server = await Start(settings);
        await server.Play(new("road", "The road", "north", "North", "traffic.mp4", MadeVideo.Scene), default);
        var camera = server.Services.GetRequiredService<CameraBoard>().Find("north")!;
        var store = server.Services.GetRequiredService<Store>();
        for (var left = 1800; (await store.Cases.In(CaseState.Candidate)).IsEmpty; left--)
        {
            Assert.True(left > 0, "no case came");
            await Task.Delay(100);
        }

        using var person = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        person.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        using (var signedIn = await person.PostAsJsonAsync("/sign-in", new { link = server.NewSignInLink().Split('#')[1] })) Assert.Equal(HttpStatusCode.NoContent, signedIn.StatusCode);
        await RunningServer.Json(await person.GetAsync("/api/system"));

        postgres.Stop();
        var queue = server.Services.GetRequiredService<FindingQueue>();
        await HouseStub.Until(() => queue.Waiting > 0, "a finding that waits", 180);
        var (analysed, recorded) = (camera.Status.Analysed, camera.Status.RecordedUntilUs);
        await HouseStub.Until(() => queue.Waiting >= 6 && camera.Status.Analysed > analysed + 50 && camera.Status.RecordedUntilUs > recorded + 2_000_000, "the line and the recording", 180);
        using (var client = new HttpClient { BaseAddress = server.Address })
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
            Assert.Contains("wait on this machine's disk", await RunningServer.Problem(HttpStatusCode.ServiceUnavailable, await client.GetAsync("/health/ready")), StringComparison.Ordinal);
        }
        // who was known sees how the machine is; what must be written down is refused
        Assert.NotNull((await RunningServer.Json(await person.GetAsync("/api/system"))).GetProperty("database_away").GetString());
        using (var refused = await person.GetAsync("/api/cases/none")) Assert.False(refused.IsSuccessStatusCode);
        await server.DisposeAsync();

        // what waits, as another store gets it
        await using var expected = await TestStore.Open(Engine.Sqlite);
        File.Copy(Path.Combine(root, "outbox.db"), Path.Combine(expected.Folder, "outbox.db"));
        Delivered? waited = null;
        await using (var box = (await Outbox.Open(Path.Combine(expected.Folder, "outbox.db"), 1000, TimeProvider.System)).Item1!) await box.Send(expected.Store, arrived: d => waited = d);
        Assert.True(waited!.Passages.Length > 0 && waited.Cases.Length > 0);

        // the program is back before its database, and waits for it
        var waits = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var starting = Start(settings with { Waiting = failure => waits.TrySetResult(failure.Text) });
        Assert.NotEqual("", await waits.Task);
        postgres.Start();
        server = await starting;
        queue = server.Services.GetRequiredService<FindingQueue>();
        await HouseStub.Until(() => queue.Waiting == 0, "an empty queue");
        Assert.Null(queue.Away);
        store = server.Services.GetRequiredService<Store>();
        foreach (var passage in waited.Passages) Assert.Equal(passage, await store.Passages.Find(passage.Id));
        foreach (var filed in waited.Cases)
        {
            // the pack comes too: the case waited for it on the disk
            for (var left = 900; await store.Cases.Find(filed.Id) is not { Evidence: not null }; left--)
            {
                Assert.True(left > 0, $"no pack for {filed.Id}");
                await Task.Delay(100);
            }
        }
        await server.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_locked_SQLite_file_makes_nobody_wait()
    {
        await using var server = await RunningServer.Start();
        var sink = server.Server.Services.GetRequiredService<ILiveSink>();
        var queue = server.Server.Services.GetRequiredService<FindingQueue>();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", new CameraSettings("rtsp://203.0.113.9/a").Json(), Paused: true));
        await using var other = new SqliteConnection($"Data Source={server.Data.Database};Pooling=False");
        await other.OpenAsync();
        await Run("begin immediate");
        var (found, gap) = (LiveSinkTests.Found, new LiveGap("north", Sample.Noon, Sample.Noon + 1, "the camera sent nothing"));
        var finding = sink.Found(found, default).AsTask();
        await HouseStub.Until(() => Later(() => finding.IsCompleted), "a line that goes on", 20);
        await sink.Missed(gap, default);
        await sink.Raised(new LiveAlarm("north", LiveTrouble.ViewMoved, Sample.Noon, true, "the view has moved"), default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(4, queue.Waiting);
        Assert.Null(await server.Store.Cases.Find(found.Case.Id));
        Assert.NotNull(queue.Away);
        await Run("rollback");
        await HouseStub.Until(() => Later(() => queue.Waiting == 0), "an empty queue");
        Assert.Equal(CaseState.Candidate, (await server.Store.Cases.Find(found.Case.Id))!.State);
        Assert.Single(await server.Store.Recordings.Gaps("north", 0, long.MaxValue));
        Assert.Equal("the view has moved", CameraSettings.Of((await server.Store.Sites.FindCamera("north"))!.Settings).Suspended);
        Assert.Null(queue.Away);

        bool Later(Func<bool> met)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            return met();
        }

        async Task Run(string text)
        {
            await using var command = other.CreateCommand();
            command.CommandText = text;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<QyranServer> Start(ServerSettings settings)
    {
        var (server, failure) = await QyranServer.Start(settings, TimeProvider.System, default);
        Assert.True(failure is null, failure?.Text);
        return server!;
    }
}
