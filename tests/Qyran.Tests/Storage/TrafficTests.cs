using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Storage.Rows;
using Qyran.Storage.Traffic;

namespace Qyran.Tests.Storage;

/// <summary>Traffic as numbers, on every engine: each vehicle is counted once, where and when it came.</summary>
public sealed class TrafficTests
{
    private const long Hour = 3_600_000_000, Day = 24 * Hour, AlmatyUs = 5 * Hour;

    private static TrafficQuery Ask(long bin = Hour, long offset = 0, string[]? cameras = null, string[]? sites = null) =>
        new(Sample.Noon - Day, Sample.Noon + Day, bin, offset, [.. cameras ?? []], sites is null ? null : [.. sites]);

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Vehicles_are_counted_by_hour_and_lane_or_camera(Engine engine)
    {
        await using var test = await Filled(engine);
        var noon = Sample.Noon / Hour;
        Assert.Equal([new(noon, null, null, 1), new(noon, null, "1", 3), new(noon + 1, null, "2", 1)], (await test.Store.Traffic.Flow(Ask(cameras: ["north"]), byLane: true)).Select(x => x).OrderBy(f => f.Bin).ThenBy(f => f.Lane, StringComparer.Ordinal));
        Assert.Equal([new(noon, "north", null, 4), new(noon, "south", null, 2), new(noon + 1, "north", null, 1)], await test.Store.Traffic.Flow(Ask(), byLane: false));
        // 12:00 UTC is 17:00 in Almaty; its day is UTC's from 19:00 on
        Assert.Equal([new((Sample.Noon + AlmatyUs) / Day, "south", null, 2)], await test.Store.Traffic.Flow(Ask(Day, AlmatyUs, sites: ["square"]), byLane: false));
        Assert.Equal(7, (await test.Store.Traffic.Flow(Ask(Day, 8 * Hour), byLane: false)).Sum(f => f.Count));
        Assert.Equal((Sample.Noon + 8 * Hour) / Day, (await test.Store.Traffic.Flow(Ask(Day, 8 * Hour, ["north"]), byLane: false))[0].Bin);
        Assert.Empty(await test.Store.Traffic.Flow(Ask(sites: []), byLane: false));
        Assert.Empty(await test.Store.Traffic.Flow(Ask(sites: ["square"], cameras: ["north"]), byLane: true));
        // half open, as everywhere
        Assert.Equal(1, (await test.Store.Traffic.Flow(Ask() with { FromUs = Sample.Noon, UntilUs = Sample.Noon + 1 }, byLane: true)).Sum(f => f.Count));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task The_week_begins_on_monday_by_the_clock_on_the_wall(Engine engine)
    {
        await using var test = await Filled(engine);
        // 2026-11-20 is a Friday
        var week = await test.Store.Traffic.Week(Ask());
        Assert.Equal((168, 7L, 6L, 1L), (week.Length, week.Sum(), week[4 * 24 + 12], week[4 * 24 + 13]));
        Assert.Equal(6, (await test.Store.Traffic.Week(Ask(offset: 12 * Hour)))[5 * 24]);
        Assert.Equal(168, (await test.Store.Traffic.Week(Ask(sites: []))).Length);
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Speeds_are_counted_in_whole_kmh_without_what_others_state(Engine engine)
    {
        await using var test = await Filled(engine);
        Assert.Equal([new(50, false, 1), new(60, false, 2), new(null, true, 1), new(null, false, 3)], await test.Store.Traffic.Speeds(Ask()));
        Assert.Equal([new(60, false, 1), new(null, true, 1)], await test.Store.Traffic.Speeds(Ask(sites: ["square"])));
        Assert.Empty(await test.Store.Traffic.Speeds(Ask(sites: [])));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Violations_are_counted_by_rule_site_and_how_far_they_are_decided(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        CaseRow Case(string id, string rule, string? site, CaseState state = CaseState.Candidate) => Sample.Case(id, "p1", state) with { Rule = rule, SiteId = site };
        await test.Store.Cases.Add([Case("1", "speeding", "bridge"), Case("2", "speeding", "bridge", CaseState.Approved), Case("3", "speeding", "bridge", CaseState.Rejected), Case("4", "red-light", "square"), Case("5", "red-light", null),
            Case("6", "red-light", "square") with { AtUs = Sample.Noon + 2 * Day }]);
        var noon = Sample.Noon / Hour;
        Assert.Equal([new(noon, "red-light", "square", CaseState.Candidate, 1), new(noon, "red-light", null, CaseState.Candidate, 1), new(noon, "speeding", "bridge", CaseState.Candidate, 1), new(noon, "speeding", "bridge", CaseState.Approved, 1), new(noon, "speeding", "bridge", CaseState.Rejected, 1)],
            (await test.Store.Traffic.Violations(Ask())).OrderBy(v => v.Rule, StringComparer.Ordinal).ThenBy(v => v.SiteId is null).ThenBy(v => v.State));
        Assert.Equal([new(noon, "red-light", "square", CaseState.Candidate, 1)], await test.Store.Traffic.Violations(Ask(sites: ["square"])));
        Assert.Equal(5, (await test.Store.Traffic.Violations(Ask(cameras: ["north"]))).Sum(v => v.Count));
        Assert.Empty(await test.Store.Traffic.Violations(Ask(sites: [])));
        Assert.Empty(await test.Store.Traffic.Violations(Ask(cameras: ["south"])));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Ways_are_kept_and_each_vehicle_counts_once_in_a_cell(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        ImmutableArray<byte> across = [0, 128, 255, 128], back = [255, 128, 0, 128, 255, 128], spot = [10, 250];
        await test.Store.Passages.Add(Sample.Entries(Sample.Passage("a") with { Trail = across }, Sample.Passage("b", 1) with { Trail = back }, Sample.Passage("c", 2) with { Trail = spot }, Sample.Passage("d", 3),
            Sample.Passage("walker", 4, kind: RoadUser.Person) with { Trail = across }, Sample.Passage("e", 5, camera: "south", site: "square") with { Trail = across }));
        Assert.Equal(back, (await test.Store.Passages.Find("b"))!.Trail);
        Assert.Empty((await test.Store.Passages.Find("d"))!.Trail);
        var heat = await test.Store.Traffic.Trails(Ask(cameras: ["north"]));
        Assert.Equal((3, 1), (heat.Vehicles, heat.Without));
        Assert.Equal(Enumerable.Repeat(2L, TrailHeat.Columns), heat.Counts.Skip(27 * TrailHeat.Columns).Take(TrailHeat.Columns));
        Assert.Equal(1, heat.Counts[(52 * TrailHeat.Columns) + 3]);
        Assert.Equal((2 * TrailHeat.Columns) + 1, heat.Counts.Sum());
        Assert.Equal(0, (await test.Store.Traffic.Trails(Ask(cameras: ["north"], sites: ["square"]))).Vehicles);
    }

    /// <summary>More places than are read by their own index: the other way gives the same.</summary>
    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Many_cameras_are_counted_as_few_are(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 60).Select(i => Sample.Passage($"p{i}", i, kmh: 40 + i, camera: $"c{i % 20}"))]));
        string[] most = [.. Enumerable.Range(0, 15).Select(i => $"c{i}")];
        var together = await test.Store.Traffic.Flow(Ask(cameras: most), byLane: false);
        Assert.Equal(45, together.Sum(f => f.Count));
        Assert.Equal(45, (await test.Store.Traffic.Speeds(Ask(cameras: most))).Sum(f => f.Count));
        foreach (var camera in most) Assert.Equal(together.Single(f => f.CameraId == camera), Assert.Single(await test.Store.Traffic.Flow(Ask(cameras: [camera]), byLane: false)));
    }

    private static async Task<TestStore> Filled(Engine engine)
    {
        var test = await TestStore.Open(engine);
        ImmutableArray<PassageRow> rows =
        [
            Sample.Passage("a", 0, kmh: 50), Sample.Passage("b", 10, kmh: 60), Sample.Passage("c", 20), Sample.Passage("d", 30) with { Lane = null },
            Sample.Passage("e", 3600) with { Lane = "2" }, Sample.Passage("walker", 40, kind: RoadUser.Person),
            Sample.Passage("f", 50, kmh: 60, camera: "south", site: "square"),
            Sample.Passage("g", 60, kmh: 99, camera: "south", site: "square") with { Foreign = new ForeignRow("south", "1", "M", "X", "S", null, "free", null, Sample.Noon) },
            Sample.Passage("old", -200_000, kmh: 60),
        ];
        await test.Store.Passages.Add(Sample.Entries([.. rows]));
        return test;
    }
}
