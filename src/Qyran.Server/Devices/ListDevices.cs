using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Devices;

/// <summary>All registered devices. Few; no pages.</summary>
internal static class ListDevices
{
    internal static async Task<Ok<ImmutableArray<DeviceView>>> Handle(Store store, CancellationToken stop) =>
        TypedResults.Ok((await store.Devices.All(stop)).Select(DeviceView.Of).ToImmutableArray());
}
