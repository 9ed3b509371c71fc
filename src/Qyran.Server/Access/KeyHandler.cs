using System.Security.Claims;
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
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "key " + key.Name), new Claim(Rights.Claim, key.DeviceId is not null ? Rights.Ingest : key.MayChange ? Rights.Change : Rights.Read)], SchemeName);
        if (key.DeviceId is { } device) identity.AddClaim(new Claim(Rights.DeviceClaim, device));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
