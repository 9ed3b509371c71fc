using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Qyran.Tests.Server;

/// <summary>The way in: links, sessions, keys, and what another site's page cannot do.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task A_link_signs_in_once_and_not_after_its_time()
    {
        await using var server = await RunningServer.Start();
        using var client = server.Stranger();
        client.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        var link = server.Link();
        Assert.Equal(43, link.Length); // 256 bits
        using var first = await client.PostAsJsonAsync("/sign-in", new { link });
        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("administrator", (await RunningServer.Json(await client.GetAsync("/api/me"))).GetProperty("role").GetString());

        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in", new { link }));
        var late = server.Link();
        server.Clock.Advance(TimeSpan.FromMinutes(31));
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in", new { link = late }));
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in", new { link = "" }));
    }

    [Fact]
    public async Task Guessing_links_is_slowed_down()
    {
        await using var server = await RunningServer.Start();
        using var client = server.Stranger();
        client.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++)
        {
            using var answer = await client.PostAsJsonAsync("/sign-in", new { link = "guess" + i });
            answers.Add(answer.StatusCode);
        }
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Fact]
    public async Task A_session_outlives_a_restart_and_signing_out_ends_it()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-server-").FullName;
        string cookie;
        var first = await RunningServer.Start(folder: folder);
        using (var person = first.Stranger())
        {
            person.DefaultRequestHeaders.Add("Origin", first.Address.GetLeftPart(UriPartial.Authority));
            using var answer = await person.PostAsJsonAsync("/sign-in", new { link = first.Link() });
            cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }
        await first.Server.DisposeAsync();
        await using var second = await RunningServer.Start(folder: folder);
        using var again = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = second.Address };
        again.DefaultRequestHeaders.Add("Cookie", cookie);
        using var known = await again.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);

        using var leaving = await second.Person();
        using var left = await leaving.PostAsync("/api/sign-out", null);
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        using var gone = await leaving.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, gone.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Another_sites_page_cannot_use_a_persons_session(string origin)
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        person.DefaultRequestHeaders.Remove("Origin");
        if (origin.Length > 0) person.DefaultRequestHeaders.Add("Origin", origin);
        Assert.Contains("own pages", await RunningServer.Problem(HttpStatusCode.Forbidden, await person.PostAsJsonAsync("/api/keys", new { name = "stolen" })), StringComparison.Ordinal);
        Assert.Equal(0, (await RunningServer.Json(await person.GetAsync("/api/keys"))).GetArrayLength());
    }

    [Fact]
    public async Task A_name_that_was_made_to_point_here_gets_nothing()
    {
        await using var server = await RunningServer.Start();
        using var client = server.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "rebound.example" } };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_reads_until_it_is_removed_and_only_its_hash_is_kept()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        var made = await RunningServer.Json(await person.PostAsJsonAsync("/api/keys", new { name = "counter", role = "operator" }));
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        using var machine = server.Stranger();
        machine.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
        Assert.Equal("operator", (await RunningServer.Json(await machine.GetAsync("/api/me"))).GetProperty("role").GetString());
        await RunningServer.Problem(HttpStatusCode.Forbidden, await machine.PutAsJsonAsync("/api/sites/s1", new { name = "S" }));
        foreach (var file in Directory.EnumerateFiles(server.Folder, "qyran.db*"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var all = new MemoryStream();
            await open.CopyToAsync(all);
            Assert.DoesNotContain(key, Encoding.Latin1.GetString(all.ToArray()), StringComparison.Ordinal);
        }
        using var removed = await person.DeleteAsync("/api/keys/" + id);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var after = await machine.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Pages_ask_strangers_to_sign_in_and_run_nothing_but_their_own_files()
    {
        await using var server = await RunningServer.Start();
        using var client = server.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/cases") { Headers = { { "Accept", "text/html" } } };
        using var led = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, led.StatusCode);
        Assert.Equal("/sign-in?to=%2Fcases", led.Headers.Location!.OriginalString);
        using var page = await client.GetAsync("/sign-in");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/web/../qyran.db")]
    [InlineData("/web/%2e%2e/%2e%2e/keys/device.pem")]
    [InlineData("/web/pages")]
    [InlineData("/web/")]
    [InlineData("/keys/device.pem")]
    public async Task No_path_leads_to_a_file_that_is_no_page(string path)
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        using var answer = await person.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_holds_what_nobody_asked_for_is_refused()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        // it is refused by its length; who sends it all the same may find the connection closed before the answer is read
        using var sent = new HttpRequestMessage(HttpMethod.Put, "/api/sites/s1") { Content = new StringContent("{\"name\":\"" + new string('x', 2 << 20) + "\"}", Encoding.UTF8, "application/json") };
        sent.Headers.ExpectContinue = true;
        using var large = await person.SendAsync(sent);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PutAsJsonAsync("/api/sites/s1", new { name = "S", administrator = true }));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PutAsync("/api/sites/s1", new StringContent("{", Encoding.UTF8, "application/json")));
    }

    [Fact]
    public async Task One_data_folder_has_one_server()
    {
        await using var server = await RunningServer.Start();
        var (second, failure) = await Qyran.Server.QyranServer.Start(new() { DataFolder = server.Folder, Port = 0 }, server.Clock, default);
        Assert.Null(second);
        Assert.Contains("another server", failure!.Text, StringComparison.Ordinal);
    }
}
