using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Outward;
using Qyran.Storage;

namespace Qyran.Server.Hooks;

/// <summary>Forgets a hook and everything that waits for it.</summary>
internal static class RemoveHook
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Store store, OutwardBoard board, CancellationToken stop)
    {
        if (await HookView.Find(id, store, stop) is null || !await store.Subscribers.Remove(id, stop)) return Problems.NotFound("no such hook");
        board.Wake();
        return TypedResults.NoContent();
    }
}
