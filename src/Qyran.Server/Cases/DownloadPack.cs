using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Cases;

/// <summary>The pack itself, byte for byte as it was signed.</summary>
internal static class DownloadPack
{
    internal static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> Handle(string id, Store store, Packs packs, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is not { } found) return Problems.NotFound("no such case");
        return packs.PathOf(found) is { } path ? TypedResults.PhysicalFile(path, "application/zip", Path.GetFileName(path), enableRangeProcessing: true) : Problems.NotFound("no pack was recorded for it");
    }
}
