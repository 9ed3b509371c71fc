using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Devices;

/// <summary>All registered devices at the asker's sites. Few; no pages.</summary>
internal static class ListDevices
{
    internal static async Task<Ok<ImmutableArray<DeviceView>>> Handle(ClaimsPrincipal who, Store store, CancellationToken stop) =>
        TypedResults.Ok((await store.Devices.All(stop)).Where(d => Asker.Known(who).Sees(d.SiteId)).Select(DeviceView.Of).ToImmutableArray());
}
