using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Devices;

/// <summary>Forgets a device and its keys. What it has handed in stays.</summary>
internal static class RemoveDevice
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Store store, CancellationToken stop) =>
        await store.Devices.Remove(id, stop) ? TypedResults.NoContent() : Problems.NotFound("no such device");
}
