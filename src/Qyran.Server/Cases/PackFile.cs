using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Qyran.Storage;

namespace Qyran.Server.Cases;

/// <summary>A picture or the clip out of a case's pack.</summary>
internal static class PackFile
{
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle(string id, string name, Store store, Packs packs, HttpResponse response, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is not { } found) return Problems.NotFound("no such case");
        if (packs.Read(found, name) is not var (bytes, type)) return Problems.NotFound("the pack holds no such picture");
        response.Headers[HeaderNames.CacheControl] = "private, max-age=3600";
        return TypedResults.Bytes(bytes, type, enableRangeProcessing: true);
    }
}
