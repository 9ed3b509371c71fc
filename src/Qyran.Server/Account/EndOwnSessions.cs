using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Account;

/// <summary>Signs oneself out elsewhere: one session, or all but this one.</summary>
internal static class EndOwnSessions
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> One(string id, ClaimsPrincipal who, Store store, Connections connections, SignInLinks links, CancellationToken stop)
    {
        var asker = Asker.Known(who);
        if ((await store.Sessions.Of(asker.Id, stop)).FirstOrDefault(s => s.Sha256[..12] == id) is not { } session) return Problems.NotFound("no such session");
        links.Drop(asker.Id);
        await store.Sessions.Remove(session.Sha256, stop);
        connections.End(asker.Id);
        return TypedResults.NoContent();
    }

    internal static async Task<NoContent> Others(ClaimsPrincipal who, Store store, Connections connections, SignInLinks links, CancellationToken stop)
    {
        var asker = Asker.Known(who);
        links.Drop(asker.Id);
        await store.Sessions.RemoveOf(asker.Id, asker.Session, stop);
        connections.End(asker.Id);
        return TypedResults.NoContent();
    }
}
