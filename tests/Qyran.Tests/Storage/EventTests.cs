using Qyran.Storage.Queue;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Storage;

/// <summary>What happens is noted with its row, once, and only while somebody subscribes.</summary>
public sealed class EventTests
{
    private static readonly SubscriberRow Somebody = new("city", SubscriberRow.Hook, "https://203.0.113.9/", EventKinds.All, null, [1, 2, 3], null, Sample.Noon);

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Passages_cases_their_evidence_and_decisions_are_noted_in_the_same_step(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var store = test.Store;
        await store.Passages.Add(Sample.Entries(Sample.Passage("p0")));
        Assert.Empty(await store.Events.Waiting(10)); // nobody listens

        await store.Subscribers.Save(Somebody);
        await store.Passages.Add(Sample.Entries(Sample.Passage("p1"), Sample.Passage("p2", 5)));
        await store.Passages.Add(Sample.Entries(Sample.Passage("p1")));
        await store.Cases.Add([Sample.Case("c1", "p1") with { SiteId = "bridge" }]);
        await store.Cases.Add([Sample.Case("c1", "p1")]);
        Assert.True(await store.Cases.Attach("c1", "evidence/c1.zip"));
        Assert.False(await store.Cases.Attach("c1", "evidence/c1.zip"));
        var now = (await store.Cases.Find("c1"))!;
        Assert.True(await store.Cases.Save(now with { State = CaseState.Approved, DecidedUs = Sample.Noon + 9_000_000, DecidedBy = "officer 7", Reason = "clear" }));
        Assert.False(await store.Cases.Save(now with { State = CaseState.Rejected, DecidedUs = Sample.Noon })); // too late: nothing happened
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.Passages.Add(Sample.Entries(Sample.Passage("p9"), Sample.Passage(""))));

        var noted = await store.Events.Waiting(10);
        Assert.Equal(["case c1 bridge", "case c1 bridge", "case-decided c1 bridge", "passage p1 bridge", "passage p2 bridge"], noted.Select(e => $"{e.Kind} {e.Subject} {e.SiteId}").Order(StringComparer.Ordinal));
        Assert.Equal(5, noted.Select(e => e.Id).Distinct().Count());

        // shared out: gone here, waiting there, whole or not at all
        var first = new DeliveryRow("city", noted[0].Id, noted[0].Kind, noted[0].CameraId, "{}", DeliveryState.Waiting, Sample.Noon, Sample.Noon);
        await store.Events.Share([.. noted.Select(e => e.Id)], [first, first]);
        Assert.Empty(await store.Events.Waiting(10));
        Assert.Equal(first, Assert.Single(await store.Deliveries.Due("city", Sample.Noon, 10)));
        Assert.Empty(await store.Deliveries.Due("city", Sample.Noon - 1, 10));
        Assert.Equal(Sample.Noon, await store.Deliveries.NextDue("city"));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_delivery_is_given_up_remembered_and_forgotten_in_its_time(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var store = test.Store;
        await store.Subscribers.Save(Somebody);
        Assert.Equal(Somebody, await store.Subscribers.Find("city"));
        DeliveryRow Row(string id, DeliveryState state, long madeUs) => new("city", id, EventKinds.Passage, "north", "{}", state, madeUs, madeUs);
        await store.Events.Share([], [Row("old-waiting", DeliveryState.Waiting, 100), Row("new-waiting", DeliveryState.Waiting, 300), Row("old-done", DeliveryState.Delivered, 100), Row("old-dead", DeliveryState.Dead, 10), Row("new-dead", DeliveryState.Dead, 100)]);
        await store.Deliveries.Tidy(giveUpUs: 200, deliveredUs: 200, deadUs: 50);
        Assert.Equal(["new-waiting", "old-waiting", "new-dead"], (await store.Deliveries.Newest("city", null, null, 10)).Select(d => d.EventId));
        Assert.Equal(["old-waiting", "new-dead"], (await store.Deliveries.Newest("city", DeliveryState.Dead, null, 10)).Select(d => d.EventId));
        var page = await store.Deliveries.Newest("city", null, null, 1);
        Assert.Equal(["old-waiting", "new-dead"], (await store.Deliveries.Newest("city", null, page[0], 10)).Select(d => d.EventId));
        await store.Deliveries.Hasten("city", 50);
        Assert.Equal(50, await store.Deliveries.NextDue("city"));
        Assert.True(await store.Subscribers.Remove("city"));
        Assert.Empty(await store.Deliveries.Newest("city", null, null, 10));
    }

    [Fact]
    public async Task What_leaves_no_row_waits_on_this_machines_disk_as_the_rest_does()
    {
        await using var test = await TestStore.Open(Engine.Sqlite);
        await test.Store.Subscribers.Save(Somebody);
        var path = Path.Combine(test.Folder, "outbox.db");
        var happened = EventRow.OfCamera("north", "frozen begins", Sample.Noon, """{"camera":"north"}""");
        var (box, _) = await Outbox.Open(path, 10, TestStore.Clock);
        await box!.Put(new Outgoing.Event(happened));
        await box.DisposeAsync();
        var (again, _) = await Outbox.Open(path, 10, TestStore.Clock);
        await using var reopened = again!;
        Assert.Equal(1, await reopened.Send(test.Store));
        Assert.Equal(happened, Assert.Single(await test.Store.Events.Waiting(10)));
    }
}
