using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Devices;

/// <summary>A key with which this device hands in passages, and does nothing else. Listed and removed with the other keys.</summary>
internal static class AddDeviceKey
{
    /// <param name="Key">Shown this once; only its hash is kept.</param>
    internal sealed record Answer(string Id, string Key);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, TimeProvider clock, CancellationToken stop)
    {
        if (await store.Devices.Find(id, stop) is not { } device) return Problems.NotFound("no such device");
        var key = KeyHandler.Prefix + Secrets.New();
        var row = new ApiKeyRow(Secrets.Hash(key)[..12], "device " + device.Id, Secrets.Hash(key), Rights.Word(Role.Analyst), [device.SiteId], clock.GetUtcNow().Us(), device.Id);
        await store.ApiKeys.Add(row, stop);
        return TypedResults.Ok(new Answer(row.Id, key));
    }
}
