using System.IO.Compression;
using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using Qyran.Evidence;
using Qyran.Storage.Files;
using Qyran.Tests.Cli;
using Qyran.Tests.Evidence;
using Qyran.Tests.Storage;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Server;

public sealed class CaseApiTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_case_is_decided_once_with_a_reason_by_a_person_who_saw_its_last_version(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        await server.Store.Cases.Add([Sample.Case("c1", "p1"), Sample.Case("c2", "p2", secondsAfterNoon: 5) with { Evidence = "evidence/north/c2.zip" }, Sample.Case("c3", "p3", secondsAfterNoon: 9)]);
        using var person = await server.Person();
        var list = await RunningServer.Json(await person.GetAsync("/api/cases?most=2"));
        Assert.Equal(["c1", "c2"], list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        Assert.Equal(3, list.GetProperty("counts").GetProperty("candidate").GetInt32());
        list = await RunningServer.Json(await person.GetAsync("/api/cases?most=2&after=" + list.GetProperty("next").GetString()));
        Assert.Equal("c3", Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        list = await RunningServer.Json(await person.GetAsync("/api/cases?newest=true"));
        Assert.Equal(["c3", "c2", "c1"], list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));

        await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PostAsJsonAsync("/api/cases/c1/reject", new { version = 1, reason = "because" }));
        await RunningServer.Problem(HttpStatusCode.Conflict, await person.PostAsJsonAsync("/api/cases/c1/reject", new { version = 7, reason = "exempt" }));
        var decided = await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c1/reject", new { version = 1, reason = "exempt" }));
        Assert.Equal(("rejected", 2), (decided.GetProperty("state").GetString(), decided.GetProperty("version").GetInt32()));
        await RunningServer.Problem(HttpStatusCode.Conflict, await person.PostAsJsonAsync("/api/cases/c1/approve", new { version = 2, reason = "clear" }));
        await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c2/approve", new { version = 1, reason = "clear" }));
        Assert.Equal(1, (await RunningServer.Json(await person.GetAsync("/api/open-cases"))).GetProperty("open").GetInt32());
        Assert.Contains("no pack", await RunningServer.Problem(HttpStatusCode.Conflict, await person.PostAsJsonAsync("/api/cases/c3/approve", new { version = 1, reason = "clear" })), StringComparison.Ordinal);
        var row = (await server.Store.Cases.Find("c1"))!;
        Assert.Equal(("administrator", "exempt"), (row.DecidedBy, row.Reason));
        await RunningServer.Problem(HttpStatusCode.NotFound, await person.PostAsJsonAsync("/api/cases/none/approve", new { version = 1, reason = "clear" }));
    }

    [Fact]
    public async Task Who_decides_a_case_sees_the_others_of_the_same_drive()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([Sample.Case("c1", "p1"), Sample.Case("c2", "p1", secondsAfterNoon: 5), Sample.Case("c3", "p2", secondsAfterNoon: 9)]);
        using var person = await server.Person();
        await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c2/reject", new { version = 1, reason = "exempt" }));
        var other = Assert.Single((await RunningServer.Json(await person.GetAsync("/api/cases/c1"))).GetProperty("same_drive").EnumerateArray());
        Assert.Equal(("c2", "rejected"), (other.GetProperty("id").GetString(), other.GetProperty("state").GetString()));
        Assert.Empty((await RunningServer.Json(await person.GetAsync("/api/cases/c3"))).GetProperty("same_drive").EnumerateArray());
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told_of_the_other()
    {
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([Sample.Case("c1", "p1") with { Evidence = "evidence/north/c1.zip" }]);
        using HttpClient one = await server.Person(), other = await server.Person();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : other).PostAsJsonAsync(i % 2 == 0 ? "/api/cases/c1/approve" : "/api/cases/c1/reject", new { version = 1, reason = i % 2 == 0 ? "clear" : "exempt" })));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        foreach (var answer in answers) answer.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pack_that_an_authority_vouches_for_says_when_it_was_signed_at_the_latest_and_whether_the_devices_clock_was_ahead(bool ahead)
    {
        await using var server = await RunningServer.Start();
        using var sample = new SamplePack();
        using var office = new StampingOffice();
        using var authority = new TimeStampAuthority(office.Address, TimeProvider.System);
        var written = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, ahead ? sample.Contents() with { CreatedAtUtc = TimeProvider.System.GetUtcNow().AddDays(1) } : sample.Contents(), sample.Key, null, authority));
        var path = $"{DataFolder.Evidence}/north/case-1.zip";
        Directory.CreateDirectory(Path.GetDirectoryName(server.Data.Full(path))!);
        File.Move(written.Path, server.Data.Full(path));
        await server.Store.Cases.Add([Sample.Case("case-1", "p-1") with { Evidence = path }]);
        using var machine = await server.Machine(mayChange: false);
        var check = await RunningServer.Json(await machine.GetAsync("/api/cases/case-1/pack/check"));
        Assert.Equal(("sound", "City Time Office"), (check.GetProperty("state").GetString(), check.GetProperty("stamped_by").GetString()));
        Assert.Equal("certificate 12, valid until 2027-01-01", check.GetProperty("device_verification").GetString());
        Assert.InRange(TimeProvider.System.GetUtcNow() - check.GetProperty("stamped_at").GetDateTimeOffset(), TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(2));
        if (ahead) Assert.InRange(check.GetProperty("clock_ahead_s").GetInt64(), 86_000, 86_400);
        else Assert.Equal(JsonValueKind.Null, check.GetProperty("clock_ahead_s").ValueKind);
        if (File.Exists(Browser.Chromium))
        {
            await using var browser = await Browser.Launch();
            await using var page = await browser.Open();
            await page.GoToAsync(server.Server.NewSignInLink());
            await page.Shows("nav a[aria-current]");
            await page.GoToAsync(new Uri(server.Address, "/cases/case-1").AbsoluteUri);
            await page.Shows("[data-stamped]");
            Assert.Contains("City Time Office", await page.EvaluateExpressionAsync<string>("document.querySelector('[data-stamped]').textContent"), StringComparison.Ordinal);
            Assert.Equal("Device: certificate 12, valid until 2027-01-01", await page.EvaluateExpressionAsync<string>("document.querySelector('[data-verification]').textContent"));
            Assert.Equal(ahead, await page.EvaluateExpressionAsync<bool>("/^The device’s clock was ahead by 86,\\d{3} s at least: /.test(document.querySelector('[data-clock]')?.textContent)"));
            await page.Shows("#redact");
            Assert.DoesNotContain("null", await page.EvaluateExpressionAsync<string>("document.getElementById('page').innerText"), StringComparison.Ordinal); // nothing that is not there is written out
        }
        // it is proof, not a picture to be looked at
        Assert.DoesNotContain("timestamp.tst", (await RunningServer.Json(await machine.GetAsync("/api/cases/case-1"))).GetProperty("files").EnumerateArray().Select(f => f.GetString()));
    }

    [Fact]
    public async Task A_copy_to_hand_out_is_made_once_and_fetched_and_says_why_it_cannot_be()
    {
        Assert.SkipWhen(ShippedModels.Road is null, "needs models/road.onnx");
        await using var server = await RunningServer.Start();
        File.WriteAllText(Path.Combine(server.Folder, "scene.yaml"), MadeVideo.Scene);
        var results = Path.Combine(server.Folder, "results");
        Assert.Equal(0, QyranProcess.Run("analyze", MadeVideo.Traffic(5), "--scene", Path.Combine(server.Folder, "scene.yaml"), "--out", results, "--detector", "motion", "--plates", "off", "--no-decode-cost").Code);
        using var sample = new SamplePack(); // its clip is no video
        (string Id, string From)[] made = [("good", Directory.GetFiles(Path.Combine(results, "evidence"), "*.zip")[0]), ("case-1", sample.Write().Path)];
        foreach (var (id, from) in made)
        {
            var path = $"{DataFolder.Evidence}/north/{id}.zip";
            Directory.CreateDirectory(Path.GetDirectoryName(server.Data.Full(path))!);
            File.Move(from, server.Data.Full(path));
            await server.Store.Cases.Add([Sample.Case(id, "p-" + id) with { Evidence = path }]);
        }
        await server.Store.Cases.Add([Sample.Case("bare", "p-bare")]);
        using var person = await server.Person();
        async Task<JsonElement> Now(string id) => await RunningServer.Json(await person.GetAsync($"/api/cases/{id}/redacted"));
        async Task<JsonElement> Made(string id)
        {
            (await person.PostAsJsonAsync($"/api/cases/{id}/redacted", new { })).EnsureSuccessStatusCode().Dispose();
            JsonElement now;
            for (var left = 600; (now = await Now(id)).GetProperty("state").GetString() is "waiting" or "running"; left--)
            {
                Assert.True(left > 0, "the copy is not made");
                await Task.Delay(100);
            }
            return now;
        }

        Assert.Equal("none", (await Now("good")).GetProperty("state").GetString());
        await RunningServer.Problem(HttpStatusCode.NotFound, await person.GetAsync("/api/cases/good/redacted/file"));
        var done = await Made("good");
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.True(done.GetProperty("frames").GetInt64() > 20);
        using (var zip = new ZipArchive(new MemoryStream(await person.GetByteArrayAsync("/api/cases/good/redacted/file"))))
            Assert.Equal(["after.jpg", "at.jpg", "before.jpg", "clip.mp4", "redacted.json"], zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(done.GetRawText(), (await Made("good")).GetRawText()); // not made again

        var failed = await Made("case-1");
        Assert.Equal("failed", failed.GetProperty("state").GetString());
        Assert.False(string.IsNullOrEmpty(failed.GetProperty("why").GetString()));
        Assert.DoesNotContain(server.Folder, failed.GetRawText(), StringComparison.Ordinal);
        SamplePack.Forge(server.Data.Full($"{DataFolder.Evidence}/north/case-1.zip"), files => files.Single(f => f.Name == "track.json").Bytes[^2] ^= 1);
        failed = await Made("case-1"); // a copy that failed is tried again
        Assert.StartsWith("the pack is not sound: track.json", failed.GetProperty("why").GetString(), StringComparison.Ordinal);
        await RunningServer.Problem(HttpStatusCode.NotFound, await person.PostAsJsonAsync("/api/cases/bare/redacted", new { }));
        await RunningServer.Problem(HttpStatusCode.NotFound, await person.PostAsJsonAsync("/api/cases/nobody/redacted", new { }));
    }

    [Fact]
    public async Task A_pack_is_downloaded_whole_shown_in_pieces_and_checked()
    {
        await using var server = await RunningServer.Start();
        using var sample = new SamplePack();
        var path = $"{DataFolder.Evidence}/north/case-1.zip";
        Directory.CreateDirectory(Path.GetDirectoryName(server.Data.Full(path))!);
        File.Move(sample.Write().Path, server.Data.Full(path));
        await server.Store.Cases.Add([Sample.Case("case-1", "p-1") with { Evidence = path }]);
        using var machine = await server.Machine(mayChange: false);

        var copy = Path.Combine(server.Folder, "downloaded.zip");
        await File.WriteAllBytesAsync(copy, await machine.GetByteArrayAsync("/api/cases/case-1/pack"));
        Assert.Equal(PackState.Sound, PackVerifier.Verify(copy, new VerifyOptions()).State);
        Assert.Equal("sound", (await RunningServer.Json(await machine.GetAsync("/api/cases/case-1/pack/check"))).GetProperty("state").GetString());

        var files = (await RunningServer.Json(await machine.GetAsync("/api/cases/case-1"))).GetProperty("files").EnumerateArray().Select(f => f.GetString()!).ToArray();
        Assert.Contains("photos/before.jpg", files);
        Assert.Contains("clip.mp4", files);
        foreach (var file in files)
        {
            using var shown = await machine.GetAsync("/api/cases/case-1/files/" + file);
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        }
        using var part = new HttpRequestMessage(HttpMethod.Get, "/api/cases/case-1/files/clip.mp4") { Headers = { Range = new(100, 199) } };
        using var some = await machine.SendAsync(part);
        Assert.Equal((HttpStatusCode.PartialContent, 100), (some.StatusCode, (await some.Content.ReadAsByteArrayAsync()).Length));

        // whoever may see cases sees their clips, also who may see no other video
        using var analyst = await server.Machine("analyst");
        using var clip = await analyst.GetAsync("/api/cases/case-1/files/clip.mp4");
        Assert.Equal(HttpStatusCode.OK, clip.StatusCode);

        // one byte of the clip changed on the disk
        var bytes = await File.ReadAllBytesAsync(server.Data.Full(path));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(server.Data.Full(path), bytes);
        var check = await RunningServer.Json(await machine.GetAsync("/api/cases/case-1/pack/check"));
        Assert.Equal("altered", check.GetProperty("state").GetString());
        Assert.NotEqual(0, check.GetProperty("findings").GetArrayLength());
        // what was altered is not drawn, and the answer names no file of this machine
        Assert.DoesNotContain(server.Folder, await RunningServer.Problem(HttpStatusCode.NotFound, await machine.GetAsync("/api/cases/case-1/measurement")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("../../../qyran.db")]
    [InlineData("..%2f..%2f..%2fkeys%2fdevice.pem")]
    [InlineData("%2e%2e/%2e%2e/keys/device.pem")]
    [InlineData("/etc/passwd")]
    [InlineData("photos%5c..%5cat.jpg")]
    public async Task Nothing_but_the_packs_own_pictures_comes_out_of_it(string name)
    {
        await using var server = await RunningServer.Start();
        using var sample = new SamplePack();
        var path = $"{DataFolder.Evidence}/north/case-1.zip";
        Directory.CreateDirectory(Path.GetDirectoryName(server.Data.Full(path))!);
        File.Move(sample.Write().Path, server.Data.Full(path));
        await server.Store.Cases.Add([Sample.Case("case-1", "p-1") with { Evidence = path }]);
        using var machine = await server.Machine(mayChange: false);
        // what the client itself turns into another address is no route at all, which a key may not ask for
        using var answer = await machine.GetAsync("/api/cases/case-1/files/" + name);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.Forbidden]);
    }
}
