using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>Ends this browser's session.</summary>
internal static class SignOut
{
    internal static async Task<NoContent> Handle(HttpContext context, ClaimsPrincipal who, Store store, Connections connections, CancellationToken stop)
    {
        var asker = Asker.Known(who);
        await store.Sessions.Remove(asker.Session!, stop);
        connections.End(asker.Id);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.NoContent();
    }
}
