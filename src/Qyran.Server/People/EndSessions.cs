using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.People;

/// <summary>Signs a person out everywhere, at once.</summary>
internal static class EndSessions
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Store store, Connections connections, SignInLinks links, CancellationToken stop)
    {
        if (await store.Accounts.Find(id, stop) is null) return Problems.NotFound("no such person");
        links.Drop(id);
        await store.Sessions.RemoveOf(id, null, stop);
        connections.End(id);
        return TypedResults.NoContent();
    }
}
