using System.Collections.Immutable;
using Qyran.Storage.Rows;

namespace Qyran.Storage.Queue;

/// <summary>Puts what is on its way into the database. Each item may come again and then changes nothing.</summary>
public static class Delivery
{
    /// <summary>All of it is in the database when the task ends. Throws <see cref="StoreException"/> when it is away; part may be there then: deliver all again.</summary>
    public static async Task<Delivered> Run(Store store, IReadOnlyList<Outgoing> items, CancellationToken stop = default)
    {
        PassageEntry[] passages = [.. items.OfType<Outgoing.Passage>().Select(i => i.Entry)];
        var news = passages.Length > 0 && await store.Passages.Add(passages, stop) > 0;
        foreach (var item in items.OfType<Outgoing.Evidence>()) await store.Evidence.Add(item.Row, stop);
        var cases = ImmutableArray.CreateBuilder<CaseRow>();
        foreach (var item in items.OfType<Outgoing.Case>())
        {
            if (await store.Cases.Find(item.Row.Id, stop) is not null) continue;
            await store.Cases.Add([item.Row], stop);
            cases.Add(item.Row);
        }
        // behind the cases: a pack whose case is not there would be in nobody's name
        foreach (var item in items.OfType<Outgoing.Pack>())
        {
            await store.Evidence.Add(item.Row, stop);
            if (item.Row.CaseId is { } id && await store.Cases.Attach(id, item.Row.Path, stop) && await store.Cases.Find(id, stop) is { } row) cases.Add(row);
        }
        foreach (var item in items.OfType<Outgoing.Gap>()) await store.Recordings.AddGap(item.Row, stop);
        foreach (var item in items.OfType<Outgoing.Event>()) await store.Events.Add(item.Row, stop);
        foreach (var item in items.OfType<Outgoing.Suspension>()) await store.Sites.Suspend(item.CameraId, item.Why, stop);
        var alerts = news ? await store.Watchlist.Of([.. passages.Where(p => p.Passage.Plate is not null).Select(p => p.Passage.Id)], stop) : [];
        return new Delivered(news ? [.. passages.Select(p => p.Passage)] : [], cases.DrainToImmutable(), alerts);
    }
}
