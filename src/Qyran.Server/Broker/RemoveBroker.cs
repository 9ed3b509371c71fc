using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Broker;

/// <summary>Forgets the broker and everything that waits for it.</summary>
internal static class RemoveBroker
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(Store store, OutwardBoard board, CancellationToken stop)
    {
        if (!await store.Subscribers.Remove(SubscriberRow.Broker, stop)) return Problems.NotFound("no broker is set");
        board.Wake();
        return TypedResults.NoContent();
    }
}
