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
        var known = (LastKnown)http.RequestServices.GetService(typeof(LastKnown))!;
        if (context.Principal?.FindFirstValue(Asker.Secret) is not { } secret)
        {
            context.RejectPrincipal();
            return;
        }
        var hash = Secrets.Hash(secret);
        Asker? asker;
        try
        {
            asker = await Asked(hash, store, clock.GetUtcNow(), http.RequestAborted);
            if (asker is null) known.Gone(hash);
            else known.Is(hash, asker);
        }
        catch (StoreException) when (known.Find(hash) is not null)
        {
            asker = known.Find(hash);
        }
        if (asker is null) context.RejectPrincipal();
        else context.ReplacePrincipal(asker.Principal(CookieAuthenticationDefaults.AuthenticationScheme, secret));
    }

    /// <summary>The session with this hash and who it is, as they are stored now; null when it is over.</summary>
    public static async Task<(SessionRow Session, Asker Asker)?> Find(string hash, Store store, DateTimeOffset now, CancellationToken stop)
    {
        if (await store.Sessions.Find(hash, stop) is not var (session, account) || session.UntilUs < now.Us() || (session.AccountId is not null && account is not { Disabled: false })) return null;
        return (session, account is null ? Asker.OfLink(hash) : Asker.Of(account, hash));
    }

    private static async Task<Asker?> Asked(string hash, Store store, DateTimeOffset now, CancellationToken stop)
    {
        if (await Find(hash, store, now, stop) is not var (session, asker)) return null;
        if (now.Us() - session.SeenUs > Told.TotalMicroseconds)
        {
            // who came through a provider must come through it again: it may not vouch for them any more
            await store.Sessions.Seen(session.Sha256, now.Us(), OidcAccount.Is(session.AccountId) ? session.UntilUs : (now + Lasts).Us(), stop);
        }
        return asker;
    }

    public static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
