using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using Qyran.Server.Access;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Accounts: the first one, invitations, passwords, second factors, and sessions that end when they should.</summary>
public sealed class AccountTests
{
    private const string Password = RunningServer.Password;

    [Fact]
    public async Task The_first_starts_link_makes_the_first_administrator_who_then_signs_in_by_password()
    {
        await using var server = await RunningServer.Start(askForAccount: true);
        using var first = await server.Person();
        using var other = await server.Person();
        var spare = await RunningServer.Json(await other.PostAsync("/api/sign-in-links", null));
        Assert.True((await RunningServer.Json(await first.GetAsync("/api/me"))).GetProperty("choose_account").GetBoolean());
        // people without the administrator's role do not count as the first account
        using (await server.Person("early", "analyst")) Assert.False(await server.Server.HasAdministrator(default));
        foreach (var (name, password) in ((string, string)[])[("a", Password), ("key x", Password), ("aigerim", "short"), ("aigerim", "aigerim-aigerim-1"), ("aigerim", new string('a', 30))])
            await RunningServer.Problem(HttpStatusCode.BadRequest, await first.PostAsJsonAsync("/api/first-account", new { name, password }));
        await Fine(first.PostAsJsonAsync("/api/first-account", new { name = "Aigerim", password = Password }));
        var me = await RunningServer.Json(await first.GetAsync("/api/me"));
        Assert.Equal(("Aigerim", "administrator", false), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString(), me.GetProperty("choose_account").GetBoolean()));
        // whoever else came by the link is out
        using var out_ = await other.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, out_.StatusCode);
        using var late = server.Browser();
        await RunningServer.Problem(HttpStatusCode.Forbidden, await late.PostAsJsonAsync("/sign-in", new { link = Secret(spare) }));
        await RunningServer.Problem(HttpStatusCode.Conflict, await first.PostAsJsonAsync("/api/first-account", new { name = "Second", password = Password }));
        Assert.True(await server.Server.HasAdministrator(default));

        using var again = server.Browser();
        await SignIn(again, "aigerim", Password);
        Assert.Equal("Aigerim", (await RunningServer.Json(await again.GetAsync("/api/me"))).GetProperty("name").GetString());
        using var part = new StreamReader(new FileStream(server.Data.Database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.DoesNotContain(Password, await part.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>A link made in a session, whoever stole it, must not outlive what ends the session.</summary>
    [Theory]
    [InlineData("password")]
    [InlineData("sessions")]
    [InlineData("disabled")]
    public async Task A_link_ends_with_the_sessions_of_who_made_it(string how)
    {
        await using var server = await RunningServer.Start();
        using var owner = await server.Person("dana", "administrator");
        using var other = await server.Person("berik", "administrator");
        var link = Secret(await RunningServer.Json(await owner.PostAsync("/api/sign-in-links", null)));
        var dana = (await server.Store.Accounts.All()).Single(a => a.Name == "dana");
        using (var done = await (how switch
        {
            "password" => owner.PostAsJsonAsync("/api/account/password", new { password = Password, new_password = "another long enough one" }),
            "sessions" => other.PostAsync($"/api/people/{dana.Id}/end-sessions", null),
            _ => other.PutAsJsonAsync($"/api/people/{dana.Id}", new { version = dana.Version, role = "administrator", disabled = true }),
        })) Assert.True(done.IsSuccessStatusCode);
        using var thief = server.Browser();
        await RunningServer.Problem(HttpStatusCode.Forbidden, await thief.PostAsJsonAsync("/sign-in", new { link }));
    }

    [Fact]
    public async Task A_stream_begins_with_the_rights_of_then_not_with_those_its_request_came_in_with()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", Paused: true));
        using var person = await server.Person("marat", "officer", "bridge");
        var account = (await server.Store.Accounts.Named("marat"))!;
        var session = Assert.Single(await server.Store.Sessions.Of(account.Id));
        var (connections, known) = (server.Server.Services.GetRequiredService<Connections>(), Asker.Of(account, session.Sha256));
        using (var open = await connections.Begin(known, "north", default)) Assert.Equal(Role.Officer, open!.Asker.Role);
        // stored between the check of the request and the stream's begin
        Assert.True(await server.Store.Accounts.Save(account with { Role = "analyst", Sites = ["square"] }));
        using (var open = await connections.Begin(known, null, default)) Assert.Equal(Role.Analyst, open!.Asker.Role);
        Assert.Null(await connections.Begin(known, "north", default));
        await server.Store.Sessions.Remove(session.Sha256);
        Assert.Null(await connections.Begin(known, null, default));
    }

    private static string Secret(System.Text.Json.JsonElement made) => made.EnumerateObject().Select(p => p.Value.GetString()).First(v => v?.Contains('#') == true)!.Split('#')[1];

    [Fact]
    public async Task Wrong_passwords_close_an_account_for_a_while_and_the_answer_tells_nothing()
    {
        await using var server = await RunningServer.Start(signInsPerMinute: 1000);
        using (await server.Person("olzhas", "operator")) { }
        using var client = server.Browser();
        var nobody = await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in/password", new { name = "nobody", password = "wrong" }));
        for (var i = 0; i < 5; i++)
            Assert.Equal(nobody, await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in/password", new { name = "olzhas", password = "wrong" })));
        // the right one does not help now, and says nothing else
        Assert.Equal(nobody, await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in/password", new { name = "olzhas", password = Password })));
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await SignIn(client, "olzhas", Password);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_a_code_works_once_and_recovery_codes_help()
    {
        await using var server = await RunningServer.Start(signInsPerMinute: 1000);
        using var person = await server.Person("dana", "officer");
        await RunningServer.Problem(HttpStatusCode.Forbidden, await person.PostAsJsonAsync("/api/account/second-factor", new { password = "wrong" }));
        var offered = await RunningServer.Json(await person.PostAsJsonAsync("/api/account/second-factor", new { password = Password }));
        var totp = new Totp(Base32Encoding.ToBytes(offered.GetProperty("secret").GetString()));
        Assert.Contains("secret=" + offered.GetProperty("secret").GetString(), offered.GetProperty("address").GetString(), StringComparison.Ordinal);
        var rows = offered.GetProperty("qr").EnumerateArray().Select(r => r.GetString()!).ToArray();
        Assert.All(rows, r => Assert.Equal(rows.Length, r.Length));
        // not before its first code
        await SignIn(server.Browser(), "dana", Password);
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PostAsJsonAsync("/api/account/second-factor/confirm", new { code = "000000" }));
        string Code() => totp.ComputeTotp(server.Clock.GetUtcNow().UtcDateTime);
        var first = Code();
        var recovery = (await RunningServer.Json(await person.PostAsJsonAsync("/api/account/second-factor/confirm", new { code = first }))).GetProperty("recovery_codes").EnumerateArray().Select(c => c.GetString()!).ToArray();
        Assert.Equal(10, recovery.Distinct().Count());

        using var client = server.Browser();
        Assert.True((await RunningServer.Json(await client.PostAsJsonAsync("/sign-in/password", new { name = "dana", password = Password }))).GetProperty("needs_code").GetBoolean());
        using (var known = await client.GetAsync("/api/me")) Assert.Equal(HttpStatusCode.Unauthorized, known.StatusCode);
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in/password", new { name = "dana", password = Password, code = first })); // used above
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        await SignIn(client, "dana", Password, Code());
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in/password", new { name = "dana", password = Password, code = Code() }));
        await SignIn(client, "dana", Password, recovery[3].ToUpperInvariant());
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/sign-in/password", new { name = "dana", password = Password, code = recovery[3] }));
        Assert.Equal(9, (await RunningServer.Json(await client.GetAsync("/api/account"))).GetProperty("recovery_codes").GetInt32());

        await Fine(client.PostAsJsonAsync("/api/account/second-factor/remove", new { password = Password }));
        await SignIn(server.Browser(), "dana", Password);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_changed_role_a_disabled_person_and_ended_sessions_count_at_once(Engine engine)
    {
        await using var server = await RunningServer.Start(engine, signInsPerMinute: 1000);
        using HttpClient administrator = await server.Person(), person = await server.Person("marat", "officer"), elsewhere = server.Browser();
        await SignIn(elsewhere, "marat", Password);
        Assert.Equal(2, (await RunningServer.Json(await person.GetAsync("/api/account"))).GetProperty("sessions").GetArrayLength());
        await Status(HttpStatusCode.OK, person.GetAsync("/api/cases"));

        var row = (await RunningServer.Json(await administrator.GetAsync("/api/people")))[0];
        var (id, version) = (row.GetProperty("id").GetString(), row.GetProperty("version").GetInt32());
        using var stream = await person.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("event: tick", await lines.ReadLineAsync());
        await RunningServer.Json(await administrator.PutAsJsonAsync("/api/people/" + id, new { version, role = "installer" }));
        await RunningServer.Problem(HttpStatusCode.Conflict, await administrator.PutAsJsonAsync("/api/people/" + id, new { version, role = "officer" }));
        await Status(HttpStatusCode.Forbidden, person.GetAsync("/api/cases"));
        // what was open is ended: it was opened with other rights
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await lines.ReadLineAsync(patience.Token) is not null) { }

        await Fine(person.PostAsync("/api/account/end-other-sessions", null));
        await Status(HttpStatusCode.Unauthorized, elsewhere.GetAsync("/api/me"));
        await Status(HttpStatusCode.OK, person.GetAsync("/api/me"));
        await SignIn(elsewhere, "marat", Password);
        await Fine(administrator.PostAsync($"/api/people/{id}/end-sessions", null));
        await Status(HttpStatusCode.Unauthorized, person.GetAsync("/api/me"));
        await Status(HttpStatusCode.Unauthorized, elsewhere.GetAsync("/api/me"));

        await SignIn(person, "marat", Password);
        await RunningServer.Json(await administrator.PutAsJsonAsync("/api/people/" + id, new { version = version + 1, role = "installer", disabled = true }));
        await Status(HttpStatusCode.Unauthorized, person.GetAsync("/api/me"));
        await RunningServer.Problem(HttpStatusCode.Forbidden, await person.PostAsJsonAsync("/sign-in/password", new { name = "marat", password = Password }));
    }

    [Fact]
    public async Task A_password_is_changed_by_its_owner_or_chosen_anew_by_a_link_that_works_once()
    {
        await using var server = await RunningServer.Start(signInsPerMinute: 1000);
        using HttpClient administrator = await server.Person(), person = await server.Person("saule", "analyst"), elsewhere = server.Browser();
        await SignIn(elsewhere, "saule", Password);
        await RunningServer.Problem(HttpStatusCode.Forbidden, await person.PostAsJsonAsync("/api/account/password", new { password = "wrong", new_password = "another long secret" }));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PostAsJsonAsync("/api/account/password", new { password = Password, new_password = "short" }));
        await Fine(person.PostAsJsonAsync("/api/account/password", new { password = Password, new_password = "another long secret" }));
        await Status(HttpStatusCode.OK, person.GetAsync("/api/me"));
        await Status(HttpStatusCode.Unauthorized, elsewhere.GetAsync("/api/me"));

        var id = (await RunningServer.Json(await administrator.GetAsync("/api/people")))[0].GetProperty("id").GetString();
        async Task<string> Link() => (await RunningServer.Json(await administrator.PostAsync($"/api/people/{id}/link", null))).GetProperty("link").GetString()!.Split('#')[1];
        var (old, link) = (await Link(), await Link());
        using var client = server.Browser();
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/choose", new { link = old, password = Password }));
        Assert.Equal("saule", (await RunningServer.Json(await client.PostAsJsonAsync("/choose/whose", new { link }))).GetProperty("name").GetString());
        await Fine(client.PostAsJsonAsync("/choose", new { link, password = Password }));
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/choose", new { link, password = Password }));
        await Status(HttpStatusCode.Unauthorized, person.GetAsync("/api/me"));
        var late = await Link();
        server.Clock.Advance(TimeSpan.FromDays(4));
        await RunningServer.Problem(HttpStatusCode.Forbidden, await client.PostAsJsonAsync("/choose", new { link = late, password = Password }));
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_lost_and_a_locked_out_one_gets_a_link_from_the_command_line()
    {
        await using var server = await RunningServer.Start(signInsPerMinute: 1000);
        using var person = await server.Person("asel", "administrator");
        var row = (await RunningServer.Json(await person.GetAsync("/api/people")))[0];
        Assert.Contains("last administrator", await RunningServer.Problem(HttpStatusCode.Conflict,
            await person.PutAsJsonAsync("/api/people/" + row.GetProperty("id").GetString(), new { version = 1, role = "auditor" })), StringComparison.Ordinal);

        var made = Cli.QyranProcess.Run("recover", "Asel", "--data", server.Folder, "--address", server.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(0, made.Code);
        using var client = server.Browser();
        await Fine(client.PostAsJsonAsync("/choose", new { link = made.Out.Trim().Split('#')[1], password = "a new long password" }));
        Assert.Equal("administrator", (await RunningServer.Json(await client.GetAsync("/api/me"))).GetProperty("role").GetString());
        var unknown = Cli.QyranProcess.Run("recover", "nobody", "--data", server.Folder);
        Assert.Equal(66, unknown.Code);
        Assert.Contains("asel", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_cannot_be_invited_is_refused_with_why()
    {
        Assert.Equal(210_000, new Qyran.Server.ServerSettings { DataFolder = "" }.PasswordRounds);
        await using var server = await RunningServer.Start();
        using HttpClient administrator = await server.Person(), asel = await server.Person("Asel", "analyst");
        await RunningServer.Json(await administrator.PutAsJsonAsync("/api/sites/one", new { name = "One" }));
        foreach (var (name, role, why, site) in ((string, string, string, string?)[])
            [("nobody", "king", "no such role", null), ("nobody", "auditor", "every site", "one"), ("nobody", "officer", "no site 'two'", "two"), ("x", "officer", "a name has", null), ("asel", "officer", "this name", null)])
        {
            using var answer = await administrator.PostAsJsonAsync("/api/people", new { name, role, sites = site is null ? null : new[] { site } });
            Assert.False(answer.IsSuccessStatusCode);
            Assert.Contains(why, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    internal static async Task SignIn(HttpClient client, string name, string password, string? code = null) =>
        Assert.False((await RunningServer.Json(await client.PostAsJsonAsync("/sign-in/password", new { name, password, code }))).GetProperty("needs_code").GetBoolean());

    private static Task Fine(Task<HttpResponseMessage> asked) => Status(HttpStatusCode.NoContent, asked);

    private static async Task Status(HttpStatusCode status, Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
