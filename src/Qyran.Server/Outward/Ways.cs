using Qyran.Server.Broker;
using Qyran.Server.Cameras;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Outward;

/// <summary>From a subscriber's row to the way there.</summary>
internal sealed class Ways(OutwardSecrets secrets, OutsideHttp http, Store store, CameraBoard cameras, ServerSettings settings, TimeProvider clock)
{
    public IDeliver To(SubscriberRow row) => row.Kind switch
    {
        SubscriberRow.Hook => Hook(row),
        SubscriberRow.Broker => new BrokerLine(row, BrokerLogin.Open(row, secrets), store, cameras, settings.AllowLoopback),
        _ => throw new InvalidOperationException($"a subscriber of kind {row.Kind}"),
    };

    public HookCall Hook(SubscriberRow row) => new(new Uri(row.Address), secrets.Open(row.SealedSecret), http, clock);
}
