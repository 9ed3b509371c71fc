using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Hooks;

/// <summary>What a hook was or is to be sent, the newest first. Delivered ones are remembered for three days, dead ones for thirty.</summary>
internal static class ListDeliveries
{
    /// <param name="State">waiting, delivered or dead; left out: all.</param>
    /// <param name="After">The last page's <c>next</c>.</param>
    internal sealed record Request(string? State = null, string? After = null, int Most = 50);

    internal sealed record Answer(ImmutableArray<DeliveryView> Items, string? Next);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, [AsParameters] Request ask, Store store, CancellationToken stop)
    {
        if (ask.Most is < 1 or > 200) return Problems.Invalid("a page holds 1 to 200 deliveries");
        DeliveryState? state = null;
        if (ask.State is not null)
        {
            if (!ClosedChoice.TryRead<DeliveryState>(ask.State, out var known))
                return Problems.Invalid($"there is no state '{ask.State}'; there are {string.Join(", ", Enum.GetNames<DeliveryState>()).ToLowerInvariant()}");
            state = known;
        }
        if (await HookView.Find(id, store, stop) is null) return Problems.NotFound("no such hook");
        DeliveryRow? after = null;
        if (ask.After is not null && (after = await store.Deliveries.Find(id, ask.After, stop)) is null) return Problems.Invalid("the page asked for is not one this list gave");
        var found = await store.Deliveries.Newest(id, state, after, ask.Most + 1, stop);
        return TypedResults.Ok(new Answer([.. found.Take(ask.Most).Select(DeliveryView.Of)], found.Length > ask.Most ? found[ask.Most - 1].EventId : null));
    }
}
