using Qyran.Domain.Plates;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Storage;

/// <summary>A passage is held against the list in its own transaction, once, on every engine.</summary>
public sealed class WatchlistTests
{
    private static WatchRow Watch(string id, string plate) => new(id, plate, "stolen", "report 7", null, Sample.Noon - 10, null, "aigerim", Sample.Noon - 10);

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_passage_tells_what_is_watched_then_and_there_once(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        var store = test.Store;
        await store.Subscribers.Save(new SubscriberRow("city", SubscriberRow.Hook, "https://203.0.113.9/", EventKinds.All, null, [1], null, Sample.Noon));
        WatchRow[] watches =
        [
            Watch("exact", "123ABC02"), Watch("near", "128ABC02"), Watch("open", "12?ABC02"), Watch("off", "999ABC02"), Watch("ended", "123ABC02"),
            Watch("here", "123ABC02") with { Sites = ["bridge", "square"] }, Watch("elsewhere", "123ABC02") with { Sites = ["square"] },
            Watch("expired", "123ABC02") with { UntilUs = Sample.Noon }, Watch("later", "123ABC02") with { FromUs = Sample.Noon + 1 },
        ];
        foreach (var watch in watches) await store.Watchlist.Add(watch);
        Assert.True(await store.Watchlist.End("ended", "officer 7", Sample.Noon - 1));
        Assert.False(await store.Watchlist.End("ended", "officer 8", Sample.Noon));

        var signs = "123ABC02".Select(c => System.Collections.Immutable.ImmutableArray.Create(new SignGuess(c, 0.9))).ToArray();
        signs[2] = [new('3', 0.7), new('8', 0.2)];
        var entry = new PassageEntry(Sample.Passage("p1", 0, "123АВС02"), [new ReadingRow(Sample.Noon, "123ABC02", "KZ", 0.9, [.. signs])]); // Cyrillic А, В, С
        Assert.Equal(2, await store.Passages.Add([entry, new PassageEntry(Sample.Passage("p2", 1, "777XYZ01"))]));
        await store.Passages.Add([entry, new PassageEntry(Sample.Passage("p3", 2))]); // again after a lost answer, among others
        await test.Reopen();
        store = test.Store;

        var alerts = await store.Watchlist.Alerts(null, null, 10);
        Assert.Equal(["exact Sure", "here Sure", "near Possible", "open Possible"], alerts.Select(a => $"{a.WatchId} {a.Match}").Order(StringComparer.Ordinal));
        Assert.All(alerts, a => Assert.Equal(("p1", "north", "bridge", "123АВС02", Sample.Noon), (a.PassageId, a.CameraId, a.SiteId, a.Read, a.AtUs)));
        Assert.Equal(alerts.Select(a => a.Id).Order(StringComparer.Ordinal), (await store.Events.Waiting(20)).Where(e => e.Kind == EventKinds.Watch).Select(e => e.Subject).Order(StringComparer.Ordinal));

        Assert.Equal(alerts[3], Assert.Single(await store.Watchlist.Alerts(null, alerts[2], 10)));
        Assert.Equal(alerts.Select(a => a.Id), (await store.Watchlist.Alerts(["bridge"], null, 10)).Select(a => a.Id));
        Assert.Empty(await store.Watchlist.Alerts(["square"], null, 10));
        Assert.Empty(await store.Watchlist.Alerts([], null, 10));
        Assert.Equal(4, (await store.Watchlist.Of(["p1", "p2"])).Length);
        Assert.Equal(["ended", "expired"], (await store.Watchlist.Over(Sample.Noon, 10)).Select(w => w.Id));
        Assert.Equal(7, (await store.Watchlist.Holding(Sample.Noon)).Length);
        Assert.Equal("officer 7", (await store.Watchlist.Find("ended"))!.EndedBy);
    }
}
