using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>
/// Sign-in through the organisation's provider: OpenID Connect's authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 7636). What comes of
/// it is a session like any other. Whatever does not fit is refused, written into the audit log, and told on the sign-in page by one word.
/// </summary>
internal static class OidcSignIn
{
    public const string Scheme = "oidc";
    internal const string Back = "/sign-in/oidc/back";
    private const string Thing = "oidc";

    /// <param name="Oidc">What stands on the button; null: there is none.</param>
    internal sealed record Ways(string? Oidc);

    /// <summary>Which ways in there are beside name and password.</summary>
    internal static Ok<Ways> Offered(ServerSettings settings) => TypedResults.Ok(new Ways(settings.Oidc?.Title));

    /// <summary>Sends the browser to the provider.</summary>
    internal static async Task Begin(ServerSettings settings, HttpContext context)
    {
        if (settings.Oidc is null) context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
        {
            try
            {
                await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = AddSignInLink.SignInPath });
            }
            // what it says of itself is fetched here: this is what the library throws when it cannot be
            catch (InvalidOperationException e) when (!context.Response.HasStarted)
            {
                await Refuse(context, "away", Why(e));
            }
        }
    }

    /// <summary>Adds the provider, where one is set.</summary>
    public static void Add(AuthenticationBuilder to, ServerSettings settings)
    {
        if (settings.Oidc is not { } oidc) return;
        to.AddOpenIdConnect(Scheme, o =>
        {
            (o.Authority, o.ClientId, o.ClientSecret, o.CallbackPath) = (oidc.Issuer.AbsoluteUri, oidc.ClientId, oidc.ClientSecret, Back);
            // as a GET: the answer comes from another site, and a POST from there would bring no cookie
            (o.ResponseType, o.ResponseMode, o.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
            (o.MapInboundClaims, o.SaveTokens, o.GetClaimsFromUserInfoEndpoint) = (false, false, false);
            o.RequireHttpsMetadata = oidc.Issuer.Scheme == Uri.UriSchemeHttps;
            o.BackchannelTimeout = TimeSpan.FromSeconds(15);
            o.Scope.Clear();
            foreach (var scope in (string[])["openid", "profile", .. oidc.Scopes]) o.Scope.Add(scope);
            foreach (var cookie in (CookieBuilder[])[o.CorrelationCookie, o.NonceCookie])
                (cookie.HttpOnly, cookie.SameSite, cookie.SecurePolicy) = (true, SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            o.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
            o.Events = new OpenIdConnectEvents
            {
                OnRedirectToIdentityProvider = context =>
                {
                    if (oidc.Server is { } server) context.ProtocolMessage.RedirectUri = new Uri(server, Back).AbsoluteUri;
                    return Task.CompletedTask;
                },
                // the handler lets an unsigned token pass in the code flow, as the specification allows over TLS (Core 3.1.3.7); we ask for the signature all the same
                OnTokenValidated = context =>
                {
                    if (string.IsNullOrEmpty(context.SecurityToken.RawSignature)) context.Fail("the token is not signed");
                    return Task.CompletedTask;
                },
                OnTicketReceived = context => Received(context, oidc),
                OnRemoteFailure = Failed,
            };
        });
    }

    private static async Task Received(TicketReceivedContext context, OidcSettings oidc)
    {
        var (http, stop) = (context.HttpContext, context.HttpContext.RequestAborted);
        var (store, clock, audit) = (http.RequestServices.GetRequiredService<Store>(), http.RequestServices.GetRequiredService<TimeProvider>(), http.RequestServices.GetRequiredService<AuditTrail>());
        context.HandleResponse();
        var answer = await OidcAccount.Of(context.Principal!, oidc, store, http.RequestServices.GetRequiredService<Connections>(), clock.GetUtcNow(), stop);
        if (answer.Account is not { } account)
        {
            await Refuse(http, answer.Refused, answer.Detail);
            return;
        }
        await audit.Write(http, account.Id, account.Name, "sign in", Thing, AuditTrail.Done, answer.Detail, stop);
        await SessionCookie.Begin(http, account, store, clock, stop);
        // the sign-in page goes on by itself: the browser holds back a strict cookie on a way that began at another site
        http.Response.Redirect(AddSignInLink.SignInPath);
    }

    private static async Task Failed(RemoteFailureContext context)
    {
        context.HandleResponse();
        await Refuse(context.HttpContext, "refused", Why(context.Failure));
    }

    private static async Task Refuse(HttpContext http, string word, string detail)
    {
        await http.RequestServices.GetRequiredService<AuditTrail>().Write(http, "", "", "sign in", Thing, "403", detail, http.RequestAborted);
        http.Response.Redirect($"{AddSignInLink.SignInPath}?refused={word}");
    }

    /// <summary>The kind of failure, not its text: that holds parts of tokens.</summary>
    private static string Why(Exception? failure) => failure is null ? "" : (failure.InnerException ?? failure).GetType().Name is var kind && kind != nameof(Exception) && kind != nameof(AuthenticationFailureException) ? kind
        : failure.Message.Contains("orrelation", StringComparison.Ordinal) || failure.Message.Contains("state", StringComparison.Ordinal) ? "the state is not this browser's" : "the provider's answer is refused";
}
