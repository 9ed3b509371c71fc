using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Qyran.Server.Audit;

namespace Qyran.Server.Access;

/// <summary>How the list of routes says whom a route is for.</summary>
internal static class NeedsExtensions
{
    /// <summary>For whoever has this right, and for things at the asker's sites.</summary>
    /// <param name="act">Written into the audit log in these words, before the answer goes out; null: not worth a line.</param>
    /// <param name="stays">A stream or a socket.</param>
    public static RouteHandlerBuilder For(this RouteHandlerBuilder route, Right right, Thing thing = Thing.None, string? act = null, bool stays = false)
    {
        route.RequireAuthorization(right.ToString()).WithMetadata(new Needs(right, thing, act, stays));
        return act is null ? route : route.AddEndpointFilterFactory(Audited.Around);
    }
}
