using Microsoft.AspNetCore.Http;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>
/// The one check of sites, for every route with an id, media among them. What is at another site is not there: the answer is the same 404 as for an id
/// nobody has given.
/// </summary>
internal static class ScopeCheck
{
    public static async Task Check(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Needs>() is { Thing: not Thing.None and var thing } && Asker.Of(context.User) is { Sites: not null } asker)
        {
            var store = (Store)context.RequestServices.GetService(typeof(Store))!;
            var (there, site) = await SiteOf(thing, context.Request.RouteValues["id"] as string ?? "", store, context.RequestAborted);
            // PUT makes what is not there yet: whether it may at that site, the use case asks
            if (there ? !asker.Sees(site) : !HttpMethods.IsPut(context.Request.Method) || thing == Thing.Site)
            {
                await Audited.Refused(context, StatusCodes.Status404NotFound);
                await Problems.NotFound($"no such {thing.ToString().ToLowerInvariant()}").ExecuteAsync(context);
                return;
            }
        }
        await next(context);
    }

    private static async Task<(bool There, string? Site)> SiteOf(Thing thing, string id, Store store, CancellationToken stop) => thing switch
    {
        Thing.Site => ((await store.Sites.All(stop)).Any(s => s.Id == id), id),
        Thing.Camera => await store.Sites.FindCamera(id, stop) is { } camera ? (true, camera.SiteId) : default,
        Thing.Passage => await store.Passages.Find(id, stop) is { } passage ? (true, passage.SiteId) : default,
        Thing.Case => await store.Cases.Find(id, stop) is { } found ? (true, found.SiteId) : default,
        Thing.Device => await store.Devices.Find(id, stop) is { } device ? (true, device.SiteId) : default,
        _ => throw new ArgumentOutOfRangeException(nameof(thing), thing, "a thing without a site"),
    };
}
