using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Account;

/// <summary>No second factor any more; its recovery codes go with it.</summary>
internal static class RemoveSecondFactor
{
    internal sealed record Request(string Password);

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(Request body, ClaimsPrincipal who, Store store, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        var (account, refused) = await Own.Confirmed(who, body.Password, store, passwords, clock, stop);
        if (account is null) return refused!;
        await store.Accounts.RemoveTotp(account.Id, stop);
        return TypedResults.NoContent();
    }
}
