using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Cameras;
using Qyran.Server.Recordings;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

public sealed class RetentionTests
{
    private const long Day = 86_400_000_000;

    [Fact]
    public async Task A_paused_or_removed_camera_keeps_its_recordings_as_long_as_was_set_and_no_longer()
    {
        await using var server = await RunningServer.Start();
        var retention = server.Server.Services.GetRequiredService<Retention>();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", new CameraSettings("rtsp://203.0.113.9/a", KeepDays: 20).Json(), Paused: true));
        var now = (server.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        foreach (var camera in (string[])["north", "unknown"])
        {
            foreach (var day in (int[])[30, 10, 1])
                await server.Store.Recordings.Add(new RecordingRow($"recordings/{camera}/{day}.mp4", camera, now - (day * Day), now - (day * Day) + 60_000_000, 5, new('a', 64)));
        }
        await server.Store.Recordings.Protect("unknown", now - (30 * Day), now - (30 * Day) + 1); // evidence rests on it
        await retention.Round(default);
        Assert.Equal(["10", "1"], await Days("north"));
        Assert.Equal(["30", "1"], await Days("unknown"));

        Assert.True(await server.Store.Sites.RemoveCamera("north"));
        await retention.Round(default);
        Assert.Equal(["10", "1"], await Days("north"));
        var remembered = Path.Combine(server.Server.Services.GetRequiredService<DataFolder>().Root, "retention.json");
        var sound = await File.ReadAllTextAsync(remembered);
        // nobody knows how long: nothing goes
        await File.WriteAllTextAsync(remembered, sound[..^3]);
        server.Clock.Advance(TimeSpan.FromDays(15));
        await retention.Round(default);
        Assert.Equal(["10", "1"], await Days("north"));
        await File.WriteAllTextAsync(remembered, sound);
        await retention.Round(default);
        Assert.Equal(["1"], await Days("north"));

        async Task<string[]> Days(string camera) =>
            [.. (await server.Store.Recordings.Covering(camera, 0, long.MaxValue)).Select(r => Path.GetFileNameWithoutExtension(r.Path))];
    }

    [Fact]
    public async Task What_a_case_rests_on_goes_by_age_once_its_pack_is_stored_and_none_waits()
    {
        await using var server = await RunningServer.Start();
        var retention = server.Server.Services.GetRequiredService<Retention>();
        var (store, folder) = (server.Store, server.Server.Services.GetRequiredService<DataFolder>());
        var at = ((server.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10) - (30 * Day);
        await store.Recordings.Add(new RecordingRow("recordings/north/old.mp4", "north", at, at + 60_000_000, 5, new('a', 64)));
        await store.Recordings.Protect("north", at, at + 1);
        await store.Cases.Add([Sample.Case("c1", "p1", CaseState.Rejected) with { AtUs = at }]);
        await retention.Round(default);
        Assert.NotEmpty(await Left());

        await store.Evidence.Add(new EvidenceRow("evidence/north/c1.zip", "c1", 12, new('b', 64), at));
        await store.Cases.Attach("c1", "evidence/north/c1.zip");
        var waiting = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Root, "scratch", "north", "pending")).FullName, "c2.zip");
        await File.WriteAllTextAsync(waiting, ""); // of a run that was killed before it could tell of its case
        await retention.Round(default);
        Assert.NotEmpty(await Left());

        File.Delete(waiting);
        await retention.Round(default);
        Assert.Empty(await Left());

        async Task<IEnumerable<string>> Left() => (await store.Recordings.Covering("north", 0, long.MaxValue)).Select(r => r.Path);
    }
}
