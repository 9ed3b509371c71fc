using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Hooks;

/// <summary>All hooks with how they do. Few; no pages.</summary>
internal static class ListHooks
{
    internal static async Task<Ok<ImmutableArray<HookView>>> Handle(Store store, CancellationToken stop)
    {
        var views = ImmutableArray.CreateBuilder<HookView>();
        foreach (var row in (await store.Subscribers.All(stop)).Where(s => s.Kind == SubscriberRow.Hook)) views.Add(await HookView.Of(row, store, stop));
        return TypedResults.Ok(views.DrainToImmutable());
    }
}
