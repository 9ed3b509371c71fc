using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Hooks;

/// <summary>Sends an event once more, whatever became of it: dead, waiting or delivered. The receiver sees the same id.</summary>
internal static class Redeliver
{
    internal static async Task<Results<Ok<DeliveryView>, ProblemHttpResult>> Handle(string id, string delivery, Store store, OutwardBoard board, TimeProvider clock, CancellationToken stop)
    {
        if (await HookView.Find(id, store, stop) is null) return Problems.NotFound("no such hook");
        if (await store.Deliveries.Find(id, delivery, stop) is not { } row) return Problems.NotFound("no such delivery; delivered ones are remembered for three days, dead ones for thirty");
        row = row with { State = DeliveryState.Waiting, DueUs = clock.GetUtcNow().Us() };
        await store.Deliveries.Save(row, stop);
        board.Wake();
        return TypedResults.Ok(DeliveryView.Of(row));
    }
}
