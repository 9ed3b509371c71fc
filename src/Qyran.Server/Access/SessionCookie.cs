using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>
/// A session is a row; the sealed cookie holds only its secret. At every request the row and its account are read: a session that was ended, a person who was
/// disabled and a role that was changed count at once.
/// </summary>
internal static class SessionCookie
{
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(12);
    private static readonly TimeSpan Told = TimeSpan.FromMinutes(5);

    /// <summary>Signs this browser in.</summary>
    /// <param name="account">Null: by the server's own link.</param>
    public static async Task Begin(HttpContext context, AccountRow? account, Store store, TimeProvider clock, CancellationToken stop)
    {
        var (secret, now) = (Secrets.New(), clock.GetUtcNow());
        var agent = context.Request.Headers.UserAgent.ToString();
        await store.Sessions.Add(new SessionRow(Secrets.Hash(secret), account?.Id, now.Us(), now.Us(), (now + Lasts).Us(), From(context), agent.Length > 200 ? agent[..200] : agent), stop);
        var asker = account is null ? Asker.OfLink(Secrets.Hash(secret)) : Asker.Of(account, Secrets.Hash(secret));
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, asker.Principal(CookieAuthenticationDefaults.AuthenticationScheme, secret), new AuthenticationProperties { IsPersistent = true });
    }

    public static async Task Validate(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var (store, clock) = ((Store)http.RequestServices.GetService(typeof(Store))!, (TimeProvider)http.RequestServices.GetService(typeof(TimeProvider))!);
        var now = clock.GetUtcNow();
        if (context.Principal?.FindFirstValue(Asker.Secret) is not { } secret || await store.Sessions.Find(Secrets.Hash(secret), http.RequestAborted) is not var (session, account)
            || session.UntilUs < now.Us() || (session.AccountId is not null && account is not { Disabled: false }))
        {
            context.RejectPrincipal();
            return;
        }
        if (now.Us() - session.SeenUs > Told.TotalMicroseconds) await store.Sessions.Seen(session.Sha256, now.Us(), (now + Lasts).Us(), http.RequestAborted);
        var asker = account is null ? Asker.OfLink(session.Sha256) : Asker.Of(account, session.Sha256);
        context.ReplacePrincipal(asker.Principal(CookieAuthenticationDefaults.AuthenticationScheme, secret));
    }

    public static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
