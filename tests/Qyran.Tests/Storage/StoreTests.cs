using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Storage;

/// <summary>The contract, on every engine: what is put in comes out, twice is once, and it is there after a restart.</summary>
public sealed class StoreTests
{
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_camera_is_changed_from_what_is_stored_then(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await test.Store.Sites.Save(new CameraRow("north", "bridge", "North", "1"));
        var asked = 0;
        // another one changes it between the look and the change
        var now = await test.Store.Sites.Change("north", row =>
        {
            if (asked++ == 0) test.Store.Sites.Save(row with { Name = "Northbound", Settings = "2" }).GetAwaiter().GetResult();
            return row with { Settings = $"{row.Settings}+" };
        });
        Assert.Equal((2, "2+", "Northbound"), (asked, now!.Settings, (await test.Store.Sites.FindCamera("north"))!.Name));
        await test.Store.Sites.RemoveCamera("north");
        Assert.Null(await test.Store.Sites.Change("north", row => row with { Paused = true }));
        Assert.Null(await test.Store.Sites.FindCamera("north"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_passage_comes_back_as_it_was_stored_also_after_a_restart(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var full = Sample.Passage("p1", 1, "а 123 вс-77", 72) with { Evidence = ["evidence/a.jpg", "evidence/b.jpg"], Class = RoadUser.Truck };
        var bare = Sample.Passage("p2", 2) with { Lane = null, Direction = null, SpeedRefused = null };
        ImmutableArray<ReadingRow> readings =
        [
            new(Sample.Noon, "A123BC77", "RU", 0.91, [[new('A', 0.9), new('4', 0.1)], [new('1', 1)]]),
            new(Sample.Noon + 40_000, "A123B", null, 0.4, []),
        ];
        Assert.Equal(2, await test.Store.Passages.Add([new(full, readings), new(bare)]));
        await test.Reopen();
        Assert.Equal(full, await test.Store.Passages.Find("p1"));
        Assert.Equal(bare, await test.Store.Passages.Find("p2"));
        Assert.Equal(readings, await test.Store.Passages.Readings("p1"));
        Assert.Empty(await test.Store.Passages.Readings("p2"));
        Assert.Null(await test.Store.Passages.Find("p3"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_batch_added_again_is_stored_once(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        ImmutableArray<ReadingRow> readings = [new(Sample.Noon, "123ABC01", "KZ", 0.9, [])];
        PassageEntry one = new(Sample.Passage("p1", 1, "123ABC01"), readings), two = new(Sample.Passage("p2", 1, "123ABC01"), readings);
        Assert.Equal(1, await test.Store.Passages.Add([one]));
        Assert.Equal(1, await test.Store.Passages.Add([one, two, two]));
        Assert.Equal(0, await test.Store.Passages.Add([two, one]));
        Assert.Equal(2, await test.Store.Passages.Count());
        Assert.Equal(readings, await test.Store.Passages.Readings("p2"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Many_passages_of_one_microsecond_all_find_a_place(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        // more than enough for two ids to begin in the same slot (1024 of them)
        var entries = Sample.Entries([.. Enumerable.Range(0, 200).Select(i => Sample.Passage($"p{i}"))]);
        Assert.Contains(entries.GroupBy(e => PassageKey.Slot(e.Passage.Id)), g => g.Count() > 1);
        Assert.Equal(120, await test.Store.Passages.Add([.. entries.Take(120)]));
        Assert.Equal(80, await test.Store.Passages.Add(entries));
        foreach (var entry in entries) Assert.Equal(entry.Passage, await test.Store.Passages.Find(entry.Passage.Id));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Passages_of_any_month_are_taken(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var entries = Sample.Entries([.. new[] { 0L, 1, 951_782_400, 1_795_176_000, 1_798_761_599, 1_798_761_600, 4_102_444_800, 9_000_000_000 }
            .Select((s, i) => Sample.Passage($"p{i}") with { FirstSeenUs = s * 1_000_000, LastSeenUs = s * 1_000_000 })]);
        Assert.Equal(entries.Count, await test.Store.Passages.Add(entries));
        foreach (var entry in entries) Assert.Equal(entry.Passage, await test.Store.Passages.Find(entry.Passage.Id));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Many_writers_at_once_lose_nothing(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        // all writers meet the same new plates and the same new camera
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var b = 0; b < 5; b++)
                await test.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 20).Select(i => Sample.Passage($"w{w}b{b}i{i}", b, $"{(i * 7 + w) % 20}ABC"))]));
        })));
        Assert.Equal(800, await test.Store.Passages.Count());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task One_write_that_fails_takes_no_other_along(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var good = Enumerable.Range(0, 30).Select(i => test.Store.Passages.Add(Sample.Entries(Sample.Passage($"p{i}", i, "123ABC01")))).ToArray();
        var bad = Enumerable.Range(0, 3).Select(i => test.Store.Sites.Save(new CameraRow($"c{i}", "no such site", "", "{}"))).ToArray();
        var more = Enumerable.Range(30, 30).Select(i => test.Store.Passages.Add(Sample.Entries(Sample.Passage($"p{i}", i)))).ToArray();
        Assert.Equal(60, (await Task.WhenAll([.. good, .. more])).Sum());
        foreach (var save in bad) await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => save);
        Assert.Equal(60, await test.Store.Passages.Count());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Rows_no_database_may_hold_are_refused_before_they_reach_it(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var good = Sample.Passage("p1");
        foreach (var bad in (PassageRow[])[good with { Id = "" }, good with { Id = new('x', 101) }, good with { FirstSeenUs = -1 }, good with { LastSeenUs = good.FirstSeenUs - 1 }, good with { Plate = new(" - ", null, 0.5) }])
            await Assert.ThrowsAsync<ArgumentException>(() => test.Store.Passages.Add([new(good), new(bad)]));
        Assert.Equal(0, await test.Store.Passages.Count());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Sites_and_cameras_are_kept_changed_and_removed(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        SiteRow bridge = new("bridge", "Мост", 43.25, 76.9), square = new("square", "Алаң");
        CameraRow north = new("north", "bridge", "North", """{"url":"rtsp://10.0.0.2"}""", [1, 0, 255]), south = new("south", "bridge", "South", "{}");
        await test.Store.Sites.Save(bridge);
        await test.Store.Sites.Save(square);
        await test.Store.Sites.Save(north);
        await test.Store.Sites.Save(south);
        await test.Store.Sites.Save(south with { Paused = true, SiteId = "square" });
        Assert.Equal([bridge, square], await test.Store.Sites.All());
        var cameras = await test.Store.Sites.Cameras();
        Assert.Equal([1, 0, 255], cameras[0].SealedSecret!.Value);
        Assert.Equal(south with { Paused = true, SiteId = "square" }, cameras[1]);
        Assert.True(await test.Store.Sites.RemoveCamera("north"));
        Assert.False(await test.Store.Sites.RemoveCamera("north"));
        Assert.Single(await test.Store.Sites.Cameras());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_two_people_who_decide_a_case_the_second_is_told(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var filed = Sample.Case("c1", "p1");
        await test.Store.Cases.Add([filed]);
        await test.Store.Cases.Add([filed with { Why = "another" }]);
        Assert.Equal(filed, await test.Store.Cases.Find("c1"));
        var approved = filed with { State = CaseState.Approved, DecidedBy = "officer 7", DecidedUs = Sample.Noon, Reason = "clear", Evidence = "evidence/c1.zip" };
        Assert.True(await test.Store.Cases.Save(approved));
        Assert.False(await test.Store.Cases.Save(filed with { State = CaseState.Rejected }));
        Assert.Equal(approved with { Version = 2 }, await test.Store.Cases.Find("c1"));
        Assert.Equal(approved with { Version = 2 }, Assert.Single(await test.Store.Cases.OfPassage("p1")));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_queue_of_a_state_is_read_page_by_page_oldest_first(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Cases.Add([.. Enumerable.Range(0, 7).Select(i => Sample.Case($"c{i}", "p1", i == 3 ? CaseState.Rejected : CaseState.Candidate, 100 - i / 2))]);
        var first = await test.Store.Cases.In(CaseState.Candidate, null, 4);
        Assert.Equal(["c6", "c4", "c5", "c2"], first.Select(c => c.Id));
        Assert.Equal(["c0", "c1"], (await test.Store.Cases.In(CaseState.Candidate, first[^1], 4)).Select(c => c.Id));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_case_of_a_camera_is_found_by_its_instant(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Cases.Add([Sample.Case("c1", "p1")]);
        Assert.True(await test.Store.Cases.Any("north", Sample.Noon, Sample.Noon, default));
        Assert.False(await test.Store.Cases.Any("north", Sample.Noon + 1, Sample.Noon + 9, default));
        Assert.False(await test.Store.Cases.Any("south", Sample.Noon - 9, Sample.Noon + 9, default));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Recordings_are_found_by_span_and_protected_ones_are_not_retired(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        for (var minute = 0; minute < 5; minute++)
            await test.Store.Recordings.Add(new RecordingRow($"recordings/north/{minute}.mp4", "north", minute * 60L, minute * 60L + 60, 1000, new('a', 64)));
        var all = test.Store.Recordings;
        Assert.Equal([1, 2], (await all.Covering("north", 119, 121)).Select(r => r.StartUs / 60));
        Assert.Equal([2], (await all.Covering("north", 120, 180)).Select(r => r.StartUs / 60));
        Assert.Empty(await all.Covering("south", 0, 1000));
        Assert.Equal(2, await all.Protect("north", 30, 90));
        Assert.Equal(["recordings/north/2.mp4", "recordings/north/3.mp4"], (await all.Oldest("north", 2)).Select(r => r.Path));
        Assert.Equal(1, await all.Retire(["recordings/north/0.mp4", "recordings/north/2.mp4", "recordings/north/9.mp4"]));
        Assert.Equal(4000, await all.Bytes("north"));
        Assert.Equal(4000, await all.Bytes(null));
        Assert.Equal(["recordings/north/2.mp4"], await all.Garbage(default));
        await all.Swept(["recordings/north/2.mp4"], default);
        Assert.Empty(await all.Garbage(default));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_recording_is_released_when_every_case_near_it_has_its_pack(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var (recordings, cases) = (test.Store.Recordings, test.Store.Cases);
        var (end, later) = (Sample.Noon + 60_000_000, Sample.Noon + 3_600_000_000);
        await recordings.Add(new RecordingRow("recordings/north/noon.mp4", "north", Sample.Noon, end, 1000, new('a', 64)));
        await recordings.Protect("north", Sample.Noon, end);
        Assert.Equal(0, await recordings.Release("north", later)); // its case may be on its way
        await cases.Add([Sample.Case("c1", "p1")]);
        Assert.Equal(0, await recordings.Release("north", later));
        await cases.Attach("c1", "evidence/north/c1.zip");
        Assert.Equal(0, await recordings.Release("north", later)); // named, not stored
        await test.Store.Evidence.Add(new EvidenceRow("evidence/north/c1.zip", "c1", 12, new('b', 64), Sample.Noon));
        Assert.Equal(0, await recordings.Release("north", end)); // too new
        Assert.Equal(0, await recordings.Release("south", later));
        // its clip may begin before its offence; what was decided of it makes no pack
        await cases.Add([Sample.Case("c2", "p2", CaseState.Rejected) with { AtUs = end + 300_000_000 }]);
        Assert.Equal(0, await recordings.Release("north", later));
        await cases.Attach("c2", "evidence/north/c2.zip");
        await test.Store.Evidence.Add(new EvidenceRow("evidence/north/c2.zip", "c2", 12, new('b', 64), Sample.Noon));
        await cases.Add([Sample.Case("elsewhere", "p3") with { CameraId = "south" }, Sample.Case("long-after", "p4") with { AtUs = end + 361_000_000 }]);
        Assert.Empty(await recordings.Oldest("north", 9));
        Assert.Equal(1, await recordings.Release("north", later));
        Assert.Equal("recordings/north/noon.mp4", Assert.Single(await recordings.Oldest("north", 9)).Path);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Evidence_keeps_the_first_row_of_a_path(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var row = new EvidenceRow("evidence/c1.zip", "c1", 12, new('b', 64), Sample.Noon);
        await test.Store.Evidence.Add(row);
        await test.Store.Evidence.Add(row with { LengthBytes = 13 });
        Assert.Equal(row, await test.Store.Evidence.Find("evidence/c1.zip"));
        Assert.Equal(row, Assert.Single(await test.Store.Evidence.OfCase("c1")));
    }
}
