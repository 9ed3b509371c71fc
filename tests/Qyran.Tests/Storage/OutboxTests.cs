using Qyran.Domain.Failures;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Queue;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Storage;

/// <summary>The database is away for a while: it is said, nothing is lost, and everything arrives in the end.</summary>
public sealed class OutboxTests
{
    [Fact]
    public async Task Items_of_every_kind_arrive_once_and_in_order()
    {
        await using var test = await TestStore.Open(Engine.Sqlite);
        var path = Path.Combine(test.Folder, "outbox.db");
        var passage = new PassageEntry(Sample.Passage("p1", 1, "123ABC01", 72) with { Evidence = ["evidence/x"] }, [new(Sample.Noon, "123ABC01", "KZ", 0.9, [[new('1', 0.9), new('I', 0.1)]])]);
        var filed = Sample.Case("c1", "p1");
        var evidence = new EvidenceRow("evidence/c1.jpg", "c1", 3, new('a', 64), Sample.Noon);
        var pack = new EvidenceRow("evidence/c1.zip", "c1", 3, new('b', 64), Sample.Noon);
        var gap = new GapRow("north", Sample.Noon, Sample.Noon + 5, "the camera sent nothing");
        // a start after a kill has met the pack before its case
        await test.Store.Evidence.Add(pack with { CaseId = null });
        await using (var box = (await Outbox.Open(path, 100, TestStore.Clock)).Item1!)
        {
            foreach (var item in (Outgoing[])[new Outgoing.Passage(passage), new Outgoing.Case(filed), new Outgoing.Evidence(evidence), new Outgoing.Pack(pack), new Outgoing.Gap(gap)]) await box.Put(item);
            await Assert.ThrowsAsync<ArgumentException>(() => box.Put(new Outgoing.Passage(new(Sample.Passage("")))));
        }
        // after a restart
        await using (var box = (await Outbox.Open(path, 100, TestStore.Clock)).Item1!)
        {
            Assert.Equal(5, box.Waiting);
            Delivered? arrived = null;
            Assert.Equal(5, await box.Send(test.Store, arrived: a => arrived = a));
            Assert.Equal(["p1"], arrived!.Passages.Select(p => p.Id));
            Assert.Equal([(string?)null, pack.Path], arrived.Cases.Select(c => c.Evidence));
            Assert.Equal(0, await box.Send(test.Store));
            Assert.Equal(0, box.Waiting);
        }
        Assert.Equal(passage.Passage, await test.Store.Passages.Find("p1"));
        Assert.Equal(passage.Readings, await test.Store.Passages.Readings("p1"));
        Assert.Equal(filed with { Evidence = pack.Path, Version = filed.Version + 1 }, await test.Store.Cases.Find("c1"));
        Assert.Equal([evidence, pack], await test.Store.Evidence.OfCase("c1"));
        Assert.Equal([gap], await test.Store.Recordings.Gaps("north", 0, long.MaxValue));
        // a lost answer: once more changes nothing and tells nobody
        var again = await Delivery.Run(test.Store, [new Outgoing.Passage(passage), new Outgoing.Case(filed), new Outgoing.Evidence(evidence), new Outgoing.Pack(pack), new Outgoing.Gap(gap)]);
        Assert.True(again.Passages.IsEmpty && again.Cases.IsEmpty);
        Assert.Equal(filed.Version + 1, (await test.Store.Cases.Find("c1"))!.Version);
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_zero_in_a_text_holds_up_nobody(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await using var box = (await Outbox.Open(Path.Combine(test.Folder, "outbox.db"), 100, TestStore.Clock)).Item1!;
        await box.Put(new Outgoing.Passage(new(Sample.Passage("p1") with { Lane = "a\0" })));
        await box.Put(new Outgoing.Case(Sample.Case("c1", "p1") with { Offence = "x\0" }));
        await box.Put(new Outgoing.Passage(new(Sample.Passage("p2", 1))));
        Assert.Equal(3, await box.Send(test.Store));
        Assert.Equal("a\uFFFD", (await test.Store.Passages.Find("p1"))!.Lane);
        Assert.Equal("x\uFFFD", (await test.Store.Cases.Find("c1"))!.Offence);
        Assert.NotNull(await test.Store.Passages.Find("p2"));
    }

    [Fact]
    public async Task A_suspension_that_waits_holds_at_a_start_and_comes_again_in_its_turn()
    {
        const string measures = """{"source":"rtsp://203.0.113.9/a","suspended":null}""";
        await using var test = await TestStore.Open(Engine.Sqlite);
        await test.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await test.Store.Sites.Save(new CameraRow("north", "bridge", "North", measures));
        await using var box = (await Outbox.Open(Path.Combine(test.Folder, "outbox.db"), 100, TestStore.Clock)).Item1!;
        await box.Put(new Outgoing.Suspension("north", "the view has moved"));
        await box.Put(new Outgoing.Suspension("removed", "the view has moved"));
        await box.Suspend(test.Store);
        Assert.Equal(measures.Replace("null", "\"the view has moved\"", StringComparison.Ordinal), (await test.Store.Sites.FindCamera("north"))!.Settings);
        await box.Put(new Outgoing.Suspension("north", null));
        Assert.Equal(3, await box.Send(test.Store));
        Assert.Equal(measures, (await test.Store.Sites.FindCamera("north"))!.Settings);
    }

    [Fact]
    public async Task A_full_box_makes_the_caller_wait_and_drops_nothing()
    {
        await using var test = await TestStore.Open(Engine.Sqlite);
        await using var box = (await Outbox.Open(Path.Combine(test.Folder, "outbox.db"), 3, TestStore.Clock)).Item1!;
        Outgoing Item(int i) => new Outgoing.Passage(new(Sample.Passage($"p{i}", i)));
        for (var i = 0; i < 3; i++) await box.Put(Item(i));
        var fourth = box.Put(Item(3));
        await Task.Delay(50);
        Assert.False(fourth.IsCompleted);
        Assert.Equal(2, await box.Send(test.Store, most: 2));
        await fourth;
        Assert.Equal(2, await box.Send(test.Store));
        Assert.Equal(4, await test.Store.Passages.Count());
    }

    [Fact]
    public async Task A_box_that_holds_more_than_it_may_now_is_emptied_first()
    {
        await using var test = await TestStore.Open(Engine.Sqlite);
        var path = Path.Combine(test.Folder, "outbox.db");
        await using (var wide = (await Outbox.Open(path, 10, TestStore.Clock)).Item1!)
            for (var i = 0; i < 6; i++) await wide.Put(new Outgoing.Passage(new(Sample.Passage($"p{i}", i))));
        await using var narrow = (await Outbox.Open(path, 2, TestStore.Clock)).Item1!;
        var put = narrow.Put(new Outgoing.Passage(new(Sample.Passage("late"))));
        Assert.Equal(4, await narrow.Send(test.Store, most: 4));
        await Task.Delay(50);
        Assert.False(put.IsCompleted);
        Assert.Equal(1, await narrow.Send(test.Store, most: 1));
        await put;
        Assert.Equal(2, narrow.Waiting);
    }

    [Fact]
    public async Task A_database_that_stops_in_the_middle_is_named_and_gets_everything_when_it_is_back()
    {
        PostgresServer.Need();
        using var server = new PostgresServer(); // its own: the others' must not stop
        var address = server.NewDatabase();
        var root = Directory.CreateTempSubdirectory("qyran-outbox-").FullName;
        var store = (await Store.OpenPostgres(address, TestStore.Clock)).Item1!;
        await using var box = (await Outbox.Open(Path.Combine(root, "outbox.db"), 10_000, TimeProvider.System)).Item1!;
        using var stop = new CancellationTokenSource();
        var failures = new List<Failure>();
        await using var theirs = (await Store.OpenPostgres(address, TestStore.Clock)).Item1!;
        var running = box.Run(theirs, null, (f, _) => failures.Add(f), stop.Token);
        var put = Task.Run(async () =>
        {
            for (var i = 0; i < 600; i++)
            {
                await box.Put(new Outgoing.Passage(new(Sample.Passage($"p{i}", i, "123ABC01"))));
                await Task.Delay(2);
            }
        });
        await Until(() => box.Waiting == 0, put);
        server.Stop();
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.Passages.Add(Sample.Entries(Sample.Passage("direct"))));
        Assert.Equal(FailureKind.Unreachable, refused.Failure.Kind);
        await put;
        Assert.True(box.Waiting > 0);
        server.Start();
        await Until(() => box.Waiting == 0, Task.Delay(30_000));
        Assert.All(failures, f => Assert.Equal(FailureKind.Unreachable, f.Kind));
        Assert.NotEmpty(failures);
        // the store that saw it go works again without being reopened
        Assert.Equal(1, await store.Passages.Add(Sample.Entries(Sample.Passage("direct"))));
        Assert.Equal(601, await store.Passages.Count());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await store.DisposeAsync();
        await box.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_sender_killed_again_and_again_delivers_everything_once()
    {
        var database = PostgresServer.Need().NewDatabase();
        var root = Directory.CreateTempSubdirectory("qyran-outbox-").FullName;
        var confirmed = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            using var writer = new Writer(root, database);
            writer.WaitFor(300);
            writer.Kill();
            confirmed.AddRange(writer.Confirmed);
        }
        await using var store = (await Store.OpenPostgres(database, TestStore.Clock)).Item1!;
        await using (var box = (await Outbox.Open(Path.Combine(root, "outbox.db"), 1_000_000, TestStore.Clock)).Item1!)
            while (await box.Send(store) > 0) { }
        await Writer.MustBeThere(store, DataFolder.Open(root).Item1!, confirmed);
        var count = await store.Passages.Count();
        Assert.InRange(count, confirmed.Count, confirmed.Count + 10); // a few were stored whose line we did not live to read
        Directory.Delete(root, recursive: true);
    }

    private static async Task Until(Func<bool> reached, Task orThis)
    {
        while (!reached())
        {
            Assert.False(orThis.IsCompleted && !reached(), "it did not happen");
            await Task.Delay(20);
        }
    }
}
