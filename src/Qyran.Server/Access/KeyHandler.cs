using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>Machines show a key: <c>Authorization: Bearer qk_…</c>.</summary>
internal sealed class KeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Store store)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "key", Prefix = "qk_";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Request.Headers.Authorization.ToString();
        if (!given.StartsWith("Bearer " + Prefix, StringComparison.Ordinal)) return AuthenticateResult.NoResult();
        if (await store.ApiKeys.Find(Secrets.Hash(given["Bearer ".Length..]), Context.RequestAborted) is not { } key) return AuthenticateResult.Fail("unknown key");
        return AuthenticateResult.Success(new AuthenticationTicket(Asker.Of(key).Principal(SchemeName, null), SchemeName));
    }
}
