using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line;
using Qyran.Line.Live;
using Qyran.Measure.Speeds;
using Qyran.Rules;
using Qyran.Server.Findings;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>What a camera's rules leave undecided is counted with why, and an operator sees it.</summary>
public sealed class UndecidedApiTests
{
    private const string Unknown = "the signal's state is not known at that time";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_a_camera_leaves_undecided_is_counted_by_rule_and_reason(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", "{\"source\":\"video:none.mp4\"}", Paused: true));
        var now = (server.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        await server.Store.Cases.Add([Sample.Case("c1", "p0") with { Rule = "speeding", AtUs = now - 1, SiteId = "bridge" }, Sample.Case("c2", "p0", CaseState.Rejected) with { Rule = "speeding", AtUs = now - 1, SiteId = "bridge" }]);
        var (sink, tally) = (server.Server.Services.GetRequiredService<ILiveSink>(), server.Server.Services.GetRequiredService<UndecidedTally>());
        var doubt = Doubt("red-light", $"at the line south: {Unknown}");
        await sink.Passed(Passed("p1", now - 1, doubt, Doubt("stop-line", "the recording's time stamps jump")), default);
        await sink.Passed(Passed("p2", now - 1, Doubt("red-light", $"at the line north: {Unknown}"), new Finding("wrong-way", null, new Verdict.Kept("it drove in no lane against its way"))), default);
        await sink.Passed(Passed("p3", now - 1, Doubt("red-light", "it was lost behind the line north before it could be seen to drive on")), default);
        await sink.Passed(Passed("p4", now - (8 * 86_400_000_000), doubt), default);
        await tally.Save();
        await tally.Save();

        using var machine = await server.Machine(mayChange: false);
        var answer = await RunningServer.Json(await machine.GetAsync("/api/cameras/north/undecided"));
        Assert.Equal(4, answer.GetProperty("undecided").GetInt64());
        Assert.Equal(
            [
                "speeding|Faster than the limit|1|0|", $"red-light|Past a red signal|0|3|at the line …: {Unknown} 2, it was lost behind the line … before it could be seen to drive on 1",
                "stop-line|Stopped behind the stop line at red|0|1|the recording's time stamps jump 1",
            ], answer.GetProperty("rules").EnumerateArray().Select(Told));
        Assert.Equal(5, (await RunningServer.Json(await machine.GetAsync("/api/cameras/north/undecided?days=9"))).GetProperty("undecided").GetInt64());

        // who may not see cases is not told how many there are
        using var installer = await server.Machine(mayChange: true);
        var rules = (await RunningServer.Json(await installer.GetAsync("/api/cameras/north/undecided"))).GetProperty("rules").EnumerateArray().ToArray();
        Assert.Equal(["red-light", "stop-line"], rules.Select(r => r.GetProperty("rule").GetString()));
        Assert.All(rules, r => Assert.Equal(JsonValueKind.Null, r.GetProperty("cases").ValueKind));

        await RunningServer.Problem(HttpStatusCode.NotFound, await machine.GetAsync("/api/cameras/west/undecided"));
        foreach (var days in (int[])[0, 401]) Assert.Contains("1 to 400", await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.GetAsync($"/api/cameras/north/undecided?days={days}")), StringComparison.Ordinal);
        Assert.Equal(5, tally.Of("north"));
    }

    [Fact]
    public async Task What_the_database_has_not_got_yet_it_gets_when_the_server_stops()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-server-").FullName;
        await using var server = await RunningServer.Start(folder: folder);
        server.Server.Services.GetRequiredService<UndecidedTally>().Add("north", Sample.Noon, "red-light", Unknown);
        Assert.Empty(await server.Store.Undecided.Of("north", 0));
        await server.Server.DisposeAsync();
        var (store, _) = await Qyran.Storage.Store.OpenSqlite(Path.Combine(folder, "qyran.db"), server.Clock);
        await using (store) Assert.Equal([new("red-light", Unknown, 1)], await store!.Undecided.Of("north", 0));
    }

    [Theory]
    [InlineData("at the line stop-1: whether the arrow head-2/left was lit is not known", "at the line …: whether the arrow … was lit is not known")]
    [InlineData("frames are missing between the lane 1 and the line south", "frames are missing between the lane … and the line …")]
    [InlineData("frames are missing between the line and the junction", "frames are missing between the line and the junction")]
    [InlineData("it stood in the zone kerb, but a signal it may have waited for was not watched", "it stood in the zone …, but a signal it may have waited for was not watched")]
    [InlineData("its box changed its size abruptly at the line, so two vehicles may have been taken for one", "its box changed its size abruptly at the line, so two vehicles may have been taken for one")]
    [InlineData("its speed seems to change from 12 to 40 km/h within a second: perhaps two vehicles in one track", "its speed seems to change from … to … km/h within a second: perhaps two vehicles in one track")]
    [InlineData("the camera's view has moved by 3.2 px since 2026-11-20T12:31:05Z; check its calibration", "the camera's view has moved by … px since …; check its calibration")]
    [InlineData("the recording's time stamps cannot be put on the signal controller's clock", "the recording's time stamps cannot be put on the signal controller's clock")]
    [InlineData("the section 'ring-west' is away", "the section … is away")]
    public void A_reason_is_counted_without_the_figures_and_names_of_one_passage(string why, string reason) => Assert.Equal(reason, UndecidedReason.Of(why));

    [Fact]
    public void A_sentence_that_is_too_long_to_be_counted_by_is_other() => Assert.Equal("other", UndecidedReason.Of(new string('x', 500)));

    private static Finding Doubt(string rule, string why) => new(rule, null, new Verdict.Undecided(why));

    private static LivePassage Passed(string id, long firstUs, params Finding[] findings)
    {
        var time = new CaptureTime(0, null, firstUs, TimeQuality.Exact);
        var passage = new Passage(id, 1, RoadUser.Car, time, time, null, null, null, "no calibration");
        var outcome = new TrackOutcome(new Track(1, RoadUser.Car, []), passage, null, [.. findings], System.Collections.Immutable.ImmutableDictionary<string, Qyran.Domain.Signals.SignalTimeline>.Empty, new(TimeQuality.Exact, 0, "", []))
        {
            Measuring = SpeedSettings.Default,
        };
        return new LivePassage("north", outcome, firstUs, firstUs, ReadOnlyMemory<byte>.Empty, []);
    }

    private static string Told(JsonElement rule) => string.Join('|', rule.GetProperty("rule").GetString(), rule.GetProperty("rule_title").GetString(), rule.GetProperty("cases").GetInt64(), rule.GetProperty("undecided").GetInt64(),
        string.Join(", ", rule.GetProperty("reasons").EnumerateArray().Select(r => $"{r.GetProperty("reason").GetString()} {r.GetProperty("passages").GetInt64()}")));
}
