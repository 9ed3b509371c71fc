using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Qyran.Server.Audit;
using Qyran.Storage;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>The audit log: what is in it, that nothing happens without it, and that no line is changed or lost unseen.</summary>
public sealed class AuditTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Who_saw_sought_changed_decided_and_signed_in_is_written_down_and_no_secret_is(Engine engine)
    {
        await using var server = await RunningServer.Start(engine, signInsPerMinute: 1000);
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1", 0, "123ABC02", 88)));
        await server.Store.Cases.Add([Sample.Case("c1", "p1")]);
        using HttpClient person = await server.Person("gulnara", "officer"), auditor = await server.Person("berik", "auditor");
        await person.GetAsync("/api/open-cases"); // a number, and no look at any of them
        await person.GetAsync("/api/cases/c1");
        await person.GetAsync("/api/cases/none");
        await person.GetAsync("/api/passages/p1");
        await person.GetAsync("/api/passages?plate=123*&speed_from_kmh=80");
        await person.GetAsync("/api/cases/c1/pack");
        await person.PostAsJsonAsync("/api/cases/c1/reject", new { version = 1, reason = "exempt" });
        await person.GetAsync("/api/keys");
        await person.PostAsJsonAsync("/sign-in/password", new { name = "gulnara", password = "hunter2-hunter2" });
        await person.PostAsJsonAsync("/sign-in/password", new { name = "my-password-by-mistake", password = "hunter2-hunter2" });
        await person.PostAsJsonAsync("/api/account/password", new { password = RunningServer.Password, new_password = "another long secret" });

        var lines = await Lines(auditor, "?who=gulnara");
        Assert.Equal(
            [
                "choose password|begun|", "choose password|done|", "view case|case c1|done|", "view case|case none|404|", "view passage|passage p1|done|",
                "search passages||done|plate=123*&speed_from_kmh=80", "download pack|case c1|404|", "reject case|case c1|begun|{\"version\":1,\"reason\":\"exempt\"}", "reject case|case c1|done|{\"begun\":#}",
                "list keys||403|", "sign in||403|password", "change own password||begun|", "change own password||done|{\"begun\":#}",
            ],
            lines.Select(l => System.Text.RegularExpressions.Regex.Replace(l, "(\"begun\":)[0-9]+", "$1#").Replace("|person #", "", StringComparison.Ordinal)));
        // what shows the log is in it too; a machine's and a stranger's lines say who they are
        Assert.Contains("read audit log||done|who=gulnara", await Lines(auditor, "?act=read"));
        using var machine = await server.Machine("operator");
        await machine.GetAsync("/api/passages/p1");
        Assert.Equal("key test", (await RunningServer.Json(await auditor.GetAsync("/api/audit?act=view&most=1"))).GetProperty("items")[0].GetProperty("who").GetString());
        var everything = string.Join('\n', (await server.Store.Audit.From(1, 1000)).Select(r => r.ToString()));
        foreach (var secret in (string[])[RunningServer.Password, "hunter2-hunter2", "my-password-by-mistake", "another long secret"]) Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);

        // page by page nothing is twice or missing
        var pages = new List<long>();
        long? after = null;
        do
        {
            var page = await RunningServer.Json(await auditor.GetAsync($"/api/audit?most=4&until={Uri.EscapeDataString(server.Clock.GetUtcNow().AddSeconds(1).ToString("O"))}" + (after is null ? "" : $"&after={after}")));
            pages.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("seq").GetInt64()));
            after = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        } while (after is not null);
        Assert.Equal(pages.Distinct().OrderDescending(), pages);
        Assert.Equal(pages[0], pages.Count);
    }

    [Fact]
    public async Task What_was_asked_cannot_be_pushed_out_of_its_line()
    {
        await using var server = await RunningServer.Start();
        using HttpClient machine = await server.Machine("operator"), person = await server.Person(), auditor = await server.Person("berik", "auditor");
        (await machine.GetAsync($"/api/passages?x={new string('A', 3000)}&plate=777AAA01&REASON=abc+d&store=B")).Dispose();
        (await machine.GetAsync($"/api/passages?camera={new string('A', 3000)}&plate=777AAA01")).Dispose();
        Assert.Contains("audit log", await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PutAsJsonAsync("/api/sites/bridge", new { name = new string('A', 9000) })), StringComparison.Ordinal);
        Assert.Equal(["change site|site bridge|400|", $"search passages||done|camera={new string('A', 3000)}&plate=777AAA01", "search passages||done|plate=777AAA01&REASON=abc d"],
            (await Lines(auditor, "?act=search")).Concat(await Lines(auditor, "?act=change+site")).Order(StringComparer.Ordinal));
        Assert.Empty(await server.Store.Sites.All());
    }

    [Fact]
    public async Task Without_a_line_in_the_log_nothing_is_shown_and_nothing_is_done()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([Sample.Case("c1", "p1")]);
        using var person = await server.Person();
        await using (var connection = await Connect(Engine.Sqlite, server.Data.Database))
            await connection.Run("create trigger full before insert on audit begin select raise(abort, 'no room'); end");
        foreach (var asked in (Func<Task<HttpResponseMessage>>[])[() => person.GetAsync("/api/cases/c1"), () => person.PostAsJsonAsync("/api/cases/c1/reject", new { version = 1, reason = "exempt" })])
        {
            using var answer = await asked();
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.DoesNotContain("72 km/h", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(CaseState.Candidate, (await server.Store.Cases.Find("c1"))!.State);
        using var stranger = server.Browser();
        using var refused = await stranger.PostAsJsonAsync("/sign-in", new { link = server.Link() });
        Assert.False(refused.IsSuccessStatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Many_who_write_at_once_make_one_chain(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        using var machine = await server.Machine("operator");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ => (await machine.GetAsync("/api/passages")).Dispose()));
        await server.Server.Services.GetRequiredService<AuditSeal>().Sign(default);
        var report = await AuditHeads.Check(server.Store, server.Data, null, null, default);
        Assert.Equal([], report.Findings);
        Assert.True(report.Lines >= 60);
        Assert.Equal(report.Lines, report.SignedUntil);
    }

    /// <summary>What somebody who owns the database does to it, and what the check says.</summary>
    public static TheoryData<Engine, string, string> Attacks => [.. from engine in Enum.GetValues<Engine>() from attack in ((string, string)[])
    [
        ("update audit set detail = 'plate=999*' where seq = 5", "line 5 was changed"),
        ("delete from audit where seq = 5", "line 5 is missing"),
        ("delete from audit where seq > 8", "the end was cut off"),
        ("delete from audit", "the end was cut off"),
        // each line fits the next, only the signature knows better
        ("rewrite", "is not the line that was signed"),
    ] select (engine, attack.Item1, attack.Item2)];

    [Theory, MemberData(nameof(Attacks))]
    public async Task A_changed_missing_cut_or_rewritten_log_is_found_and_where(Engine engine, string attack, string said)
    {
        await using var server = await RunningServer.Start(engine);
        using (var machine = await server.Machine("operator"))
            for (var i = 0; i < 8; i++) (await machine.GetAsync("/api/passages?plate=12" + i)).Dispose();
        await server.Server.Services.GetRequiredService<AuditSeal>().Sign(default);
        Assert.Equal([], (await AuditHeads.Check(server.Store, server.Data, null, null, default)).Findings);

        var address = engine == Engine.Sqlite ? server.Data.Database : ((Qyran.Server.ServerSettings)server.Server.Services.GetService(typeof(Qyran.Server.ServerSettings))!).Database!;
        await using var connection = await Connect(engine, address);
        // the tables refuse what Qyran itself never does
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => connection.Run(attack == "rewrite" ? "delete from audit" : attack));
        foreach (var trigger in engine == Engine.Sqlite ? ["drop trigger audit_no_update", "drop trigger audit_no_delete"] : (string[])["alter table audit disable trigger all"]) await connection.Run(trigger);
        if (attack == "rewrite")
        {
            var rows = await server.Store.Audit.From(1, 1000);
            var previous = rows[3].Sha256;
            foreach (var row in rows.Skip(4))
            {
                var entry = row.Entry with { Previous = previous, Who = "somebody else" };
                previous = Qyran.Evidence.AuditChain.Hash(entry);
                await connection.Run("update audit set who = @who, previous = @previous, sha256 = @sha where seq = @seq", ("who", entry.Who), ("previous", entry.Previous), ("sha", previous), ("seq", entry.Sequence));
            }
        }
        else await connection.Run(attack);
        var findings = (await AuditHeads.Check(server.Store, server.Data, null, null, default)).Findings;
        Assert.Contains(findings, f => f.Contains(said, StringComparison.Ordinal));
        if (engine == Engine.Sqlite)
        {
            var ran = Cli.QyranProcess.Run("check", "audit", server.Folder);
            Assert.Equal(1, ran.Code);
            Assert.Contains(said, ran.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_log_is_sealed_while_it_grows_and_when_the_server_stops()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-server-").FullName;
        await using (var server = await RunningServer.Start(folder: folder))
        {
            using var machine = await server.Machine("operator");
            (await machine.GetAsync("/api/passages")).Dispose();
            // the seal's timer may not have been set yet when the clock goes on
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while ((await AuditHeads.Check(server.Store, server.Data, null, null, default)).SignedUntil is null or 0)
            {
                server.Clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Delay(20, patience.Token);
            }
            (await machine.GetAsync("/api/passages")).Dispose();
            await server.Server.DisposeAsync();
            var (store, _) = await Store.OpenSqlite(Path.Combine(folder, "qyran.db"), server.Clock);
            await using (store)
            {
                var report = await AuditHeads.Check(store!, Qyran.Storage.Files.DataFolder.AsItIs(folder), null, null, default);
                Assert.Equal((0, report.Lines), (report.Findings.Length, report.SignedUntil));
            }
            var sound = Cli.QyranProcess.Run("check", "audit", folder);
            Assert.True(sound.Code == 0, sound.Out + sound.Error);
            // forged and foreign signatures do not count
            var heads = Path.Combine(folder, "audit", "heads.jsonl");
            await File.AppendAllTextAsync(heads, (await File.ReadAllLinesAsync(heads))[^1].Replace("\"seq\":", "\"seq\":9", StringComparison.Ordinal) + "\n");
            var forged = Cli.QyranProcess.Run("check", "audit", folder);
            Assert.Equal(1, forged.Code);
            Assert.Contains("its signature does not fit", forged.Out, StringComparison.Ordinal);
            File.Delete(heads);
            Assert.Contains("no signed end", Cli.QyranProcess.Run("check", "audit", folder).Out, StringComparison.Ordinal);
            Assert.Equal(2, Cli.QyranProcess.Run("check", "audit", Path.Combine(folder, "audit")).Code);
        }
    }

    [Fact]
    public async Task Half_a_signed_end_goes_before_the_next_is_added_and_is_not_taken_for_tampering()
    {
        await using var server = await RunningServer.Start();
        using var machine = await server.Machine("operator");
        var seal = server.Server.Services.GetRequiredService<AuditSeal>();
        await seal.Sign(default);
        var heads = AuditHeads.Path(server.Data);
        var whole = (await File.ReadAllLinesAsync(heads)).Length;
        await File.AppendAllTextAsync(heads, (await File.ReadAllLinesAsync(heads))[^1][..40]); // as a kill or a full disk leaves it
        Assert.Equal([], (await AuditHeads.Check(server.Store, server.Data, null, null, default)).Findings);
        (await machine.GetAsync("/api/passages")).Dispose();
        await seal.Sign(default);
        var report = await AuditHeads.Check(server.Store, server.Data, null, null, default);
        Assert.Equal([], report.Findings);
        Assert.Equal(report.Lines, report.SignedUntil);
        Assert.Equal(whole + 1, (await File.ReadAllLinesAsync(heads)).Length);
        // a database that does not answer is no folder without one
        Assert.Equal(68, Cli.QyranProcess.Run("check", "audit", server.Folder, "--database", "postgres://qyran@127.0.0.1:1/none").Code);
    }

    [Fact]
    public async Task A_copy_of_the_signed_ends_shows_what_who_holds_the_machine_has_cut_off()
    {
        await using var server = await RunningServer.Start();
        using (var machine = await server.Machine("operator"))
            for (var i = 0; i < 8; i++) (await machine.GetAsync("/api/passages?plate=12" + i)).Dispose();
        var seal = server.Server.Services.GetRequiredService<AuditSeal>();
        await seal.Sign(default);
        var (heads, copy) = (AuditHeads.Path(server.Data), Path.Combine(server.Folder, "copy.jsonl"));
        File.Copy(heads, copy);
        var whole = await AuditHeads.Check(server.Store, server.Data, null, copy, default);
        Assert.Equal([], whole.Findings);
        Assert.Equal((await File.ReadAllLinesAsync(copy)).Length, whole.Copied);

        // database, folder and key are his: he cuts the log, and signs where it ends now
        await using (var connection = await Connect(Engine.Sqlite, server.Data.Database))
            foreach (var step in (string[])["drop trigger audit_no_delete", "delete from audit where seq > 8"]) await connection.Run(step);
        File.Delete(heads);
        await seal.Sign(default);
        Assert.Equal([], (await AuditHeads.Check(server.Store, server.Data, null, null, default)).Findings);
        var ran = Cli.QyranProcess.Run("check", "audit", server.Folder, "--heads", copy);
        Assert.Equal(1, ran.Code);
        Assert.Contains("the end was cut off", ran.Out, StringComparison.Ordinal);

        // with a key of another device too
        File.Delete(heads);
        using (var other = Qyran.Evidence.DeviceKey.Temporary())
            await File.WriteAllTextAsync(heads, Qyran.Evidence.AuditHead.Sign(8, (await server.Store.Audit.From(8, 1))[0].Sha256, 0, other));
        var findings = (await AuditHeads.Check(server.Store, server.Data, null, copy, default)).Findings;
        Assert.Contains(findings, f => f.StartsWith("signed head 1: by another key", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Contains("the end was cut off", StringComparison.Ordinal));

        await File.WriteAllTextAsync(copy, "");
        Assert.Equal(65, Cli.QyranProcess.Run("check", "audit", server.Folder, "--heads", copy).Code);
        Assert.Equal(66, Cli.QyranProcess.Run("check", "audit", server.Folder, "--heads", copy + ".none").Code);
    }

    private static async Task<string[]> Lines(HttpClient auditor, string query) =>
        [.. (await RunningServer.Json(await auditor.GetAsync("/api/audit" + query))).GetProperty("items").EnumerateArray().Reverse()
            .Select(i => $"{i.GetProperty("act").GetString()}|{Person(i.GetProperty("thing").GetString()!)}{i.GetProperty("result").GetString()}|{i.GetProperty("detail").GetString()}")];

    private static string Person(string thing) => thing.StartsWith("person ", StringComparison.Ordinal) ? "" : thing + "|";

    private static async Task<System.Data.Common.DbConnection> Connect(Engine engine, string address)
    {
        System.Data.Common.DbConnection connection = engine == Engine.Sqlite ? new SqliteConnection($"Data Source={address};Pooling=false;Default Timeout=30") : new NpgsqlConnection(address);
        await connection.OpenAsync();
        return connection;
    }
}
