using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Account;

/// <summary>A new password for oneself. Other sessions end.</summary>
internal static class ChangePassword
{
    internal sealed record Request(string Password, string NewPassword);

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(Request body, ClaimsPrincipal who, Store store, Passwords passwords, Connections connections, SignInLinks links, TimeProvider clock, CancellationToken stop)
    {
        var (account, refused) = await Own.Confirmed(who, body.Password, store, passwords, clock, stop);
        if (account is null) return refused!;
        if (!Passwords.IsGood(body.NewPassword, account.Name)) return Problems.Invalid(Passwords.Rule);
        await store.Accounts.SetPassword(account.Id, passwords.Hash(body.NewPassword), stop);
        links.Drop(account.Id);
        await store.Sessions.RemoveOf(account.Id, Asker.Known(who).Session, stop);
        connections.End(account.Id);
        return TypedResults.NoContent();
    }
}
