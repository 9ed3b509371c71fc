using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Account;

/// <summary>What changes of one's own account have in common: the password is asked for again, and wrong ones count towards the lock.</summary>
internal static class Own
{
    public static ProblemHttpResult None() => Problems.Conflict("this session came by the server's link and has no account");

    /// <summary>The asker's account when the password fits; else what to answer.</summary>
    public static async Task<(AccountRow?, ProblemHttpResult?)> Confirmed(ClaimsPrincipal who, string password, Store store, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        if (await store.Accounts.Find(Asker.Known(who).Id, stop) is not { } account) return (null, None());
        if (account.LockedUntilUs > clock.GetUtcNow().Us()) return (null, Problems.Forbidden("too many wrong tries: wait some minutes"));
        if (password.Length <= 200 && passwords.Fits(account, password)) return (account, null);
        await store.Accounts.Failed(account.Id, SignInByPassword.LockedUntil(clock.GetUtcNow()), stop);
        return (null, Problems.Forbidden("this is not your password"));
    }
}
