using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>
/// Name and password, and a code where the account has a second factor. Wrong ones are slowed down twice: per address (the route's rate limit) and per account,
/// which after five wrong tries is closed for a minute, then two, four, at most fifteen. The answer is the same whether the name, the password or the lock is the reason.
/// </summary>
internal static class SignInByPassword
{
    /// <param name="Code">Of the authenticator, or a recovery code. Left out at first: the answer says whether one is needed.</param>
    internal sealed record Request(string Name, string Password, string? Code = null);

    /// <param name="NeedsCode">The password is right; ask again with a code.</param>
    internal sealed record Answer(bool NeedsCode);

    private const string Wrong = "name or password is wrong, or there were too many wrong tries: then wait some minutes";
    private const int Free = 5;

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(
        Request body, Store store, Passwords passwords, SecondFactor factor, AuditTrail audit, TimeProvider clock, HttpContext context, CancellationToken stop)
    {
        if (body.Name.Length > 80 || body.Password.Length > 200 || body.Code?.Length > 40) return Problems.Forbidden(Wrong);
        var account = await store.Accounts.Named(body.Name, stop);
        var fits = passwords.Fits(account, body.Password);
        // an earlier version could give a password to who comes in through the provider: nobody whom the provider has put out comes in by that
        if (account is null || account.Disabled || account.LockedUntilUs > clock.GetUtcNow().Us() || OidcAccount.Is(account.Id)) return await Refuse("");
        if (!fits) return await Failed("password");
        if (account.Totp is not null)
        {
            if (body.Code is not { Length: > 0 } code) return TypedResults.Ok(new Answer(true));
            if (!await factor.Use(account, code, stop)) return await Failed("code");
        }
        await store.Accounts.Succeeded(account.Id, stop);
        await audit.Write(context, account.Id, account.Name, "sign in", "", AuditTrail.Done, "", stop);
        await SessionCookie.Begin(context, account, store, clock, stop);
        return TypedResults.Ok(new Answer(false));

        async Task<ProblemHttpResult> Failed(string what)
        {
            await store.Accounts.Failed(account.Id, LockedUntil(clock.GetUtcNow()), stop);
            return await Refuse(what);
        }

        async Task<ProblemHttpResult> Refuse(string what)
        {
            // a name nobody has is not written down: people type passwords there
            await audit.Write(context, account?.Id ?? "", account?.Name ?? "", "sign in", "", "403", what, stop);
            return Problems.Forbidden(Wrong);
        }
    }

    internal static Func<int, long?> LockedUntil(DateTimeOffset now) => failures => failures < Free ? null : (now + TimeSpan.FromMinutes(Math.Min(15, 1 << Math.Min(failures - Free, 4)))).Us();
}
