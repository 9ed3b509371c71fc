using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Domain.Failures;
using Qyran.Server.Access;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Server;

/// <summary>Coming in through the organisation's provider, with a real one of a few lines.</summary>
public sealed class OidcTests
{
    [Fact]
    public async Task Who_is_in_a_mapped_group_comes_in_as_what_it_says_and_every_time_anew()
    {
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        using var client = server.Stranger();
        Assert.Equal("the city", (await RunningServer.Json(await client.GetAsync("/sign-in/ways"))).GetProperty("oidc").GetString());
        Assert.Equal("/sign-in", await Walk(client));
        var me = await RunningServer.Json(await client.GetAsync("/api/me"));
        Assert.Equal(("Aigerim", "officer"), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString()));
        var account = Assert.Single(await server.Store.Accounts.All());
        Assert.Equal(["bridge"], account.Sites!.Value);
        Assert.Single(await server.Store.Sessions.Of(account.Id));

        // another group at the next sign-in, under another name: the same account
        issuer.Groups = ["others", "qyran-admins"];
        issuer.Name = "Aigerim B";
        using var again = server.Stranger();
        await Walk(again);
        account = Assert.Single(await server.Store.Accounts.All());
        Assert.Equal(("administrator", "Aigerim", null), (account.Role, account.Name, account.Sites));

        // no password for one who has none, and no link to choose one
        again.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        Assert.Contains("provider", await RunningServer.Problem(HttpStatusCode.Conflict, await again.PostAsync($"/api/people/{account.Id}/link", null)), StringComparison.Ordinal);
        Assert.Equal("active", (await RunningServer.Json(await again.GetAsync("/api/people")))[0].GetProperty("state").GetString());
        var (link, why) = await Recover.Link(server.Store, "aigerim", "http://127.0.0.1", server.Clock, default);
        Assert.Null(link);
        Assert.Contains("signs in through the provider", why!.Text, StringComparison.Ordinal);
        await server.Store.Accounts.AddLink(Secrets.Hash("of-before"), account.Id, long.MaxValue);
        foreach (var path in (string[])["/choose/whose", "/choose"])
            Assert.Contains("provider", await RunningServer.Problem(HttpStatusCode.Forbidden, await again.PostAsJsonAsync(path, path == "/choose" ? new { link = "of-before", password = RunningServer.Password } : (object)new { link = "of-before" })), StringComparison.Ordinal);
        // and one that an earlier version let them choose opens nothing
        await server.Store.Accounts.SetPassword(account.Id, server.Server.Services.GetRequiredService<Passwords>().Hash(RunningServer.Password));
        await RunningServer.Problem(HttpStatusCode.Forbidden, await again.PostAsJsonAsync("/sign-in/password", new { name = "Aigerim", password = RunningServer.Password }));
        Assert.False(await server.Server.HasAdministrator(default));

        // the session does not outlive its twelve hours by being used: the provider must vouch again
        for (var i = 0; i < 3; i++)
        {
            server.Clock.Advance(TimeSpan.FromHours(3.9));
            Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/api/me")).StatusCode);
        }
        server.Clock.Advance(TimeSpan.FromHours(0.5));
        Assert.Equal(HttpStatusCode.Unauthorized, (await again.GetAsync("/api/me")).StatusCode);

        var told = await server.Store.Audit.From(1, 100);
        Assert.Equal(2, told.Count(r => r.Entry is { Act: "sign in", Thing: "oidc", Result: "done" } && r.Entry.WhoId == account.Id));
    }

    [Fact]
    public async Task No_link_lets_who_came_through_the_provider_in_without_it()
    {
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        using HttpClient client = server.Browser(), other = server.Browser();
        await Walk(client);
        Assert.Contains("provider", await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsync("/api/sign-in-links", null)), StringComparison.Ordinal);
        // nor one that was made all the same
        var link = server.Server.Services.GetRequiredService<SignInLinks>().New(Assert.Single(await server.Store.Accounts.All()).Id);
        await RunningServer.Problem(HttpStatusCode.Forbidden, await other.PostAsJsonAsync("/sign-in", new { link }));
    }

    [Fact]
    public async Task What_is_open_ends_with_another_role_at_the_next_sign_in_and_with_the_session()
    {
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        using HttpClient client = server.Stranger(), elsewhere = server.Stranger();
        await Walk(client);
        using (var lines = await Listening())
        {
            issuer.Groups = ["qyran-admins"];
            await Walk(elsewhere);
            await Ended(lines);
        }
        using (var lines = await Listening())
        {
            server.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
            await Ended(lines);
        }

        async Task<StreamReader> Listening()
        {
            var lines = new StreamReader(await client.GetStreamAsync("/api/events"));
            Assert.Equal("event: tick", await lines.ReadLineAsync());
            return lines;
        }

        static async Task Ended(StreamReader lines)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await lines.ReadLineAsync(patience.Token) is not null) { }
        }
    }

    [Theory, InlineData("nonce"), InlineData("state"), InlineData("signature"), InlineData("audience"), InlineData("issuer"), InlineData("expired"), InlineData("none")]
    public async Task An_answer_that_is_not_for_us_is_refused_and_written_down(string wrong)
    {
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        issuer.Wrong = wrong;
        using var client = server.Stranger();
        Assert.Equal("/sign-in?refused=refused", await Walk(client));
        await Refused(server, client);
        issuer.Wrong = "";
        Assert.Equal("/sign-in", await Walk(client)); // it was that alone
    }

    [Fact]
    public async Task A_callback_without_the_cookie_of_who_began_is_refused()
    {
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        using HttpClient begun = server.Stranger(), victim = server.Stranger();
        var back = await Redirected(begun, await Redirected(begun, "/sign-in/oidc"));
        Assert.Equal("/sign-in?refused=refused", await Redirected(victim, back));
        await Refused(server, victim);
    }

    [Fact]
    public async Task Answers_nobody_asked_for_do_not_fill_the_audit_log()
    {
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer, signInsPerMinute: 20);
        using var stranger = server.Stranger();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await stranger.GetAsync("/sign-in/oidc/back?code=x&state=1");
            answers.Add(answer.StatusCode);
        }
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.TooManyRequests), (answers[0], answers[^1]));
        using var page = await stranger.GetAsync("/sign-in");
        Assert.True(page.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Who_is_in_no_group_is_disabled_or_bears_a_name_taken_stays_outside()
    {
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        using var client = server.Stranger();
        issuer.Groups = ["others"];
        Assert.Equal("/sign-in?refused=unmapped", await Walk(client));
        await Refused(server, client);

        // the name of somebody with a password here does not make one them
        await server.Person("aigerim", "administrator");
        issuer.Groups = ["qyran-officers"];
        Assert.Equal("/sign-in?refused=name", await Walk(client));
        issuer.Name = "key x";
        Assert.Equal("/sign-in?refused=name", await Walk(client));
        issuer.Name = "Saule";
        Assert.Equal("/sign-in", await Walk(client));
        var account = (await server.Store.Accounts.Named("saule"))!;
        Assert.True(await server.Store.Accounts.Save(account with { Disabled = true }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/me")).StatusCode);
        Assert.Equal("/sign-in?refused=disabled", await Walk(client));
        issuer.Subject = "u-2";
        issuer.Groups = ["lost-site"];
        Assert.Equal("/sign-in?refused=site", await Walk(client));
    }

    [Fact]
    public async Task While_the_provider_is_away_that_is_told_and_the_rest_works()
    {
        var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        await issuer.DisposeAsync();
        using var client = server.Stranger();
        Assert.Equal("/sign-in?refused=away", await Redirected(client, "/sign-in/oidc"));
        await Refused(server, client);
    }

    [Fact]
    public async Task In_a_browser_the_button_leads_in_and_a_refusal_is_told()
    {
        await using var browser = await Browser.Launch();
        await using var issuer = await Issuer.Start();
        await using var server = await Start(issuer);
        await using var page = await browser.Open();
        issuer.Groups = [];
        await page.GoToAsync(new Uri(server.Address, "/sign-in").AbsoluteUri);
        await page.Until("() => document.getElementById('oidc')?.textContent === 'Sign in with the city'");
        await page.EvaluateExpressionAsync("document.getElementById('oidc').click()");
        await page.Until("() => document.getElementById('say')?.textContent.includes('in no group')");
        issuer.Groups = ["qyran-admins"];
        await page.EvaluateExpressionAsync("document.getElementById('oidc').click()");
        await page.Until("() => location.pathname === '/' && document.querySelector('nav a[data-nav=people]')");
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_button_and_nowhere_to_go()
    {
        await using var server = await RunningServer.Start();
        using var client = server.Stranger();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await RunningServer.Json(await client.GetAsync("/sign-in/ways"))).GetProperty("oidc").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/sign-in/oidc")).StatusCode);
    }

    [Theory]
    [InlineData("""{"issuer":"https://id.example","client_id":"q","client_secret_file":"secret","roles":[{"group":"g","role":"officer","sites":["one"]}]}""", null)]
    [InlineData("""{"issuer":"https://id.example","client_id":"q","client_secret_file":"secret","roles":[],"colour":1}""", "colour")]
    [InlineData("""{"issuer":"https://id.example","client_id":"q","client_secret_file":"none","roles":[]}""", "none")]
    [InlineData("""{"issuer":"http://id.example","client_id":"q","client_secret_file":"secret","roles":[{"group":"g","role":"officer"}]}""", "https")]
    [InlineData("""{"issuer":"https://id.example","client_id":"q","client_secret_file":"secret","roles":[]}""", "at least one group")]
    [InlineData("""{"issuer":"https://id.example","client_id":"q","client_secret_file":"secret","roles":[{"group":"g","role":"king"}]}""", "king")]
    [InlineData("""{"issuer":"https://id.example","client_id":"q","client_secret_file":"secret","roles":[{"group":"g","role":"auditor","sites":["one"]}]}""", "every site")]
    public async Task A_file_that_cannot_work_says_why_before_anything_starts(string text, string? why)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-oidc-").FullName;
        var path = Path.Combine(folder, "oidc.json");
        await File.WriteAllTextAsync(path, text);
        await File.WriteAllTextAsync(Path.Combine(folder, "secret"), "abc\n");
        var (settings, failure) = OidcFile.TryRead(path);
        failure ??= settings!.Refusal(allowLoopback: false);
        Directory.Delete(folder, recursive: true);
        if (why is null) Assert.Equal((null, "abc"), (failure, settings!.ClientSecret));
        else Assert.Contains(why, failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_found() => Assert.Equal(new Failure(FailureKind.NotFound, "no such file: /nonexistent/oidc.json"), OidcFile.TryRead("/nonexistent/oidc.json").Item2);

    private static async Task<RunningServer> Start(Issuer issuer, int signInsPerMinute = 1000)
    {
        var server = await RunningServer.Start(allowLoopback: true, signInsPerMinute: signInsPerMinute, oidc: new OidcSettings
        {
            Issuer = issuer.Address, ClientId = Issuer.Client, ClientSecret = Issuer.Secret, Title = "the city",
            Roles = [new("qyran-admins", "administrator"), new("qyran-officers", "officer", ["bridge"]), new("lost-site", "officer", ["nowhere"])],
        });
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        return server;
    }

    /// <summary>From the button to where one is led at the end.</summary>
    private static async Task<string> Walk(HttpClient client) => await Redirected(client, await Redirected(client, await Redirected(client, "/sign-in/oidc")));

    private static async Task<string> Redirected(HttpClient client, string to)
    {
        using var answer = await client.GetAsync(to);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{to}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task Refused(RunningServer server, HttpClient client)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/me")).StatusCode);
        Assert.Empty(await server.Store.Accounts.All());
        var line = (await server.Store.Audit.From(1, 100)).Last(r => r.Entry.Act == "sign in").Entry;
        Assert.Equal(("oidc", "403"), (line.Thing, line.Result));
        Assert.DoesNotContain("eyJ", line.Detail, StringComparison.Ordinal);
    }
}
