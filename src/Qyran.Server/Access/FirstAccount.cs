using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>Who came by the first start's link becomes the first administrator, with a name and a password. Sessions by link end; this browser is signed in as the new account.</summary>
internal static class FirstAccount
{
    internal sealed record Request(string Name, string Password);

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Request body, Store store, Passwords passwords, Connections connections, SignInLinks links, TimeProvider clock, HttpContext context, CancellationToken stop)
    {
        if (!People.PersonName.IsGood(body.Name)) return Problems.Invalid(People.PersonName.Rule);
        if (!Passwords.IsGood(body.Password, body.Name)) return Problems.Invalid(Passwords.Rule);
        if (Administrators.Any(await store.Accounts.All(stop))) return Problems.Conflict("there is an administrator already, who invites more people");
        var account = new AccountRow(Secrets.NewId(), body.Name.Trim(), Rights.Word(Role.Administrator), null, false, passwords.Hash(body.Password), null, null, 0, null, clock.GetUtcNow().Us());
        if (!await store.Accounts.Add(account, stop)) return Problems.Conflict("somebody has this name already");
        links.Drop(null);
        await store.Sessions.RemoveOfLinks(stop);
        connections.End(Asker.Link);
        await SessionCookie.Begin(context, account, store, clock, stop);
        return TypedResults.NoContent();
    }
}
