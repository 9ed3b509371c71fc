using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Qyran.Tests.Server;

/// <summary>A small OpenID Connect provider: discovery, keys, the code flow with PKCE. It can be told to answer wrongly.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    public const string Client = "qyran", Secret = "s3cret of the client";
    private readonly WebApplication app;
    private readonly RSA key = RSA.Create(2048), other = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string Redirect)> codes = new();

    private Issuer(WebApplication app) => this.app = app;

    /// <summary>Who is signed in there.</summary>
    public string Subject { get; set; } = "u-1";
    public string Name { get; set; } = "Aigerim";
    public string[] Groups { get; set; } = ["qyran-officers"];

    /// <summary>What is wrong with the next answers: nonce, state, signature, audience, issuer, expired, none (an unsigned token); empty: nothing.</summary>
    public string Wrong { get; set; } = "";

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<Issuer> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var issuer = new Issuer(builder.Build());
        issuer.app.UseRouting();
        issuer.app.MapGet("/.well-known/openid-configuration", issuer.Discover);
        issuer.app.MapGet("/keys", issuer.Keys);
        issuer.app.MapGet("/authorize", issuer.Authorize);
        issuer.app.MapPost("/token", issuer.Token);
        await issuer.app.StartAsync();
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        key.Dispose();
        other.Dispose();
    }

    private Task Discover(HttpContext context) => Say(context, new Dictionary<string, object>
    {
        ["issuer"] = Address.AbsoluteUri, ["authorization_endpoint"] = new Uri(Address, "/authorize"), ["token_endpoint"] = new Uri(Address, "/token"), ["jwks_uri"] = new Uri(Address, "/keys"),
        ["response_types_supported"] = new[] { "code" }, ["subject_types_supported"] = new[] { "public" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
    });

    private Task Keys(HttpContext context)
    {
        var open = key.ExportParameters(false);
        return Say(context, new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = Base64Url.EncodeToString(open.Modulus), e = Base64Url.EncodeToString(open.Exponent) } } });
    }

    private Task Authorize(HttpContext context)
    {
        var q = context.Request.Query;
        Assert.Equal((Client, "code", "S256"), (q["client_id"].ToString(), q["response_type"].ToString(), q["code_challenge_method"].ToString()));
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (q["nonce"].ToString(), q["code_challenge"].ToString(), q["redirect_uri"].ToString());
        context.Response.Redirect($"{q["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(Wrong == "state" ? "made-up" : q["state"].ToString())}");
        return Task.CompletedTask;
    }

    private async Task Token(HttpContext context)
    {
        var f = await context.Request.ReadFormAsync();
        var verifier = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(f["code_verifier"].ToString())));
        if (!codes.TryRemove(f["code"].ToString(), out var given) || f["client_secret"] != Secret || verifier != given.Challenge || f["redirect_uri"] != given.Redirect)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Say(context, new { error = "invalid_grant" });
            return;
        }
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new
        {
            iss = Wrong == "issuer" ? "https://elsewhere.example/" : Address.AbsoluteUri, aud = Wrong == "audience" ? "another" : Client, sub = Subject, preferred_username = Name, groups = Groups,
            nonce = Wrong == "nonce" ? "another" : given.Nonce, iat = now, nbf = now - 5, exp = Wrong == "expired" ? now - 3600 : now + 300,
        };
        var body = $"{Part(Wrong == "none" ? new { alg = "none", kid = "1", typ = "JWT" } : new { alg = "RS256", kid = "1", typ = "JWT" })}.{Part(claims)}";
        var signature = Wrong == "none" ? "" : Base64Url.EncodeToString((Wrong == "signature" ? other : key).SignData(Encoding.ASCII.GetBytes(body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        await Say(context, new { access_token = "opaque", token_type = "Bearer", expires_in = 300, id_token = $"{body}.{signature}" });
    }

    private static string Part(object claims) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));

    private static Task Say(HttpContext context, object body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(body));
    }
}
