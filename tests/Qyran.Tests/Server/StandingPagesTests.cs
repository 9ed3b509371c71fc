using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PuppeteerSharp;
using Qyran.Server.Cases;
using Qyran.Server.Findings;
using Qyran.Server.Live;
using Qyran.Server.Passages;
using Qyran.Storage.Queue;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Pages that stay open for days: they show what is, not what was when they were opened, and do not grow.</summary>
public sealed class StandingPagesTests
{
    [Fact]
    public async Task A_picture_that_stands_still_says_so_boxes_lie_on_vehicles_and_numbers_are_rounded_for_the_driver()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        var facts = Sample.Case("c1", "p1").Facts.Add("crossing_error_us", "1234").Add("lawful_us", "61500000").Add("way_mm", "1234567");
        await server.Store.Cases.Add([Sample.Case("c1", "p1") with { Facts = facts }]);
        await using var page = await SignedIn(browser, server);

        Assert.Equal(["Connecting…", null, "No picture comes from the camera", "No connection to the camera’s video. Trying again…", "512 1024 288 576", "This browser plays no live video.", "blob: true"], await page.EvaluateFunctionAsync<string?[]>("""
            async () => {
              const { Player } = await import('/web/player.js'), said = [];
              let socket;
              window.WebSocket = class { static OPEN = 1; readyState = 1; constructor() { socket = this; } close() { } };
              const video = document.createElement('video'), canvas = document.createElement('canvas'), player = new Player('north', video, canvas, s => said.push(s?.text ?? null));
              clearInterval(player.pace);
              for (const [name, value] of Object.entries({ readyState: 4, videoWidth: 1024, videoHeight: 576, play: () => Promise.resolve() })) Object.defineProperty(video, name, { value });
              Object.assign(player, { playable: true, media: { readyState: 'closed' }, buffer: { buffered: { length: 1, start: () => 0, end: () => 1 } }, size: { width: 720, height: 576 } });
              const look = () => { player.keepUp(); return said.at(-1); };
              const found = [look()];
              player.feed({ start_us: 0, end_us: 250000, sent_us: 0, media_s: 0 }, new ArrayBuffer(1));
              found.push(look());
              player.fedAt -= 5000;
              found.push(look());
              socket.readyState = 3;
              socket.onclose();
              found.push(look());
              player.ended = true;

              // the camera's 720 × 576 pixels are shown 1024 wide
              const points = [];
              canvas.getContext = () => new Proxy({}, { get: (_, name) => name === 'lineTo' ? (...p) => points.push(p) : () => ({ width: 0 }), set: () => true });
              Object.assign(canvas.style, { position: 'fixed', width: '1024px', height: '576px' });
              document.body.append(canvas);
              player.take({ at_us: 0, seen: [{ track: 1, class: 'car', box: [360, 288, 360, 288], kmh: null, plate: null }], signals: {} });
              player.draw(0);
              const x = points.map(p => p[0]), y = points.map(p => p[1]);
              found.push([Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)].map(Math.round).join(' '));

              // an iPhone has a managed source alone, an older one none
              const init = { codec: 'avc1.42E01E', width: 720, height: 576 }, source = window.MediaSource;
              window.MediaSource = undefined;
              player.begin(init, new ArrayBuffer(1));
              found.push(said.at(-1));
              window.ManagedMediaSource = source;
              player.begin(init, new ArrayBuffer(1));
              return [...found, `${video.src.slice(0, 5)} ${video.disableRemotePlayback}`];
            }
            """));

        Assert.Equal(["59.9", "1.5", "0.3", "1.1", "0.0", "0.0"], await page.EvaluateExpressionAsync<string[]>("import('/web/dom.js').then(d => [d.down(59.99, 1), d.up(1.41, 1), d.down(.3, 1), d.up(1.1, 1), d.up(0, 1), d.down(0, 1)])"));
        // an arrow that is not lit has a word too
        Assert.Contains("off for 0.49 s ± 0.011 s", await page.EvaluateFunctionAsync<string>("""
            async () => (await import('/web/measured.js')).measured({ speed: null, speed_refused: null, way: [[0, 0, 0], [1, 0, 5]], at_s: .499, shapes: [], readings: [],
              signals: [{ head: 'a', until_s: 1, phases: [{ from_s: 0, error_s: .0101, state: 'off' }] }] }, { rule: 'red-light', facts: {} }, null).map(x => x.textContent).join(' ')
            """), StringComparison.Ordinal);
        // what was read stands there, not what looked likelier at one place; where the places are not the text's signs no one of them is told
        Assert.Equal(["A95|sign |A: 95 %", "037|sign bad|0: 37 %, D: 60 %", "A|sign warn|A", "0|sign warn|0"], await page.EvaluateFunctionAsync<string[]>("""
            async () => {
              const { signs } = await import('/web/measured.js'), a = [{ sign: 'A', confidence: .95 }], d = [{ sign: 'D', confidence: .6 }, { sign: '0', confidence: .37 }];
              return [signs('A0', [a, d], ''), signs('A0', [a, d, d], '')].flatMap(x => [...x.querySelectorAll('.sign')]).map(x => `${x.textContent}|${x.className}|${x.title}`);
            }
            """));
        await page.GoToAsync(new Uri(server.Address, "/cases/c1").AbsoluteUri);
        await page.Shows("dl.facts.wide");
        var told = await page.EvaluateExpressionAsync<string>("document.querySelector('dl.facts.wide').textContent");
        foreach (var fact in (string[])["Error of the crossing0.001234 s", "Lawful time at least61.50 s", "Way driven1,234.5 m"]) Assert.Contains(fact, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wall_and_the_map_follow_the_cameras()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        var announcer = server.Server.Services.GetRequiredService<Announcer>();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge", 43.2, 76.9));
        CameraRow Camera(int n, bool paused = true) => new($"c{n}", "bridge", $"Camera {n}", """{"source":"video:none.mp4"}""", Paused: paused);
        void Told() => announcer.Say("camera", new LiveSink.AlarmView("c0", "time", false, "", server.Clock.GetUtcNow()), "bridge");
        await server.Store.Sites.Save(Camera(0));
        await using var page = await SignedIn(browser, server);

        const string Wall = "(words, chip, count) => { const t = document.querySelector('.tile[href=\"/cameras/c0\"]'); return (t.querySelector('.say').textContent === 'Paused') === words && t.querySelector('.chip').textContent === chip && document.querySelector('.head').textContent.includes(count); }";
        await page.Until(Wall, true, "paused", "0 of 1");
        await Connected(page);
        await page.EvaluateExpressionAsync("document.querySelector('.tile').kept = true");
        await server.Store.Sites.Save(Camera(0, paused: false));
        Told();
        await page.Until(Wall, false, "counts only", "1 of 1");
        for (var n = 0; n < 8; n++) await server.Store.Sites.Save(Camera(n));
        Told();
        await page.Until(Wall, true, "paused", "0 of 8");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.querySelector('.tile').kept && document.querySelectorAll('.tile').length === 8"));

        // eight cameras that nobody has placed stand about their site, none over another
        await page.ClickAsync("nav a[data-nav=map]");
        await page.Until("() => document.querySelectorAll('.map-camera[transform]').length === 8 && document.querySelector('svg.map').clientWidth > 0");
        Assert.True(await page.EvaluateFunctionAsync<bool>("""
            () => {
              const at = [...document.querySelectorAll('.map-camera')].map(m => m.getAttribute('transform').match(/-?[\d.]+/g).map(Number));
              return at.every((a, i) => at.every((b, k) => i === k || Math.hypot(a[0] - b[0], a[1] - b[1]) > 15));
            }
            """));
        await page.ClickAsync("#place");
        await page.SelectAsync("#by-number select", "camera c5");
        await server.Store.Sites.Save(Camera(9));
        Told();
        await page.Until("() => document.querySelectorAll('#by-number option').length === 10 && document.querySelector('#by-number select').value === 'camera c5'");
    }

    [Fact]
    public async Task New_passages_do_not_make_the_page_grow_and_what_went_comes_again_once()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        var announcer = server.Server.Services.GetRequiredService<Announcer>();
        void Passed(PassageRow row) => announcer.Say("passage", PassageView.Of(row), row.SiteId);
        // one more than a page holds
        await server.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 61).Select(i => Sample.Passage($"p{i}", i))]));
        await using var page = await SignedIn(browser, server);
        await page.GoToAsync(new Uri(server.Address, "/passages").AbsoluteUri);
        await page.Until("() => document.querySelectorAll('tbody tr').length === 60");
        await Connected(page);

        // the first is older than all of this page and comes with the next, the second belongs between
        Passed(Sample.Passage("old", -100));
        Passed(Sample.Passage("mid") with { FirstSeenUs = Sample.Noon + 30_500_000 });
        Passed(Sample.Passage("mid") with { FirstSeenUs = Sample.Noon + 30_500_000 });
        Passed(Sample.Passage("new", 100));
        await page.Shows("tr[data-id=new]");
        Assert.Equal("p31 mid p30", await page.EvaluateExpressionAsync<string>("(m => [m.previousSibling, m, m.nextSibling].map(r => r.dataset.id).join(' '))(document.querySelector('tr[data-id=mid]'))"));
        Assert.Equal(62, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('tbody tr').length"));
        for (var n = 0; n < 250; n++) Passed(Sample.Passage($"n{n}", 101 + n));
        await page.Shows("tr[data-id=n249]");
        Assert.Equal("300 p13", await page.EvaluateExpressionAsync<string>("(r => r.length + ' ' + r[r.length - 1].dataset.id)(document.querySelectorAll('tbody tr'))"));

        await page.EvaluateExpressionAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
        await page.Until("() => [...Array(61).keys()].every(i => document.querySelectorAll(`tr[data-id=p${i}]`).length === 1)");
    }

    [Fact]
    public async Task What_comes_late_neither_changes_the_next_pages_address_nor_what_was_asked_for_since()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", Paused: true));
        await using var page = await SignedIn(browser, server);
        // what is asked of such an address waits until it is let go
        await page.EvaluateExpressionAsync("""
            (() => {
              const real = window.fetch;
              window.hold = null;
              window.held = [];
              window.fetch = async (path, ...more) => { const waits = window.hold?.test(path); const answer = await real(path, ...more); if (waits) await new Promise(go => window.held.push(go)); return answer; };
            })()
            """);
        await page.EvaluateExpressionAsync("void (window.hold = /devices/)");
        await page.ClickAsync("nav a[data-nav=traffic]");
        await page.Until("() => window.held.length === 1");
        await page.ClickAsync("nav a[data-nav=map]");
        await page.Shows("svg.map");
        await page.EvaluateExpressionAsync("window.held.splice(0).forEach(go => go())");
        await page.EvaluateExpressionAsync("new Promise(done => setTimeout(done, 300))");
        Assert.Equal("/map", await page.EvaluateExpressionAsync<string>("location.pathname + location.search"));

        await page.EvaluateExpressionAsync("window.hold = null");
        await page.EvaluateExpressionAsync("(a => { a.href = '/cameras/north'; document.body.append(a); a.click(); a.remove(); })(document.createElement('a'))");
        await page.Until("() => document.querySelectorAll('.timeline text').length > 0");
        const string marks = "[...document.querySelectorAll('.timeline text')].map(x => x.textContent)";
        // a week has its days' midnights
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('.tabs button')].find(b => b.textContent === 'Week').click()");
        await page.Until($"() => (m => m.length === 7 && m.every(x => /^\\d\\d-\\d\\d$/.test(x)) && new Set(m).size === 7)({marks})");
        await page.EvaluateExpressionAsync("void (window.hold = /recordings/)");
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('.tabs button')].find(b => b.textContent === 'Day').click()");
        await page.Until("() => window.held.length === 1");
        await page.EvaluateExpressionAsync("window.hold = null");
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('.tabs button')].find(b => b.textContent === 'Hour').click()");
        await page.Until($"() => (m => m.length > 0 && m.every(x => /^\\d\\d:\\d0$/.test(x)))({marks})");
        var hour = await page.EvaluateExpressionAsync<string[]>(marks);
        await page.EvaluateExpressionAsync("window.held.splice(0).forEach(go => go())");
        await page.EvaluateExpressionAsync("new Promise(done => setTimeout(done, 300))");
        Assert.Equal(hour, await page.EvaluateExpressionAsync<string[]>(marks));
    }

    [Fact]
    public async Task What_happened_while_nobody_looked_is_shown_and_told_when_somebody_does()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", Paused: true));
        await server.Store.Cases.Add([Sample.Case("c1", "p0")]);
        await RunningServer.Json(await person.PostAsJsonAsync("/api/watchlist", new { plate = "123ABC02", reason = "stolen", basis = "report 7", from = "2026-01-01T00:00:00Z" }));
        var queue = server.Server.Services.GetRequiredService<FindingQueue>();
        await using var page = await SignedIn(browser, server);

        foreach (var (path, id, row) in ((string, string, string)[])[("/", "p1", ".feed a[href='/passages/p1']"), ("/cameras/north", "p2", ".feed a[href='/passages/p2']"), ("/passages", "p3", "tr[data-id=p3]"), ("/watchlist", "p4", "tr[data-alert] a[href='/passages/p4']")])
        {
            await Shown(page, server, path);
            await Looked(page, at: false);
            var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
            await queue.Add([new Outgoing.Passage(new PassageEntry(Sample.Passage(id, 0, "123ABC02") with { FirstSeenUs = now, LastSeenUs = now + 1 }))], default);
            Assert.Equal(0, await page.EvaluateFunctionAsync<int>("row => document.querySelectorAll(`${row}, .toast`).length", row));
            await Looked(page, at: true);
            await page.Until("() => [...document.querySelectorAll('.toast.bad')].some(x => x.textContent === 'Watched plate 123ABC02 at north')");
            await page.Shows(row);
        }

        await Shown(page, server, "/cases/c1");
        await Looked(page, at: false);
        await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c1/reject", new { version = 1, reason = "exempt" }));
        await Looked(page, at: true);
        await page.Until("() => [...document.querySelectorAll('h2')].some(x => x.textContent === 'Rejected')");
    }

    [Fact]
    public async Task However_much_happens_a_page_asks_now_and_then_and_one_that_did_not_load_never()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        var announcer = server.Server.Services.GetRequiredService<Announcer>();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", Paused: true));
        await server.Store.Cases.Add([Sample.Case("c1", "p1")]);
        await using var page = await SignedIn(browser, server);
        await Shown(page, server, "/");
        await page.EvaluateExpressionAsync("""
            (() => {
              const real = window.fetch;
              Object.assign(window, { asked: [], away: null });
              window.fetch = (path, ...more) => { window.asked.push(path); return window.away?.test(path) ? Promise.reject(new TypeError('away')) : real(path, ...more); };
            })()
            """);
        void Cases(int n)
        {
            for (var i = 0; i < n; i++) announcer.Say("case", CaseView.Of(Sample.Case("c1", "p1") with { Evidence = "evidence/north/none.zip" }), "bridge");
        }
        void Trouble(int n) => announcer.Say("camera", new LiveSink.AlarmView($"c{n}", "away", true, "gone", server.Clock.GetUtcNow()), "bridge");
        Task<int> Asked(string what) => page.EvaluateFunctionAsync<int>("w => window.asked.filter(x => x.startsWith(w)).length", what);

        // every camera of a network that fails, and a case of each: some sentences, some questions, and no look at the cases
        Cases(40);
        for (var i = 0; i < 40; i++) Trouble(i);
        await page.Until("() => [...document.querySelectorAll('.toast.bad')].some(x => /^\\d+ cameras in trouble: c1, c2, c3, c4, c5, c6, …$/.test(x.textContent))");
        Assert.InRange(await Asked("/api/open-cases"), 1, 5);
        Assert.InRange(await Asked("/api/cameras"), 1, 5);
        Assert.Equal(0, await Asked("/api/cases"));

        await page.EvaluateExpressionAsync("void (window.away = /cases\\?/)");
        await page.ClickAsync("nav a[data-nav=cases]");
        await page.Until("() => document.querySelector('#page .empty h2')?.textContent === 'This did not work'");
        await page.ClickAsync("nav a[data-nav=passages]");
        await page.Shows("form.search");
        await page.EvaluateExpressionAsync("void (window.asked = [], window.away = null)");
        Cases(1);
        await page.Until("() => window.asked.includes('/api/open-cases')");
        Assert.Equal(0, await Asked("/api/cases"));

        await page.ClickAsync("nav a[data-nav=cases]");
        await page.Shows(".case-tile");
        await page.EvaluateExpressionAsync("void (window.asked = [])");
        Cases(40);
        Trouble(99);
        await page.Until("() => [...document.querySelectorAll('.toast.bad')].some(x => x.textContent === 'c99: gone')");
        Assert.InRange(await Asked("/api/cases"), 1, 5);
    }

    [Fact]
    public async Task What_is_handed_in_late_has_not_just_passed()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        var announcer = server.Server.Services.GetRequiredService<Announcer>();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", Paused: true));
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        PassageRow At(string id, long us) => Sample.Passage(id) with { FirstSeenUs = us, LastSeenUs = us + 1 };
        void Passed(string id, long us) => announcer.Say("passage", PassageView.Of(At(id, us)), "bridge");
        await server.Store.Passages.Add(Sample.Entries(At("now", now)));
        await using var page = await SignedIn(browser, server);
        foreach (var path in (string[])["/", "/cameras/north"])
        {
            await Shown(page, server, path);
            await page.Shows(".feed a[href='/passages/now']");
            Passed("old", now - 200 * 86_400_000_000);
            Passed("new", now + 1_000_000);
            await page.Shows(".feed a[href='/passages/new']");
            Assert.Equal(["new", "now", "old"], await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('.feed a')].map(a => a.getAttribute('href').slice('/passages/'.length))"));
            Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", await page.EvaluateExpressionAsync<string>("document.querySelector(`.feed a[href='/passages/old'] time`).textContent"));
        }

        // a full list of 20 goes no further back than its last line
        for (var n = 0; n < 20; n++) Passed($"n{n}", now + 2_000_000 + n * 1000);
        await page.Shows(".feed a[href='/passages/n19']");
        Passed("older", now - 300 * 86_400_000_000);
        Passed("last", now + 3_000_000);
        await page.Shows(".feed a[href='/passages/last']");
        Assert.Equal(["last", "n19", "n1"], await page.EvaluateExpressionAsync<string[]>("(x => [x[0], x[1], x[19]])([...document.querySelectorAll('.feed a')].map(a => a.getAttribute('href').slice('/passages/'.length)))"));
        Assert.Equal(20, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.feed a').length"));

        // whoever waited at red for a minute leaves after all who came later
        announcer.Say("passage", PassageView.Of(At("waited", now - 60_000_000) with { LastSeenUs = now + 4_000_000 }), "bridge");
        await page.Shows(".feed a:first-child[href='/passages/waited']");
    }

    [Fact]
    public async Task Who_stood_for_hours_is_shown_coming_and_going_and_a_recording_that_does_not_come_says_why()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("short"), Sample.Passage("long", 60) with { LastSeenUs = Sample.Noon + 7_260_000_000 }));
        await using var page = await SignedIn(browser, server);
        await Shown(page, server, "/passages/short");
        Assert.Equal(1, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.controls a[download]').length"));
        await Shown(page, server, "/passages/long");
        var clips = await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('.controls a[download]')].map(a => a.getAttribute('href'))");
        Assert.Equal(2, clips.Length);
        // not refused as too long
        foreach (var clip in clips) Assert.Contains("nothing is recorded", await RunningServer.Problem(HttpStatusCode.NotFound, await person.GetAsync(clip)), StringComparison.Ordinal);
        Assert.Contains("from=2026-11-20T12%3A00%3A57", clips[0], StringComparison.Ordinal);
        Assert.Contains("until=2026-11-20T14%3A01%3A03", clips[1], StringComparison.Ordinal);

        await page.EvaluateExpressionAsync("document.querySelector('.controls button').click()");
        await page.Until("() => document.querySelector('.media').textContent === 'There is no recording of that moment (yet).'");
        // asked for once: each answer is cut anew and has its line
        Assert.Equal(clips.Length + 1, (await server.Store.Audit.From(1, 1000)).Count(r => r.Entry.Act == "export video"));
        await page.EvaluateExpressionAsync("void (window.fetch = async () => new Response(JSON.stringify({ detail: 'the disk is away' }), { status: 503 }))");
        await page.EvaluateExpressionAsync("document.querySelector('.controls button').click()");
        await page.Until("() => document.querySelector('.media').textContent === 'the disk is away'");
        await page.EvaluateExpressionAsync("void (window.fetch = async () => new Response('no video'))");
        await page.EvaluateExpressionAsync("document.querySelector('.controls button').click()");
        await page.Until("() => document.querySelector('.media').textContent === 'This browser does not play the recording.'");
    }

    /// <summary>A page with all it begins with, which is told of what happens.</summary>
    private static async Task Shown(IPage page, RunningServer server, string path)
    {
        await page.GoToAsync(new Uri(server.Address, path).AbsoluteUri);
        await page.Until("() => document.querySelector('#page h1') && !document.querySelector('.wait-page')");
        await Connected(page);
    }

    /// <summary>Somebody turns to the page, or to another tab.</summary>
    private static Task Looked(IPage page, bool at) =>
        page.EvaluateFunctionAsync("at => { Object.defineProperty(document, 'hidden', { value: !at, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", at);

    private static async Task<IPage> SignedIn(IBrowser browser, RunningServer server)
    {
        var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        return page;
    }

    /// <summary>What happens from now on is told to the page.</summary>
    private static Task Connected(IPage page) => page.Until("() => document.getElementById('link').dataset.on === 'true'");
}
