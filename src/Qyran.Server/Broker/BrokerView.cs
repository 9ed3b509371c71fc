using System.Collections.Immutable;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Broker;

/// <summary>The MQTT broker events are published to.</summary>
/// <param name="HasCredentials">Whether a user and password are stored; they are never shown.</param>
/// <param name="Site">Only events of this site; null: of all.</param>
/// <param name="LastFailure">Why the last try failed; null after one that did not.</param>
/// <param name="Waiting">Events the broker has not confirmed yet.</param>
/// <param name="Dead">Events given up after three days.</param>
internal sealed record BrokerView(string Url, bool HasCredentials, ImmutableArray<string> Events, string? Site, string? Paused, bool Connected, string? LastFailure, long Waiting, long Delivered, long Dead)
{
    public static async Task<BrokerView> Of(SubscriberRow row, Store store, OutwardSecrets secrets, OutwardBoard board, CancellationToken stop)
    {
        var counts = await store.Deliveries.Counts(row.Id, stop);
        var line = board.Way(row.Id) as BrokerLine;
        return new(row.Address, BrokerLogin.Open(row, secrets)?.User is not null, row.Kinds, row.SiteId, row.Paused, line?.IsConnected ?? false, line?.LastFailure,
            counts.GetValueOrDefault(DeliveryState.Waiting), counts.GetValueOrDefault(DeliveryState.Delivered), counts.GetValueOrDefault(DeliveryState.Dead));
    }
}
