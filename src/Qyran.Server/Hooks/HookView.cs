using System.Collections.Immutable;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Hooks;

/// <summary>Another system that is told by HTTP.</summary>
/// <param name="Events">Which of passage, case, case-decided, camera and watch.</param>
/// <param name="Site">Only of this site; null: of all.</param>
/// <param name="Paused">Why nothing is sent; null: it is.</param>
/// <param name="Waiting">Deliveries to be tried, for the first time or again.</param>
/// <param name="Dead">Deliveries given up after three days.</param>
internal sealed record HookView(string Id, string Url, ImmutableArray<string> Events, string? Site, string? Paused, DateTimeOffset MadeAt, long Waiting, long Delivered, long Dead)
{
    public static async Task<HookView> Of(SubscriberRow row, Store store, CancellationToken stop)
    {
        var counts = await store.Deliveries.Counts(row.Id, stop);
        return new(row.Id, row.Address, row.Kinds, row.SiteId, row.Paused, Moment.Of(row.MadeUs),
            counts.GetValueOrDefault(DeliveryState.Waiting), counts.GetValueOrDefault(DeliveryState.Delivered), counts.GetValueOrDefault(DeliveryState.Dead));
    }

    /// <summary>The hook of this id; null when there is none, or something else has the id.</summary>
    public static async Task<SubscriberRow?> Find(string id, Store store, CancellationToken stop) =>
        await store.Subscribers.Find(id, stop) is { Kind: SubscriberRow.Hook } row ? row : null;
}
