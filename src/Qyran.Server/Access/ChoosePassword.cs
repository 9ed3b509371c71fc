using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>
/// Whoever holds a link made for an account chooses its password and is signed in: invited people, and those who forgot theirs. Sessions of before end, and the second
/// factor goes with the forgotten password: it is set up anew.
/// </summary>
internal static class ChoosePassword
{
    public const string Path = "/choose";
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(3);

    internal sealed record Request(string Link, string Password);

    /// <param name="Name">Whose account it is.</param>
    internal sealed record Asked(string Name);

    internal sealed record Ask(string Link);

    private const string Void = "this link was used already, is too old, or is none: ask for a new one";

    /// <summary>Whose link it is; nothing is used up.</summary>
    internal static async Task<Results<Ok<Asked>, ProblemHttpResult>> Whose(Ask body, Store store, TimeProvider clock, CancellationToken stop)
    {
        if (body.Link.Length > 100 || await store.Accounts.OfLink(Secrets.Hash(body.Link), clock.GetUtcNow().Us(), stop) is not { Disabled: false } account) return Problems.Forbidden(Void);
        return OidcAccount.Is(account.Id) ? Problems.Forbidden(OidcAccount.NoPassword) : TypedResults.Ok(new Asked(account.Name));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Request body, Store store, Passwords passwords, Connections connections, SignInLinks links, AuditTrail audit, TimeProvider clock, HttpContext context, CancellationToken stop)
    {
        var now = clock.GetUtcNow().Us();
        if (body.Link.Length > 100 || await store.Accounts.OfLink(Secrets.Hash(body.Link), now, stop) is not { Disabled: false } account)
        {
            await audit.Write(context, "", "", "choose password", "", "403", "", stop);
            return Problems.Forbidden(Void);
        }
        if (OidcAccount.Is(account.Id))
        {
            await audit.Write(context, account.Id, account.Name, "choose password", "person " + account.Id, "403", "", stop);
            return Problems.Forbidden(OidcAccount.NoPassword);
        }
        if (!Passwords.IsGood(body.Password, account.Name)) return Problems.Invalid(Passwords.Rule);
        if (!await store.Accounts.UseLink(Secrets.Hash(body.Link), now, stop)) return Problems.Forbidden(Void);
        await audit.Write(context, account.Id, account.Name, "choose password", "person " + account.Id, AuditTrail.Begun, "", stop);
        await store.Accounts.RemoveTotp(account.Id, stop);
        await store.Accounts.SetPassword(account.Id, passwords.Hash(body.Password), stop);
        links.Drop(account.Id);
        await store.Sessions.RemoveOf(account.Id, null, stop);
        connections.End(account.Id);
        await audit.Write(context, account.Id, account.Name, "choose password", "person " + account.Id, AuditTrail.Done, "", stop);
        await SessionCookie.Begin(context, account, store, clock, stop);
        return TypedResults.NoContent();
    }

    /// <summary>The address to open; the secret stands behind the #.</summary>
    public static string Address(string root, string secret) => $"{root}{Path}#{secret}";
}
