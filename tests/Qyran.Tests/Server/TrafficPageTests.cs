using System.Globalization;
using System.Net;
using System.Text.Json;
using PuppeteerSharp;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>The traffic page and what it asks: counts of one's own sites alone, the question in the address, the table to take away.</summary>
public sealed class TrafficPageTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Counts_are_of_ones_own_sites_and_say_which_part_is_which(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        await Fill(server);
        using HttpClient everywhere = await server.Machine("operator"), bridge = await server.Machine("operator", "bridge"), installer = await server.Machine("installer");
        var span = Span(server);
        Task<JsonElement> Ask(HttpClient who, string what, string more = "") => Get(who, $"/api/traffic/{what}?{span}{more}");

        var all = await Ask(everywhere, "vehicles");
        Assert.Equal((60, "camera", 3600), (all.GetProperty("total").GetInt32(), all.GetProperty("by").GetString(), all.GetProperty("bin_s").GetInt32()));
        Assert.Equal(60, all.GetProperty("week").EnumerateArray().Sum(n => n.GetInt32()));
        Assert.Equal(60, all.GetProperty("bins").EnumerateArray().SelectMany(b => b.GetProperty("counts").EnumerateArray()).Sum(n => n.GetInt32()));
        foreach (var asked in (string[])["", "&site=bridge", "&site=bridge&site=square"])
        {
            var mine = await Ask(bridge, "vehicles", asked);
            Assert.Equal(40, mine.GetProperty("total").GetInt32());
            Assert.DoesNotContain("south", mine.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(40, (await Ask(bridge, "speeds", asked)).GetProperty("measured").GetInt32());
            Assert.Equal(2, (await Ask(bridge, "violations", asked)).GetProperty("total").GetInt32());
        }
        foreach (var (what, number) in (new[] { ("vehicles", "total"), ("speeds", "measured"), ("violations", "total") }))
            foreach (var asked in (string[])["&site=square", "&camera=south"]) Assert.Equal(0, (await Ask(bridge, what, asked)).GetProperty(number).GetInt32());

        // a form's empty field names nothing
        Assert.Equal(60, (await Ask(everywhere, "vehicles", "&camera=&site=")).GetProperty("total").GetInt32());

        var north = await Ask(everywhere, "vehicles", "&camera=north");
        Assert.Equal(("lane", "1", "2"), (north.GetProperty("by").GetString(), north.GetProperty("parts")[0].GetProperty("id").GetString(), north.GetProperty("parts")[1].GetProperty("id").GetString()));
        // 40 to 79 km/h, one each: 34 of 40 are 85 of 100, and the last of them may have been all but 74
        Assert.Equal(74, (await Ask(everywhere, "speeds", "&camera=north")).GetProperty("percentile85_kmh").GetInt32());
        Assert.Equal([60], (await Ask(everywhere, "speeds", "&camera=north")).GetProperty("limits").EnumerateArray().Select(l => l.GetProperty("kmh").GetDecimal()));
        // of more cameras there is no one limit, and another site's is not told
        Assert.Equal((0, 0), ((await Ask(everywhere, "speeds")).GetProperty("limits").GetArrayLength(), (await Ask(bridge, "speeds", "&camera=south")).GetProperty("limits").GetArrayLength()));
        var broken = await Ask(everywhere, "violations");
        Assert.Equal((3, 2, 1), (broken.GetProperty("total").GetInt32(), broken.GetProperty("waiting").GetInt32(), broken.GetProperty("rejected").GetInt32()));
        Assert.Equal([2], broken.GetProperty("bins").EnumerateArray().Select(b => b.GetProperty("waiting").GetInt32()).Where(n => n > 0));
        // ways are of one camera's picture
        Assert.Equal((40, 0), ((await Ask(everywhere, "trails", "&camera=north")).GetProperty("vehicles").GetInt32(), (await Ask(bridge, "trails", "&camera=south")).GetProperty("vehicles").GetInt32()));
        Assert.Contains("one camera", await RunningServer.Problem(HttpStatusCode.BadRequest, await everywhere.GetAsync($"/api/traffic/trails?{span}")), StringComparison.Ordinal);
        using var refused = await installer.GetAsync($"/api/traffic/violations?{span}");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_question_that_makes_no_sense_is_refused_in_words()
    {
        await using var server = await RunningServer.Start();
        using var machine = await server.Machine("operator");
        foreach (var (query, says) in (new[]
        {
            ("", "needs from and until"), ("from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "not after"), ("from=2024-01-01T00:00:00Z&until=2026-01-01T00:00:00Z", "400 days"),
            ("from=1960-01-01T00:00:00Z&until=1960-01-02T00:00:00Z", "1970"), ("from=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z&offset_min=900", "14 hours"),
        }))
            foreach (var what in (string[])["vehicles", "speeds", "violations"])
                Assert.Contains(says, await RunningServer.Problem(HttpStatusCode.BadRequest, await machine.GetAsync($"/api/traffic/{what}?{query}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_narrows_it_down_walks_the_bars_by_keyboard_and_takes_the_table_away()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await Fill(server);
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.EvaluateFunctionOnNewDocumentAsync("() => { const made = URL.createObjectURL; URL.createObjectURL = b => { b.text().then(x => window.taken = x); return made.call(URL, b); }; }");
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=traffic]");
        await page.ClickAsync("nav a[data-nav=traffic]");
        await page.Until("() => document.querySelector('#flow') && document.querySelector('.figure b').textContent === '60'");
        await page.SelectAsync("select[name=span]", "day");
        await page.SelectAsync("select[name=site]", "bridge");
        await page.Until("() => document.querySelector('.figure b').textContent === '40' && location.search.includes('site=bridge') && location.search.includes('span=day')");
        await page.SelectAsync("select[name=camera]", "north");
        await page.Until("() => location.search.includes('camera=north') && document.querySelector('#flow h2').textContent.includes('lane') && document.querySelectorAll('#flow .plot-key > span').length === 2");
        Assert.Contains("74", await page.EvaluateExpressionAsync<string>("document.querySelectorAll('.figure b')[1].textContent"), StringComparison.Ordinal);

        await page.Until("() => [...document.querySelectorAll('.plot-level-word')].some(w => w.textContent === 'limit 60 km/h')");

        // where they drove: the picture is not there, the ways are; each spot can be asked
        await page.Until("() => document.querySelector('.on-picture svg[tabindex]')");
        await page.FocusAsync(".on-picture svg[tabindex]");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("40 vehicles here", await page.EvaluateExpressionAsync<string>("document.querySelector('.on-picture .plot-words').textContent"));

        // from the last hour backwards until the one with vehicles is said
        await page.FocusAsync("#flow svg[tabindex]");
        await page.Keyboard.PressAsync("End");
        for (var i = 0; i < 30 && !(await page.EvaluateExpressionAsync<string>("document.querySelector('#flow .plot-words').textContent")).Contains(": 40 vehicles", StringComparison.Ordinal); i++) await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Contains("lane 1 20, lane 2 20", await page.EvaluateExpressionAsync<string>("document.querySelector('#flow .plot-words').textContent"), StringComparison.Ordinal);

        await page.ClickAsync("#flow h2 button");
        await page.Until("() => window.taken");
        var lines = (await page.EvaluateExpressionAsync<string>("window.taken")).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("from,1,2", lines[0]);
        Assert.Equal((20, 20), (lines.Skip(1).Sum(l => int.Parse(l.Split(',')[1], CultureInfo.InvariantCulture)), lines.Skip(1).Sum(l => int.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))));

        // the address is the whole question
        await page.ReloadAsync();
        await page.Until("() => document.querySelector('#violations tbody tr td')?.textContent === 'The bridge' && document.querySelector('select[name=camera]').value === 'north'");
        await page.GoToAsync(new Uri(server.Address, "/traffic?span=own&from=2020-01-01T00:00&until=2020-01-02T00:00").AbsoluteUri);
        await page.Until("() => document.querySelector('.empty') && document.querySelector('input[name=from]').value === '2020-01-01T00:00'");
        await page.GoToAsync(new Uri(server.Address, "/traffic?span=own&from=2020-01-02T00:00&until=2020-01-01T00:00").AbsoluteUri);
        await page.Until("() => document.querySelector('.charts [role=alert]')?.textContent.includes('not after')");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_winter_day_is_called_by_its_own_name_where_clocks_change()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", Paused: true));
        var us = new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() * 1_000_000;
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1") with { FirstSeenUs = us, LastSeenUs = us + 1 }));
        await using var page = await browser.Open();
        await page.EmulateTimezoneAsync("Europe/Berlin");
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=traffic]");
        await page.GoToAsync(new Uri(server.Address, "/traffic?span=own&from=2026-01-01T00:00&until=2026-07-01T00:00").AbsoluteUri);
        await page.Shows("#flow svg[tabindex]");
        await page.FocusAsync("#flow svg[tabindex]");
        for (var day = 1; day <= 15; day++) await page.Keyboard.PressAsync("ArrowRight");
        Assert.Contains("2026-01-15: 1 vehicle", await page.EvaluateExpressionAsync<string>("document.querySelector('#flow .plot-words').textContent"), StringComparison.Ordinal);
        await Taking(page);
        Assert.Contains("2026-01-15,1", await Taken(page, "#flow h2 button"));
        // in a language that writes 1,5 the comma parts no cells
        await page.EvaluateExpressionAsync("localStorage.setItem('language', 'ru')");
        await page.ReloadAsync();
        await page.Shows("#flow svg[tabindex]");
        await Taking(page);
        Assert.Contains("2026-01-15;1", await Taken(page, "#flow h2 button"));
    }

    [Fact]
    public async Task A_limit_above_all_speeds_is_drawn_a_rule_keeps_its_colour_and_hours_to_come_count_as_none()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", JsonSerializer.Serialize(new { source = "video:none.mp4", scene = SceneApiTests.Scene }), Paused: true));
        var now = server.Clock.GetUtcNow();
        var us = now.AddHours(-20).ToUnixTimeSeconds() * 1_000_000;
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1", kmh: 35) with { FirstSeenUs = us, LastSeenUs = us + 1 }));
        await server.Store.Cases.Add([Sample.Case("c1", "p1") with { Rule = "red-light", SiteId = "bridge", AtUs = us }]);
        await using var page = await browser.Open();
        await page.EmulateTimezoneAsync("UTC");
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=traffic]");
        await page.GoToAsync(new Uri(server.Address, string.Create(CultureInfo.InvariantCulture, $"/traffic?camera=north&span=own&from={now.AddDays(-3):yyyy-MM-ddTHH:mm}&until={now.AddDays(3):yyyy-MM-ddTHH:mm}")).AbsoluteUri);
        await page.Until("() => [...document.querySelectorAll('.plot-level-word')].some(w => w.textContent === 'limit 60 km/h')");
        // the third of the rule book, though it is the only one here
        await page.Shows("#violations .bar-part.part-2");
        await page.Until("() => [...document.querySelectorAll('.figure span')].some(w => w.textContent === 'violations, 1 of them not decided yet')");
        await Taking(page);
        var hours = await Taken(page, ".charts > section:nth-child(2) h2 button");
        Assert.Equal("weekday,hour,vehicles,minutes", hours[0]);
        Assert.InRange(hours.Skip(1).Sum(l => int.Parse(l.Split(',')[3], CultureInfo.InvariantCulture)), 3 * 24 * 60 - 1, 3 * 24 * 60 + 60);
    }

    /// <summary>From now on the page's tables are kept where a test can read them.</summary>
    private static Task Taking(IPage page) =>
        page.EvaluateFunctionAsync("() => { const made = URL.createObjectURL; URL.createObjectURL = b => { b.text().then(x => window.taken = x); return made.call(URL, b); }; }");

    /// <summary>The lines of the table a button hands out.</summary>
    private static async Task<string[]> Taken(IPage page, string button)
    {
        await page.ClickAsync(button);
        await page.Until("() => window.taken");
        return (await page.EvaluateExpressionAsync<string>("window.taken")).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Span(RunningServer server) =>
        string.Create(CultureInfo.InvariantCulture, $"from={server.Clock.GetUtcNow().AddHours(-20):yyyy-MM-ddTHH:mm:ssZ}&until={server.Clock.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}&offset_min=300");

    /// <summary>Within one hour some hours ago: 40 vehicles in two lanes at the bridge, 20 at the square; a violation at each, one that was approved and one that was none.</summary>
    private static async Task Fill(RunningServer server)
    {
        var hour = server.Clock.GetUtcNow().AddHours(-5).ToUnixTimeSeconds() / 3600 * 3600 * 1_000_000L;
        PassageRow Vehicle(string id, int i, string camera, string site) => Sample.Passage(id, kmh: 40 + i, camera: camera, site: site) with { FirstSeenUs = hour + i * 10_000_000L, LastSeenUs = hour + i * 10_000_000L + 1, Lane = i % 2 == 0 ? "1" : "2", Trail = [128, 0, 128, 255] };
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new SiteRow("square", "The square"));
        foreach (var (camera, site) in (new[] { ("north", "bridge"), ("south", "square") })) await server.Store.Sites.Save(new CameraRow(camera, site, camera, JsonSerializer.Serialize(new { source = "video:none.mp4", scene = SceneApiTests.Scene }), Paused: true));
        await server.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 40).Select(i => Vehicle($"n{i}", i, "north", "bridge")), .. Enumerable.Range(0, 20).Select(i => Vehicle($"s{i}", i, "south", "square"))]));
        CaseRow Case(string id, string camera, string site, CaseState state = CaseState.Candidate) => Sample.Case(id, "n1", state) with { Rule = "speeding", CameraId = camera, SiteId = site, AtUs = hour };
        await server.Store.Cases.Add([Case("c1", "north", "bridge"), Case("c2", "south", "square"), Case("c3", "north", "bridge", CaseState.Rejected), Case("c4", "north", "bridge", CaseState.Approved)]);
    }

    private static async Task<JsonElement> Get(HttpClient who, string path) => await RunningServer.Json(await who.GetAsync(path));
}
