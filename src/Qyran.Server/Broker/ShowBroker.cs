using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Broker;

/// <summary>The broker and how it does.</summary>
internal static class ShowBroker
{
    internal static async Task<Results<Ok<BrokerView>, ProblemHttpResult>> Handle(Store store, OutwardSecrets secrets, OutwardBoard board, CancellationToken stop) =>
        await store.Subscribers.Find(SubscriberRow.Broker, stop) is { } row ? TypedResults.Ok(await BrokerView.Of(row, store, secrets, board, stop)) : Problems.NotFound("no broker is set");
}
