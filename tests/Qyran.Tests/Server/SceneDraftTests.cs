using System.Net.Http.Json;
using PuppeteerSharp;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Server;

/// <summary>A scene that is being drawn, in a browser: no way out, no other window and nobody else's save takes it away.</summary>
public sealed class SceneDraftTests
{
    private const string Scene = "/cameras/north-1/scene", Fifth = "circle[data-kind='points'][data-index='4']";

    /// <summary>From now on the camera's picture is of half the size the scene was drawn for.</summary>
    private const string HalfThePicture = """
        (async () => {
          const c = document.createElement('canvas'), src = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
          [c.width, c.height] = [500, 400];
          c.getContext('2d').fillRect(0, 0, 500, 400);
          const address = URL.createObjectURL(await new Promise(done => c.toBlob(done)));
          Object.defineProperty(HTMLImageElement.prototype, 'src', { ...src, set(v) { src.set.call(this, v.endsWith('/snapshot') ? address : v); } });
        })()
        """;

    /// <summary>A trial that runs already, of which one asking is lost on the way, and a proposal that is done.</summary>
    private const string ATrialRuns = """
        (() => {
          const ask = window.fetch, states = ['running', null, 'done'];
          const drawing = {
            camera: { id: 'north-1', width: 1000, height: 800 }, lanes: [{ id: 'lane-1', area: [[310, 690], [430, 310], [570, 310], [690, 690]], direction: [[500, 310], [500, 690]] }],
            survey: { id: 'estimated', basis: 'traffic', points: [[300, 700, 0, 0], [700, 700, 8, 0], [430, 300, 0, 40], [570, 300, 8, 40]].map(([x, y, across, along]) => ({ image: [x, y], road: [across, along] })) },
          };
          window.fetch = (path, ...rest) => {
            if (String(path).endsWith('/scene/proposal')) return Promise.resolve(new Response(JSON.stringify({ state: 'done', seconds: 60, of_seconds: 60, vehicles: 9, drawing, error_percent: 20 })));
            if (!String(path).endsWith('/scene/trial')) return ask(path, ...rest);
            const state = states.length > 1 ? states.shift() : states[0];
            return state ? Promise.resolve(new Response(JSON.stringify({ state, seconds: 1, of_seconds: 60, vehicles: 1, measured: 0, passages: [], verdicts: [] }))) : Promise.reject(new TypeError('away'));
          };
        })()
        """;

    /// <summary>Half a minute in another tab.</summary>
    private const string LookElsewhere = """
        (() => {
          const now = Date.now, hide = hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); };
          hide(true);
          Date.now = () => now() + 30000;
          hide(false);
          Date.now = now;
          delete document.hidden;
        })()
        """;

    [Fact]
    public async Task A_draft_outlives_leaving_looking_elsewhere_another_picture_and_anothers_save()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await Camera(person);
        await using var page = await browser.Open();
        var (errors, asked, yes) = (new List<string>(), new List<string>(), false);
        page.PageError += (_, e) => errors.Add(e.Message);
        page.Dialog += async (_, e) =>
        {
            asked.Add(e.Dialog.Message);
            await (yes ? e.Dialog.Accept() : e.Dialog.Dismiss());
        };
        await Cameras(page, server);
        await page.EvaluateExpressionAsync(HalfThePicture);
        await Click(page, $"a[href='{Scene}']");
        await page.Shows("svg rect.cell");

        // the camera has another picture: that is said, and what was drawn goes along
        await page.Until("() => document.querySelector('#scene-misfit:not([hidden]) .problem')?.textContent.includes('500 × 400')");
        await Click(page, "#scene-refit");
        await page.Until("() => document.querySelector('.scene-picture svg').getAttribute('viewBox') === '0 0 500 400' && document.getElementById('scene-misfit').hidden");

        // a key held down is one step back, and what is just being drawn goes corner by corner
        await Choose(page);
        for (var i = 0; i < 3; i++) await page.Keyboard.DownAsync("ArrowDown");
        await page.Keyboard.UpAsync("ArrowDown");
        await At(page, "353");
        await Undo(page);
        await At(page, "350");
        await Click(page, "button[data-tool=lanes]");
        var (x, y) = await Middle(page, ".scene-picture svg");
        foreach (var corner in (int[])[0, 40, 80]) await page.Mouse.ClickAsync(x + corner, y);
        await page.Until("() => document.querySelectorAll('circle.handle.chosen').length === 3");
        await Undo(page);
        await page.Until("() => document.querySelectorAll('circle.handle.chosen').length === 2");
        await page.Keyboard.PressAsync("Escape");

        // every way out asks first; the place within the page and another tab are no way out
        await page.EvaluateExpressionAsync("window.kept = document.querySelector('.scene-picture svg')");
        await Click(page, "nav a[data-nav=cameras]");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("k");
        await Eventually.Is(() => asked.Count == 2, "a question for a link and one for the keys");
        await page.EvaluateExpressionAsync("history.back()");
        await Eventually.Is(() => asked.Count == 3, "a question for going back");
        await page.Until("s => location.pathname === s", Scene);
        await Click(page, "a.skip");
        await page.EvaluateExpressionAsync(LookElsewhere);
        await page.Until("s => location.pathname === s && location.hash === '#page' && document.querySelector('.scene-picture svg') === window.kept", Scene);
        Assert.Equal(3, asked.Count);

        // somebody else saves; a text is typed beside what is drawn. Saved on top, both are kept
        await RunningServer.Json(await person.PutAsJsonAsync($"/api{Scene}", new { text = SceneApiTests.Scene.Replace("\"007\"", "\"008\"", StringComparison.Ordinal), version = 1 }));
        await page.EvaluateExpressionAsync("(() => { const raw = document.querySelector('.scene-side textarea'); raw.value += '# mine'; raw.dispatchEvent(new Event('input')); })()");
        await Choose(page);
        await page.Keyboard.PressAsync("ArrowDown");
        await At(page, "351");
        await page.Until("() => !document.getElementById('scene-save').disabled");
        yes = true;
        await Click(page, "#scene-save");
        await page.Shows("[data-version='3'] .chip");
        var versions = await server.Store.Scenes.Of("north-1");
        Assert.Equal(3, versions.Length);
        Assert.Contains("width: 500", versions[2].Text, StringComparison.Ordinal);
        Assert.Contains("[250, 351]", versions[2].Text, StringComparison.Ordinal);
        Assert.Contains("version 2", asked[3], StringComparison.Ordinal);
        await page.Until("() => document.querySelector('.scene-side textarea').value.endsWith('# mine') && document.querySelector('#page .dirty')");
        await Click(page, "#scene-drop-text");
        await page.Until("() => document.querySelector('.scene-side textarea').value.includes('[250, 351]') && !document.querySelector('#page .dirty')");

        // nothing is left to ask for
        await Click(page, "nav a[data-nav=cameras]");
        await page.Until("() => location.pathname === '/cameras'");
        Assert.Equal(4, asked.Count);
        Assert.Equal([], errors);
    }

    [Fact]
    public async Task What_runs_is_followed_a_camera_without_a_picture_is_not_asked_for_one_and_what_is_gone_is_named_no_more()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await Camera(person);
        await server.Store.Sites.Save(new CameraRow("south-1", "bridge", "South", """{"source":"video:none.mp4"}""", Paused: true));
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await Cameras(page, server);
        await page.EvaluateExpressionAsync(ATrialRuns);
        await Click(page, $"a[href='{Scene}']");
        await page.Shows("#scene-trial [data-state=done]");

        // what the traffic proposed before waits until somebody wants it; the lane that lies where one lay is that one still
        await page.Shows("#scene-put");
        await page.Until("() => document.querySelectorAll('circle[data-kind=points]').length === 5");
        await Click(page, "#scene-put");
        await page.Until("() => document.querySelectorAll('circle[data-kind=points]').length === 4 && !document.getElementById('scene-put') && [...document.querySelectorAll('.scene-picture text')].some(x => x.textContent === '12')");
        await Undo(page);
        await page.Until("() => document.querySelectorAll('circle[data-kind=points]').length === 5 && !document.querySelector('#page .dirty')");

        await page.EvaluateExpressionAsync("history.back()");
        await page.Shows("a[href='/cameras/south-1/scene']");
        await Click(page, "a[href='/cameras/south-1/scene']");
        await page.Until("() => document.querySelector('.empty [role=status]')?.textContent === 'paused'");
        await page.Until("() => performance.getEntriesByType('resource').filter(e => e.name.endsWith('/api/cameras/south-1')).length > 1");
        Assert.False(await page.EvaluateExpressionAsync<bool>("performance.getEntriesByType('resource').some(e => e.name.endsWith('/south-1/snapshot'))"));

        Assert.Equal("s/x s/x t/x - t/x nothing", await page.EvaluateExpressionAsync<string>("""
            Promise.all([import('/web/scene/shapes.js'), import('/web/scene/names.js')]).then(([{ take }, { naming }]) => {
              const scene = {
                lines: [{ id: 'a', signal: 's' }, { id: 'b', signal: 't' }], signals: [{ id: 's', red: [0, 0, 1, 1] }, { id: 't', red: [0, 0, 1, 1] }],
                lanes: [{ id: 'x' }], limits: [{ lanes: ['y', 'x'] }], survey: { points: [{ image: [1, 1] }], lengths: [] },
              };
              const said = [`${scene.lines[0].signal}/${scene.limits[0].lanes[1]}`], look = line => said.push(line.signal ? `${line.signal}/${scene.limits[0].lanes[1]}` : '-');
              // a name half typed is another's for a moment
              const typed = naming(scene, 'signals', 't'), lane = naming(scene, 'lanes', 'x');
              typed('s'); lane('y'); typed('t'); lane('x');
              look(scene.lines[0]); look(scene.lines[1]);
              take(scene, { kind: 'signals', index: 0, handle: null });
              look(scene.lines[0]); look(scene.lines[1]);
              take(scene, { kind: 'points', index: 0, handle: 0 });
              return [...said, scene.survey ? 'a survey' : 'nothing'].join(' ');
            })
            """));
        Assert.Equal([], errors);
    }

    private static async Task Camera(HttpClient person)
    {
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream", scene = SceneApiTests.Scene }));
    }

    private static async Task Cameras(IPage page, RunningServer server)
    {
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cameras").AbsoluteUri);
        await page.Shows($"a[href='{Scene}']");
    }

    private static async Task Choose(IPage page)
    {
        var (x, y) = await Middle(page, Fifth);
        await page.Mouse.ClickAsync(x, y);
        await page.Shows(Fifth + ".chosen");
    }

    private static async Task<(decimal X, decimal Y)> Middle(IPage page, string selector)
    {
        var at = await page.EvaluateFunctionAsync<decimal[]>("s => { const e = document.querySelector(s); e.scrollIntoView({ block: 'center', behavior: 'instant' }); const b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; }", selector);
        return (at[0], at[1]);
    }

    private static async Task Undo(IPage page)
    {
        await page.Keyboard.DownAsync("Control");
        await page.Keyboard.PressAsync("z");
        await page.Keyboard.UpAsync("Control");
    }

    private static Task At(IPage page, string y) => page.Until("(s, y) => Math.round(document.querySelector(s).getAttribute('cy')) === Number(y)", Fifth, y);

    private static Task Click(IPage page, string selector) => page.EvaluateFunctionAsync("s => document.querySelector(s).click()", selector);
}
