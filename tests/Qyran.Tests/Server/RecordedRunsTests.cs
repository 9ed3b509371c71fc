using System.Net.Http.Json;
using Qyran.Server.Cameras;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Server;

/// <summary>Work over recorded minutes where the machine refuses. Moves the whole process's temporary folder: nothing else may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed class RecordedRunsTests
{
    [Fact]
    public async Task A_temporary_folder_that_takes_nothing_is_said_and_the_next_run_may_begin()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north-1", "bridge", "North", new CameraSettings("rtsp://203.0.113.9/stream").Json(), Paused: true));
        const string path = "/api/cameras/north-1/scene/trial";
        var before = Environment.GetEnvironmentVariable("TMPDIR");
        Environment.SetEnvironmentVariable("TMPDIR", Path.Combine(Path.GetTempPath(), "qyran-nowhere"));
        try
        {
            await RunningServer.Json(await person.PostAsJsonAsync(path, new { text = SceneApiTests.Scene }));
            await Eventually.Is(async () => (await RunningServer.Json(await person.GetAsync(path))).GetProperty("state").GetString() == "failed", "the refusal");
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", before);
        }
        Assert.Contains("temporary folder", (await RunningServer.Json(await person.GetAsync(path))).GetProperty("why").GetString(), StringComparison.Ordinal);
        await RunningServer.Json(await person.PostAsJsonAsync(path, new { text = SceneApiTests.Scene }));
    }
}
