using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Qyran.Server;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>A real server on a free port with a data folder of its own, gone after the test.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private RunningServer(QyranServer server, string folder, FakeTimeProvider clock) => (Server, Folder, Clock) = (server, folder, clock);

    public QyranServer Server { get; }
    public string Folder { get; }
    public FakeTimeProvider Clock { get; }
    public Store Store => Server.Services.GetRequiredService<Store>();
    public DataFolder Data => Server.Services.GetRequiredService<DataFolder>();
    public Uri Address => Server.Address;

    public static async Task<RunningServer> Start(Engine engine = Engine.Sqlite, bool allowLoopback = false, string? folder = null, int signInsPerMinute = 20, bool askForAccount = false, Qyran.Server.Access.OidcSettings? oidc = null, string? certificate = null, IPAddress[]? proxies = null, Uri? telemetry = null, bool plateReason = false)
    {
        folder ??= Directory.CreateTempSubdirectory("qyran-server-").FullName;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow()); // cookies are held by a client with the real clock
        var settings = new ServerSettings { Certificate = certificate, Proxies = [.. proxies ?? []], DataFolder = folder, Port = 0, AllowLoopback = allowLoopback, SignInsPerMinute = signInsPerMinute, AskForAccount = askForAccount, PasswordRounds = 1000, Oidc = oidc, Telemetry = telemetry, PlateReason = plateReason, Database = engine == Engine.Postgres ? PostgresServer.Need().NewDatabase() : null };
        var (server, failure) = await QyranServer.Start(settings, clock, default);
        Assert.True(failure is null, failure?.Text);
        return new RunningServer(server!, folder, clock);
    }

    /// <summary>Knows nobody, keeps cookies, follows no redirect.</summary>
    public HttpClient Stranger() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>A person signed in by a one-time link, as a browser on our own pages asks.</summary>
    public async Task<HttpClient> Person()
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        using var answer = await client.PostAsJsonAsync("/sign-in", new { link = Link() });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return client;
    }

    public const string Password = "correct horse battery staple";

    /// <summary>A browser on our own pages that is signed in as nobody yet.</summary>
    public HttpClient Browser()
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        return client;
    }

    /// <summary>An account of this role, invited by the administrator; its person has chosen <see cref="Password"/> and is signed in.</summary>
    public async Task<HttpClient> Person(string name, string role, params string[] sites)
    {
        using var administrator = await Person();
        var made = await Json(await administrator.PostAsJsonAsync("/api/people", new { name, role, sites = sites.Length == 0 ? null : sites }));
        var client = Browser();
        using var answer = await client.PostAsJsonAsync("/choose", new { link = made.GetProperty("link").GetString()!.Split('#')[1], password = Password });
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
        return client;
    }

    /// <summary>A machine with a key made for it: an installer's when it may change, else an operator's.</summary>
    public Task<HttpClient> Machine(bool mayChange) => Machine(mayChange ? "installer" : "operator");

    /// <summary>A machine with a key of this role.</summary>
    public async Task<HttpClient> Machine(string role, params string[] sites)
    {
        using var person = await Person();
        var made = await Json(await person.PostAsJsonAsync("/api/keys", new { name = "test", role, sites = sites.Length == 0 ? null : sites }));
        var client = Stranger();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + made.GetProperty("key").GetString());
        return client;
    }

    /// <summary>The secret part of a new one-time link.</summary>
    public string Link() => Server.NewSignInLink().Split('#')[1];

    public static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
            return JsonDocument.Parse(text).RootElement.Clone();
        }
    }

    /// <summary>The sentence of a problem, which must have this status.</summary>
    public static async Task<string> Problem(HttpStatusCode status, HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var root = JsonDocument.Parse(text).RootElement;
            return root.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
