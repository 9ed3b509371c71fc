using System.Globalization;
using System.Net.Http.Json;
using PuppeteerSharp;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Cases in a browser: the queue stays where one has come to while others decide, and no key decides what was not meant.</summary>
public sealed class CasesPageTests
{
    [Fact]
    public async Task The_queue_keeps_its_length_and_the_focus_when_somebody_decides()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([.. Enumerable.Range(0, 30).Select(i => Sample.Case(string.Create(CultureInfo.InvariantCulture, $"c{i:00}"), "p1", secondsAfterNoon: i) with { Evidence = "evidence/north/none.zip" })]);
        using var person = await server.Person();
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cases").AbsoluteUri);
        await page.Until("() => document.querySelectorAll('.case-tile').length === 24 && document.getElementById('link').dataset.on === 'true'");
        await page.EvaluateExpressionAsync("document.querySelector('.cases ~ p button').click()");
        await page.Until("() => document.querySelectorAll('.case-tile').length === 30");
        await page.EvaluateExpressionAsync("document.querySelectorAll('.case-tile')[27].focus()");
        var stood = await page.EvaluateExpressionAsync<string>("document.activeElement.getAttribute('href')");

        await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c20/approve", new { version = 1, reason = "clear" }));
        await page.Until("h => document.querySelectorAll('.case-tile').length === 29 && document.activeElement.getAttribute('href') === h", stood);
    }

    [Fact]
    public async Task The_second_key_of_a_pair_decides_nothing_and_letters_are_read_with_a_cyrillic_layout_too()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([Sample.Case("c1", "p1") with { Evidence = "evidence/north/none.zip" }]);
        // who decides cases and has no audit log: "g a" leads nowhere
        using (await server.Person("saule", "officer")) { }
        await using var page = await browser.Open();
        await page.GoToAsync(new Uri(server.Address, "/sign-in").AbsoluteUri);
        await page.Until("() => document.getElementById('password') && !document.getElementById('password').hidden");
        await page.TypeAsync("#password input[name=name]", "saule");
        await page.TypeAsync("#password input[name=password]", RunningServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Shows("nav a[aria-current]");
        await Case(page, server, "c1");

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");
        Task Press(string code, string key) => page.EvaluateFunctionAsync("(code, key) => { document.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true })); }", code, key);
        await Press("KeyR", "к");
        await page.Shows("button[data-reason]");
        Assert.DoesNotContain("POST", string.Join(' ', await Asked(page)), StringComparison.Ordinal);
        await Press("KeyG", "п");
        await Press("KeyC", "с");
        await page.Until("() => location.pathname === '/cases'");
        Assert.Equal(CaseState.Candidate, (await server.Store.Cases.Find("c1"))!.State);

        // layouts that write Latin letters elsewhere are left as they are, and what is no letter is too
        Assert.Equal(["a", "A", "q", "ж", "Enter", "1"], await page.EvaluateExpressionAsync<string[]>("""
            import('/web/keys.js').then(k => [['ф', 'KeyA'], ['Ф', 'KeyA'], ['q', 'KeyA'], ['ж', 'Semicolon'], ['Enter', 'Enter'], ['1', 'Digit1']].map(([key, code]) => k.pressed({ key, code })))
            """));
    }

    [Fact]
    public async Task Ones_own_decision_leads_on_at_once_and_a_case_shown_anew_is_no_step_back()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        // the queue is in the order in which cases were made, whatever the order of their moments
        await server.Store.Cases.Add([.. Enumerable.Range(1, 3).Select(i => Sample.Case(string.Create(CultureInfo.InvariantCulture, $"c{i}"), "p1", secondsAfterNoon: i) with { AtUs = Sample.Noon - i * 1_000_000, Evidence = "evidence/north/none.zip" })]);
        using var person = await server.Person();
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await Case(page, server, "c2");
        await page.Until("() => document.getElementById('link').dataset.on === 'true'");
        var steps = await page.EvaluateExpressionAsync<int>("history.length");

        // the list of what comes next is slow: the decision is told to the page meanwhile
        await page.EvaluateExpressionAsync("void (window.slow = /cases\\?/)");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.PressAsync("1");
        await page.Until("() => window.let_go && window.asked.includes('GET /api/open-cases')");
        await page.EvaluateExpressionAsync("window.let_go()");
        await page.Until("() => location.pathname === '/cases/c1' && !document.querySelector('.wait-page')");
        Assert.DoesNotContain("GET /api/cases/c2", await Asked(page));
        Assert.Equal(steps + 1, await page.EvaluateExpressionAsync<int>("history.length"));

        await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c1/approve", new { version = 1, reason = "clear" }));
        await page.Until("() => [...document.querySelectorAll('h2')].some(x => x.textContent === 'Accepted')");
        Assert.Equal(steps + 1, await page.EvaluateExpressionAsync<int>("history.length"));
    }

    [Fact]
    public async Task A_queue_of_more_than_a_page_is_worked_through_from_any_place_in_it()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([.. Enumerable.Range(0, 205).Select(i => Sample.Case(string.Create(CultureInfo.InvariantCulture, $"c{i:000}"), "p1", secondsAfterNoon: i) with { Evidence = "evidence/north/none.zip" })]);
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        // the newest is the first: this is the 203rd of 205
        await Case(page, server, "c002");
        await page.Keyboard.PressAsync("r");
        await page.Shows("button[data-reason]");
        await page.Keyboard.PressAsync("1");
        const string Stands = "id => location.pathname === `/cases/${id}` && document.getElementById('reject') && !document.querySelector('.wait-page')";
        await page.Until(Stands, "c001");
        await page.Keyboard.PressAsync("k");
        await page.Until(Stands, "c003");
        await page.Keyboard.PressAsync("j");
        await page.Until(Stands, "c001");
        Assert.Equal(CaseState.Rejected, (await server.Store.Cases.Find("c002"))!.State);
    }

    [Fact]
    public async Task Facts_that_say_when_are_told_by_the_time_of_day_and_how_far_from_the_moment()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        var facts = Sample.Case("c1", "p1").Facts.Add("red_since_us", "23980000").Add("crossed_at_us", "27072237").Add("grace_us", "500000").Add("limit_approved_by", "");
        await server.Store.Cases.Add([Sample.Case("c1", "p1") with { Facts = facts }, Sample.Case("c2", "p1") with { Facts = facts, Evidence = "evidence/north/none.zip" }]);
        await using var page = await browser.Open();
        await page.EmulateTimezoneAsync("UTC");
        await page.EvaluateFunctionOnNewDocumentAsync("""
            () => {
              const real = window.fetch, measurement = { at_us: 27072237, at_s: 0, way: [], speed: null, speed_refused: null, shapes: [], signals: [], readings: [] };
              window.fetch = (path, ...more) => String(path).endsWith('/measurement') ? Promise.resolve(new Response(JSON.stringify(measurement))) : real(path, ...more);
            }
            """);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        const string Told = "document.querySelector('dl.facts.wide').textContent";

        // without its pack nobody knows when that was
        await page.GoToAsync(new Uri(server.Address, "/cases/c1").AbsoluteUri);
        await page.Shows("dl.facts.wide dd");
        Assert.Contains("Red since23.98 s on the camera’s own clock", await page.EvaluateExpressionAsync<string>(Told), StringComparison.Ordinal);
        Assert.DoesNotContain("approved by", await page.EvaluateExpressionAsync<string>(Told), StringComparison.Ordinal);

        await page.GoToAsync(new Uri(server.Address, "/cases/c2").AbsoluteUri);
        await page.Until($"() => document.querySelector('dl.facts.wide') && {Told}.includes('at the moment')");
        foreach (var fact in (string[])["Red since11:59:56.907, 3.092237 s before the moment", "Crossed at12:00:00.000, at the moment", "Grace0.50 s"])
            Assert.Contains(fact, await page.EvaluateExpressionAsync<string>(Told), StringComparison.Ordinal);
    }

    /// <summary>Opens a case; from then on the page notes what it asks, and what `slow` fits waits until it is let go.</summary>
    private static async Task Case(IPage page, RunningServer server, string id)
    {
        await page.GoToAsync(new Uri(server.Address, "/cases/" + id).AbsoluteUri);
        await page.Until("() => document.getElementById('reject') && !document.querySelector('.wait-page')");
        await page.EvaluateExpressionAsync("""
            (() => {
              const real = window.fetch;
              Object.assign(window, { asked: [], slow: null, let_go: null });
              window.fetch = async (path, how) => {
                window.asked.push(`${how?.method ?? 'GET'} ${path}`);
                if (window.slow?.test(path)) await new Promise(go => { window.let_go = go; });
                return real(path, how);
              };
            })()
            """);
    }

    private static Task<string[]> Asked(IPage page) => page.EvaluateExpressionAsync<string[]>("window.asked");
}
