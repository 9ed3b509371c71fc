using Microsoft.AspNetCore.Http;
using Qyran.Server.Outward;

namespace Qyran.Server;

/// <summary>Refuses an instant in a query that does not say its zone, before anything is asked: which hour was meant nobody could say. In bodies <see cref="ZonedTime"/> does it.</summary>
internal static class ZonedQuery
{
    /// <summary>What instants are called in queries; a test holds this against the document of the API.</summary>
    private static readonly string[] Instants = ["from", "until"];

    public static async Task Check(HttpContext context, RequestDelegate next)
    {
        // the pages' own addresses hold the browser's clock
        var asked = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        if (asked && Instants.FirstOrDefault(n => context.Request.Query[n].Any(text => !string.IsNullOrWhiteSpace(text) && !ZonedTime.SaysZone(text))) is { } unclear)
        {
            await Problems.Invalid($"{unclear}: a time is written with its zone, like 2026-11-20T12:00:00Z or 2026-11-20T17:00:00%2B05:00 (in an address a + is a space)").ExecuteAsync(context);
            return;
        }
        await next(context);
    }
}
