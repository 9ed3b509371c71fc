using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cases;

/// <summary>A copy of a case's clip and pictures in which everybody else is hidden, as <c>qyran redact</c> makes it. The pack stays the evidence.</summary>
internal static class RedactCase
{
    /// <summary>Begins it; a minute or so. One that is there or being made is not made again.</summary>
    internal static async Task<Results<Ok<RedactedCopy>, ProblemHttpResult>> Begin(string id, Store store, Packs packs, RedactedCopies copies, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is not { } found) return Problems.NotFound("no such case");
        return packs.PathOf(found) is { } path ? TypedResults.Ok(copies.Begin(id, path)) : Problems.NotFound("no pack was recorded for it");
    }

    internal static async Task<Results<Ok<RedactedCopy>, ProblemHttpResult>> Show(string id, Store store, RedactedCopies copies, CancellationToken stop)
    {
        return await store.Cases.Find(id, stop) is null ? Problems.NotFound("no such case") : TypedResults.Ok(copies.Of(id));
    }

    internal static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> Download(string id, Store store, RedactedCopies copies, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is null) return Problems.NotFound("no such case");
        return copies.PathOf(id) is { } path ? TypedResults.PhysicalFile(path, "application/zip", $"{id}-redacted.zip") : Problems.NotFound("no copy is ready; ask for one first");
    }
}
