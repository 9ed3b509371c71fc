using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Findings;
using Qyran.Storage.Queue;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Watched plates: entered with why by who may, for their sites, in the audit log; told once when they pass, without why.</summary>
public sealed class WatchlistApiTests
{
    private const string Always = "2026-01-01T00:00:00Z";

    [Fact]
    public async Task A_plate_is_watched_with_a_reason_for_ones_own_sites_and_ended_and_all_of_it_is_written_down()
    {
        await using var server = await Filled();
        using HttpClient officer = await server.Person("aigerim", "officer"), scoped = await server.Person("bolat", "officer", "bridge");
        var made = await RunningServer.Json(await Watch(officer, new { plate = "123 авс 02", reason = "stolen", basis = "report 7" })); // Cyrillic а, в, с
        Assert.Equal(("123ABC02", "holding", "aigerim"), (made.GetProperty("plate").GetString(), made.GetProperty("state").GetString(), made.GetProperty("entered_by").GetString()));
        await RunningServer.Json(await Watch(officer, new { plate = "777XYZ01", reason = "stolen", basis = "report 8", sites = new[] { "square" } }));
        var own = await RunningServer.Json(await Watch(scoped, new { plate = "12?ABC02", reason = "sought", basis = "order 9" }));
        Assert.Equal(["bridge"], own.GetProperty("sites").EnumerateArray().Select(s => s.GetString()));

        // who is for the bridge sees what holds there, and ends what holds nowhere else
        Assert.Equal(["123ABC02 False", "12?ABC02 True"], await List(scoped));
        Assert.Equal(3, (await List(officer)).Length);
        Assert.Contains("site 'square'", await RunningServer.Problem(HttpStatusCode.BadRequest, await Watch(scoped, new { plate = "AB1", reason = "sought", basis = "order 9", sites = new[] { "square" } })), StringComparison.Ordinal);
        await RunningServer.Problem(HttpStatusCode.Forbidden, await End(scoped, made, "123ABC02", "found again"));
        await RunningServer.Problem(HttpStatusCode.Conflict, await End(officer, made, "123ABC03", "found again"));
        await RunningServer.Problem(HttpStatusCode.BadRequest, await End(officer, made, "123ABC02", " "));
        Assert.Equal("over", (await RunningServer.Json(await End(officer, made, "123ABC02", "found again"))).GetProperty("state").GetString());
        await RunningServer.Problem(HttpStatusCode.Conflict, await End(officer, made, "123ABC02", "found again"));
        Assert.Equal(2, (await List(officer)).Length);
        Assert.Equal("aigerim", Assert.Single((await RunningServer.Json(await officer.GetAsync("/api/watchlist?over=true"))).EnumerateArray()).GetProperty("ended_by").GetString());

        var log = (await server.Store.Audit.From(1, 1000)).Select(r => $"{r.Entry.Who} {r.Entry.Act} {r.Entry.Detail}").ToArray();
        Assert.Contains(log, l => l.StartsWith("aigerim watch plate ", StringComparison.Ordinal) && l.Contains("123 авс 02", StringComparison.Ordinal) && l.Contains("stolen", StringComparison.Ordinal) && l.Contains("report 7", StringComparison.Ordinal));
        Assert.Contains(log, l => l.StartsWith("aigerim end watching plate ", StringComparison.Ordinal) && l.Contains("123ABC02", StringComparison.Ordinal) && l.Contains("found again", StringComparison.Ordinal));
        Assert.Contains(log, l => l.StartsWith("bolat read watchlist", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_plate_has_no_reason_or_ends_before_it_begins_is_refused()
    {
        await using var server = await Filled();
        using var officer = await server.Person("aigerim", "officer");
        foreach (var (ask, why) in new Dictionary<object, string>
        {
            [new { plate = "A", reason = "stolen", basis = "report 7" }] = "2 to 12",
            [new { plate = "???ABC02", reason = "stolen", basis = "report 7" }] = "2 to 12",
            [new { plate = "123ABC02", reason = " ", basis = "report 7" }] = "reason",
            [new { plate = "123ABC02", reason = "stolen", basis = "" }] = "basis",
            [new { plate = "123ABC02", reason = "stolen", basis = "report 7", until = Always }] = "in the past",
            [new { plate = "123ABC02", reason = "stolen", basis = "report 7", sites = Array.Empty<string>() }] = "at least one site",
            [new { plate = "123ABC02", reason = "stolen", basis = "report 7", sites = new[] { "moon" } }] = "site 'moon'",
        })
            Assert.Contains(why, await RunningServer.Problem(HttpStatusCode.BadRequest, await Watch(officer, ask)), StringComparison.Ordinal);
        await RunningServer.Problem(HttpStatusCode.BadRequest, await Watch(officer, new { plate = "123ABC02", reason = "stolen", basis = "report 7", until = "2199-01-01T00:00:00" })); // whose midnight?
        Assert.Empty(await List(officer));
    }

    [Fact]
    public async Task A_plate_with_a_mark_is_watched_as_it_is_read_and_one_that_was_entered_with_it_before_is_ended()
    {
        await using var server = await Filled();
        using var officer = await server.Person("aigerim", "officer");
        Assert.Equal("GOAB123", (await RunningServer.Json(await Watch(officer, new { plate = "GÖ-AB 123", reason = "stolen", basis = "report 7" }))).GetProperty("plate").GetString());
        await server.Store.Watchlist.Add(new WatchRow("w1", "TÜAB123", "stolen", "report 8", null, 0, null, "aigerim", 0));
        await RunningServer.Json(await officer.PostAsJsonAsync("/api/watchlist/w1/end", new { plate = "TÜAB123", reason = "found again" }));
        Assert.Equal(["GOAB123 True"], await List(officer));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_watched_plate_that_passes_is_told_once_to_hooks_and_pages_without_why(Engine engine)
    {
        await using var receiver = await Receiver.Start();
        await using var server = await Filled(engine);
        using HttpClient administrator = await server.Person(), watcher = await server.Person("operator", "operator", "bridge"), elsewhere = await server.Person("dana", "operator", "square");
        await RunningServer.Json(await administrator.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "watch" } }));
        await RunningServer.Json(await Watch(administrator, new { plate = "123ABC02", reason = "secret reason", basis = "secret report", from = Always }));
        using var events = await watcher.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var told = new StreamReader(await events.Content.ReadAsStreamAsync());
        Assert.Equal("event: tick", await told.ReadLineAsync());

        var queue = server.Server.Services.GetRequiredService<FindingQueue>();
        var passed = new Outgoing.Passage(new PassageEntry(Sample.Passage("p1", 0, "123ABC02")));
        await queue.Add([passed], default);
        await queue.Add([passed], default);
        await queue.Add([new Outgoing.Passage(new PassageEntry(Sample.Passage("p2", 5, "777XYZ01")))], default);

        var alert = Assert.Single((await RunningServer.Json(await watcher.GetAsync("/api/watchlist/alerts"))).GetProperty("items").EnumerateArray());
        Assert.Equal(("p1", "sure", "123ABC02"), (alert.GetProperty("passage").GetString(), alert.GetProperty("match").GetString(), alert.GetProperty("watched").GetString()));
        Assert.Empty((await RunningServer.Json(await elsewhere.GetAsync("/api/watchlist/alerts"))).GetProperty("items").EnumerateArray());
        await RunningServer.Problem(HttpStatusCode.Forbidden, await watcher.GetAsync("/api/watchlist"));

        await Eventually.Is(() => !receiver.Got.IsEmpty, "the hook is told", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        var message = Assert.Single(receiver.Got.DistinctBy(m => m.Id));
        Assert.Equal(("watch", alert.GetRawText()), (message.Type, message.Json.GetProperty("data").GetRawText()));
        Assert.DoesNotContain("secret", message.Body, StringComparison.Ordinal);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var watched = 0;
        while (await told.ReadLineAsync(patience.Token) is { } line && !line.Contains("\"id\":\"p2\"", StringComparison.Ordinal))
        {
            if (line == "event: watch") watched++;
            Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        }
        Assert.Equal(1, watched);
        Assert.Empty(await server.Store.Cases.OfPassage("p1")); // somebody looks; no case comes of it
    }

    [Fact]
    public async Task A_person_enters_a_plate_sees_it_pass_and_ends_it()
    {
        await using var browser = await Browser.Launch();
        await using var server = await Filled();
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=watchlist]");
        await page.GoToAsync(new Uri(server.Address, "/watchlist").AbsoluteUri);
        await page.Until("() => document.querySelector('.empty h2')?.textContent === 'No plate is watched' && document.getElementById('link').dataset.on === 'true'");
        await page.ClickAsync("#add-watch");
        foreach (var (name, value) in new[] { ("plate", "123ABC02"), ("reason", "stolen"), ("basis", "report 7") }) await page.TypeAsync($"form input[name={name}]", value);
        await page.Keyboard.PressAsync("Enter");
        await page.Until("() => document.querySelector('[data-watch] .plate')?.textContent === '123ABC02'");

        var now = (server.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        await server.Server.Services.GetRequiredService<FindingQueue>().Add([new Outgoing.Passage(new PassageEntry(Sample.Passage("p1", 0, "123ABC02") with { FirstSeenUs = now + 1, LastSeenUs = now + 2 }))], default);
        await page.Until("() => document.querySelector('[data-alert] .chip')?.textContent === 'sure' && document.querySelector(`[data-alert] a[href='/passages/p1']`)");

        await page.ClickAsync("[data-end]");
        await page.TypeAsync("[data-watch] input[name=reason]", "found again");
        await page.Keyboard.PressAsync("Enter");
        await page.Until("() => document.querySelector('.empty h2')?.textContent === 'No plate is watched'");

        // with a province sign no camera here can read it, and the list says so
        await page.ClickAsync("#add-watch");
        foreach (var (name, value) in new[] { ("plate", "京A12345"), ("reason", "stolen"), ("basis", "report 8") }) await page.TypeAsync($"form input[name={name}]", value);
        await page.Keyboard.PressAsync("Enter");
        await page.Until("() => document.querySelector('[data-watch] td .small')?.textContent.startsWith('Only a device of another maker')");
        Assert.Equal([], errors);
    }

    private static async Task<RunningServer> Filled(Engine engine = Engine.Sqlite)
    {
        var server = await RunningServer.Start(engine, allowLoopback: true);
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new SiteRow("square", "The square"));
        return server;
    }

    private static Task<HttpResponseMessage> Watch(HttpClient who, object ask) => who.PostAsJsonAsync("/api/watchlist", ask);

    private static Task<HttpResponseMessage> End(HttpClient who, JsonElement watch, string plate, string reason) => who.PostAsJsonAsync($"/api/watchlist/{watch.GetProperty("id").GetString()}/end", new { plate, reason });

    private static async Task<string[]> List(HttpClient who) =>
        [.. (await RunningServer.Json(await who.GetAsync("/api/watchlist"))).EnumerateArray().Select(w => $"{w.GetProperty("plate").GetString()} {w.GetProperty("may_end").GetBoolean()}").Order(StringComparer.Ordinal)];
}
