using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>Turns a one-time link into a session. The secret stands behind the # of the address, so it reaches no log and no prefetching program.</summary>
internal static class SignIn
{
    internal sealed record Request(string Link);

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(Request body, SignInLinks links, Store store, AuditTrail audit, TimeProvider clock, HttpContext context, CancellationToken stop)
    {
        string? id = null;
        var fits = body.Link is { Length: > 0 and <= 100 } link && links.Use(link, out id);
        var account = fits && id is not null ? await store.Accounts.Find(id, stop) : null;
        if (!fits || OidcAccount.Is(id) || (id is not null && account is not { Disabled: false }))
        {
            await audit.Write(context, "", "", "sign in", "link", "403", "", stop);
            return Problems.Forbidden("this link was used already, is too old, or is none");
        }
        await audit.Write(context, account?.Id ?? Asker.Link, account?.Name ?? "administrator", "sign in", "link", AuditTrail.Done, "", stop);
        await SessionCookie.Begin(context, account, store, clock, stop);
        return TypedResults.NoContent();
    }
}
