using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Passages;

/// <summary>A file kept for a passage, byte for byte as it was stored. Only a name the passage itself lists; no path ever comes from the caller.</summary>
internal static class PassageFile
{
    internal static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> Handle(string id, string name, Store store, DataFolder folder, CancellationToken stop)
    {
        if (await store.Passages.Find(id, stop) is not { } passage) return Problems.NotFound("no such passage");
        if (passage.Evidence.FirstOrDefault(e => Path.GetFileName(e) == name) is not { } path || !File.Exists(folder.Full(path))) return Problems.NotFound("no such file was kept of it");
        return TypedResults.PhysicalFile(folder.Full(path), Path.GetExtension(path) switch { ".jpg" => "image/jpeg", ".mp4" => "video/mp4", _ => "application/octet-stream" }, name, enableRangeProcessing: true);
    }
}
