using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server.Passages;

/// <summary>The picture kept for a passage. Found by the passage's id; no path ever comes from the caller.</summary>
internal static class PassagePhoto
{
    public static string? PathOf(PassageRow passage) => passage.Evidence.FirstOrDefault(e => e.EndsWith(".jpg", StringComparison.Ordinal));

    internal static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> Handle(string id, Store store, DataFolder folder, HttpResponse response, CancellationToken stop)
    {
        if (await store.Passages.Find(id, stop) is not { } passage) return Problems.NotFound("no such passage");
        if (PathOf(passage) is not { } path || !File.Exists(folder.Full(path))) return Problems.NotFound("no picture was kept of it");
        response.Headers[HeaderNames.CacheControl] = "private, max-age=86400, immutable";
        return TypedResults.PhysicalFile(folder.Full(path), "image/jpeg");
    }
}
