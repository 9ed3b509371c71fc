using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>Keys for machines.</summary>
internal static class Keys
{
    /// <param name="MayChange">May change sites and cameras; else it only reads.</param>
    internal sealed record Request(string Name, bool MayChange = false);

    /// <param name="Device">The device that hands in passages with it; null: it is no device's.</param>
    internal sealed record View(string Id, string Name, bool MayChange, DateTimeOffset MadeAt, string? Device);

    /// <param name="Key">Shown this once; only its hash is kept.</param>
    internal sealed record Made(string Id, string Key);

    internal static async Task<Ok<ImmutableArray<View>>> List(Store store, CancellationToken stop) =>
        TypedResults.Ok((await store.ApiKeys.All(stop)).Select(k => new View(k.Id, k.Name, k.MayChange, Moment.Of(k.MadeUs), k.DeviceId)).ToImmutableArray());

    internal static async Task<Results<Ok<Made>, ProblemHttpResult>> Add(Request body, Store store, TimeProvider clock, CancellationToken stop)
    {
        if (body.Name is not { Length: > 0 and <= 80 }) return Problems.Invalid("a key needs a name of at most 80 signs that says who uses it");
        var now = clock.GetUtcNow();
        var key = KeyHandler.Prefix + Secrets.New();
        var id = Secrets.Hash(key)[..12];
        await store.ApiKeys.Add(new ApiKeyRow(id, body.Name, Secrets.Hash(key), body.MayChange, now.Us()), stop);
        return TypedResults.Ok(new Made(id, key));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Remove(string id, Store store, CancellationToken stop) =>
        await store.ApiKeys.Remove(id, stop) ? TypedResults.NoContent() : Problems.NotFound("no such key");
}
