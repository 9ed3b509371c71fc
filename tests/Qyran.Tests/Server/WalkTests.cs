using Deque.AxeCore.Commons;
using PuppeteerSharp;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Every page walked as somebody does who has no mouse, does not see, or holds a telephone: axe's rules (WCAG 2.1 AA) in both themes, the keys, the width.</summary>
public sealed class WalkTests
{
    private static readonly string[] Pages = ["/", "/passages", "/passages/p1", "/cases", "/cases/c1", "/cameras", "/cameras/north", "/cameras/north/scene", "/sections", "/people", "/connections", "/audit", "/system", "/account"];

    [Fact]
    public async Task Every_page_is_named_labelled_and_readable_in_both_themes_and_fits_a_telephone()
    {
        await using var browser = await Browser.Launch();
        await using var server = await Filled();
        await using var page = await browser.Open();
        var axe = new BundledAxeScriptProvider().GetScript();
        var wrong = new List<string>();

        await page.GoToAsync(new Uri(server.Address, "/sign-in").AbsoluteUri);
        await page.Until("() => document.getElementById('password') && !document.getElementById('password').hidden");
        await Look("/sign-in");
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current=page]");
        foreach (var path in Pages)
        {
            await page.GoToAsync(new Uri(server.Address, path).AbsoluteUri);
            await Ready(page);
            if (path == "/connections") await page.EvaluateExpressionAsync("document.getElementById('add-hook').click()");
            await Look(path);
            await page.SetViewportAsync(new ViewPortOptions { Width = 390, Height = 800 });
            await Fits(path);
            await page.SetViewportAsync(new ViewPortOptions { Width = 1400, Height = 900 });
        }
        // other languages have longer words
        await page.SetViewportAsync(new ViewPortOptions { Width = 390, Height = 800 });
        foreach (var language in (string[])["kk", "ru"])
        {
            await page.EvaluateFunctionAsync("l => localStorage.setItem('language', l)", language);
            foreach (var path in (string[])["/traffic", "/cases", "/passages"])
            {
                await page.GoToAsync(new Uri(server.Address, path).AbsoluteUri);
                await Ready(page);
                await Fits($"{path} in {language}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        async Task Fits(string path)
        {
            var (wide, what) = (await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"), await page.EvaluateExpressionAsync<string>(
                "[...document.querySelectorAll('#page *')].filter(e => e.getBoundingClientRect().right > 391 && !e.closest('.sheet, .strip, .wall, svg')).slice(0, 3).map(e => `${e.tagName}.${e.className}`).join(' ')"));
            if (wide > 390) wrong.Add($"{path}: {wide} px wide at 390: {what}");
            // a table scrolls rather than that a plate or a name stands letter under letter
            wrong.AddRange((await page.EvaluateExpressionAsync<string[]>("""
                [...document.querySelectorAll('#page td .plate, #page td')].filter(e => e.matches('.plate') ? e.getBoundingClientRect().height > 40 : /\p{L}{6}/u.test(e.textContent) && !e.matches('.mono') && e.clientWidth > 0 && e.clientWidth < 40)
                  .map(e => `${e.textContent} is ${Math.round(e.getBoundingClientRect().width)} × ${Math.round(e.getBoundingClientRect().height)} px`)
                """)).Select(v => $"{path} at 390: {v}"));
        }

        async Task Look(string path)
        {
            await page.EvaluateExpressionAsync(axe);
            foreach (var theme in (string[])["light", "dark"])
            {
                await page.EvaluateFunctionAsync("t => { document.documentElement.dataset.theme = t; }", theme);
                wrong.AddRange((await page.EvaluateExpressionAsync<string[]>("""
                    axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
                      .then(r => r.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes.slice(0, 3).map(n => `${n.target} ${n.any[0]?.message ?? ''}`).join(' | ')}`))
                    """)).Select(v => $"{path} {theme}: {v}"));
            }
        }
    }

    [Fact]
    public async Task The_keyboard_alone_goes_everywhere_and_shows_where_it_is()
    {
        await using var browser = await Browser.Launch();
        await using var server = await Filled();
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current=page]");
        await Ready(page);

        // every page by its two keys, and one stands in it then
        foreach (var (key, path) in ((string, string)[])[("p", "/passages"), ("c", "/cases"), ("k", "/cameras"), ("o", "/people"), ("n", "/connections"), ("a", "/audit"), ("s", "/system"), ("l", "/")])
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync(key);
            await page.Until("p => location.pathname === p && document.activeElement?.closest('#page')", path);
            await Ready(page);
        }

        // the list of keys is the page's own, and gives the focus back
        await page.GoToAsync(new Uri(server.Address, "/cases/c1").AbsoluteUri);
        await Ready(page);
        await page.Keyboard.PressAsync("?");
        await page.Until("() => document.querySelector('dialog[open]')?.textContent.includes('next case')");
        await page.Keyboard.PressAsync("g"); // not while the list is read
        await page.Keyboard.PressAsync("s");
        await page.Keyboard.PressAsync("Escape");
        await page.Until("() => !document.querySelector('dialog') && location.pathname === '/cases/c1'");

        // the first stop leads past the bar; wherever one stands, it is seen
        foreach (var path in Pages)
        {
            await page.GoToAsync(new Uri(server.Address, path).AbsoluteUri);
            await Ready(page);
            var stops = new List<string>();
            for (var i = 0; i < 24; i++)
            {
                await page.Keyboard.PressAsync("Tab");
                stops.Add(await page.EvaluateExpressionAsync<string>("""
                    (() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
                      // the button inside a date's field is the browser's own and shows its own ring
                      return `${(s.outlineStyle === 'none' && e.type !== 'datetime-local') || r.width === 0 ? 'UNSEEN ' : ''}${e.tagName} ${e.className} ${e.closest('#page') ? 'page' : ''}`; })()
                    """));
            }
            Assert.True(stops[0].StartsWith("A skip", StringComparison.Ordinal), $"{path}: {stops[0]}");
            Assert.DoesNotContain(stops, s => s.StartsWith("UNSEEN", StringComparison.Ordinal) && !s.Contains("BODY", StringComparison.Ordinal));
        }
    }

    private static Task Ready(IPage page) => page.Until("() => { const p = document.querySelector('#page > .page:not(.wait-page)'); return p && !p.hidden && document.querySelector('#page h1, #page h2') && !document.querySelector('.wait-page'); }");

    private static async Task<RunningServer> Filled()
    {
        var server = await RunningServer.Start(allowLoopback: true);
        await server.Store.Sites.Save(new SiteRow("bridge", "Bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", """{"source":"video:none.mp4"}""", Paused: true));
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1", 0, "123ABC02", camera: "north", site: "bridge")));
        await server.Store.Cases.Add([Sample.Case("c1", "p1") with { CameraId = "north", SiteId = "bridge" }]);
        await server.Store.Devices.Save(new DeviceRow("radar", "bridge", "Radar", "M", "X", "1", null, 0));
        using var person = await server.Person("saule", "officer", "bridge");
        return server;
    }
}
