using Qyran.Storage.Rows;

namespace Qyran.Server.Outward;

/// <summary>The way to one subscriber, for its queue alone; a subscriber whose settings change gets a new one.</summary>
internal interface IDeliver : IAsyncDisposable
{
    /// <summary>So many may be tried at the same time.</summary>
    int AtOnce { get; }

    /// <summary>Tries once.</summary>
    Task<DeliveryAnswer> Deliver(DeliveryRow what, CancellationToken stop);

    /// <summary>Called every few seconds while nothing is due: time for what is no event.</summary>
    Task Rest(CancellationToken stop);
}
