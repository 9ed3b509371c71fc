using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Domain.Cases;
using Qyran.Line.Live;
using Qyran.Server.Cameras;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;
using Qyran.Tests.Evidence;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>What the lines find is kept; a call that is made again changes nothing.</summary>
public sealed class LiveSinkTests
{
    internal static LiveCase Found => new("north", new Case("case-1", "speed", "KoAP 592", "p-1",
        new Verdict.Broken("74 km/h where 60 are allowed", 5, ImmutableSortedDictionary<string, string>.Empty, []), null), Sample.Noon);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_case_and_its_pack_told_twice_are_one_and_a_decision_in_between_stays(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        var sink = server.Server.Services.GetRequiredService<ILiveSink>();
        await sink.Found(Found, default);
        await sink.Found(Found, default);
        var filed = Assert.Single(await server.Store.Cases.In(CaseState.Candidate));
        Assert.Equal(("case-1", (string?)null, 1), (filed.Id, filed.Evidence, filed.Version));
        Assert.True(await server.Store.Cases.Save(filed with { State = CaseState.Approved, Reason = "clear" }));

        using var sample = new SamplePack();
        var path = $"{DataFolder.Evidence}/north/case-1.zip";
        Directory.CreateDirectory(Path.GetDirectoryName(server.Data.Full(path))!);
        File.Move(sample.Write().Path, server.Data.Full(path));
        var pack = new LivePack("north", "case-1", path, null, Sample.Noon, Sample.Noon + 1);
        await sink.Recorded(pack, default);
        await sink.Recorded(pack, default);
        var kept = (await server.Store.Cases.Find("case-1"))!;
        Assert.Equal((path, CaseState.Approved, 3), (kept.Evidence, kept.State, kept.Version));
        Assert.Single(await server.Store.Evidence.OfCase("case-1"));
    }

    [Fact]
    public async Task A_moved_view_stays_suspended_over_a_restart_until_somebody_has_looked()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", new CameraSettings("rtsp://203.0.113.9/a").Json(), Paused: true));
        var sink = server.Server.Services.GetRequiredService<ILiveSink>();
        await sink.Raised(new LiveAlarm("north", LiveTrouble.ViewMoved, Sample.Noon, true, "the view has moved by 30 px"), default);
        Assert.Equal("the view has moved by 30 px", CameraSettings.Of((await server.Store.Sites.FindCamera("north"))!.Settings).Suspended);
        using var person = await server.Person();
        await RunningServer.Json(await person.PostAsync("/api/cameras/north/confirm-view", null));
        Assert.Null(CameraSettings.Of((await server.Store.Sites.FindCamera("north"))!.Settings).Suspended);
    }
}
