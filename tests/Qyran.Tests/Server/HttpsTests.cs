using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Qyran.Server;

namespace Qyran.Tests.Server;

/// <summary>Encryption on the way to the browser, by the server itself or by a proxy before it.</summary>
public sealed class HttpsTests
{
    [Fact]
    public async Task With_a_certificate_it_speaks_https_its_cookie_is_secure_and_a_renewed_file_counts()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("qyran-https-").FullName, "city.pem");
        var first = Write(file);
        await using var server = await RunningServer.Start(certificate: file);
        Assert.Equal("https", server.Address.Scheme);
        Assert.StartsWith("https://", server.Server.NewSignInLink(), StringComparison.Ordinal);
        Assert.Equal(first, await Shown(server, async client =>
        {
            using var answer = await client.PostAsJsonAsync("/sign-in", new { link = server.Link() });
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Contains("; secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        }));
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new UriBuilder(server.Address) { Scheme = "http" }.Uri));

        File.WriteAllText(file, "half a file");
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(5));
        Assert.Equal(first, await Shown(server));
        var second = Write(file);
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(10));
        Assert.Equal(second, await Shown(server));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_refused_before_anything_is_opened()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-https-").FullName;
        var (server, failure) = await QyranServer.Start(new ServerSettings { DataFolder = folder, Port = 0, Certificate = Path.Combine(folder, "none.pem") }, TimeProvider.System, default);
        Assert.Null(server);
        Assert.Contains("none.pem", failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_known_proxy_is_believed_who_asks_and_how()
    {
        await using (var server = await RunningServer.Start(proxies: [IPAddress.Loopback]))
        {
            var (cookie, address) = await Through(server);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("203.0.113.9", address);
        }
        await using (var server = await RunningServer.Start(proxies: [IPAddress.Parse("10.0.0.5")]))
        {
            var (cookie, address) = await Through(server);
            Assert.DoesNotContain("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("127.0.0.1", address);
        }
    }

    /// <summary>Signs in as if a proxy passed it on, with the public name; the cookie and the address that stands in the session.</summary>
    private static async Task<(string Cookie, string Address)> Through(RunningServer server)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Host = "qyran.city.example";
        client.DefaultRequestHeaders.Add("Origin", "https://qyran.city.example");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1, 203.0.113.9"); // the first is what the asker made up
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await client.PostAsJsonAsync("/sign-in", new { link = server.Link() });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        var log = await RunningServer.Json(await client.GetAsync("/api/audit"));
        return (cookie, log.GetProperty("items").EnumerateArray().First(l => l.GetProperty("act").GetString() == "sign in").GetProperty("from").GetString()!);
    }

    private static async Task<string> Shown(RunningServer server, Func<HttpClient, Task>? ask = null)
    {
        var shown = "";
        using var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            shown = certificate!.GetCertHashString();
            return certificate.Subject == "CN=localhost";
        };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        await (ask ?? (async c => (await c.GetAsync("/health/live")).Dispose()))(client);
        return shown;
    }

    private static string Write(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return certificate.GetCertHashString();
    }
}
