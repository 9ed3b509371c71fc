using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>Machines show a key: <c>Authorization: Bearer qk_…</c>.</summary>
internal sealed class KeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Store store, LastKnown known)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "key", Prefix = "qk_";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Request.Headers.Authorization.ToString();
        if (!given.StartsWith("Bearer " + Prefix, StringComparison.Ordinal)) return AuthenticateResult.NoResult();
        var hash = Secrets.Hash(given["Bearer ".Length..]);
        Asker? asker;
        try
        {
            asker = await store.ApiKeys.Find(hash, Context.RequestAborted) is { } key ? Asker.Of(key) : null;
            if (asker is null) known.Gone(hash);
            else known.Is(hash, asker);
        }
        catch (StoreException) when (known.Find(hash) is not null)
        {
            asker = known.Find(hash);
        }
        return asker is null ? AuthenticateResult.Fail("unknown key") : AuthenticateResult.Success(new AuthenticationTicket(asker.Principal(SchemeName, null), SchemeName));
    }
}
