using System.Globalization;
using System.Net.Http.Json;
using PuppeteerSharp;
using PuppeteerSharp.Input;
using Qyran.Domain.Scenes;
using Qyran.Measure.Calibration;

namespace Qyran.Tests.Server;

/// <summary>The scene editor in a browser: a point is dragged, what it does to the calibration is seen at once, and the save is a version.</summary>
public sealed class SceneEditorTests
{
    /// <summary>After this page's next save another one stores this text.</summary>
    private const string SomebodySavesBehind = """
        text => {
          const ask = window.fetch;
          window.fetch = async (path, init) => {
            const answer = await ask(path, init);
            if (init?.method !== 'PUT') return answer;
            window.fetch = ask;
            await ask(path, { ...init, body: JSON.stringify({ text, version: (await answer.clone().json()).version }) });
            return answer;
          };
        }
        """;

    /// <summary>A lane is taken away, another one drawn, and both drawn anew by a proposal that counts its own.</summary>
    private const string Lanes = """
        Promise.all([import('/web/scene/shapes.js'), import('/web/scene/lanes.js')]).then(([{ add, take }, { redrawn }]) => {
          const area = x => [[x, 0], [x + 10, 0], [x + 10, 100], [x, 100]], camera = { width: 100, height: 100 }, used = new Set(['lane-1', 'lane-2']);
          const scene = {
            camera, lanes: [{ id: 'lane-1', area: area(0) }, { id: 'lane-2', area: area(50) }],
            lines: [{ id: 'a', lanes: ['lane-1', 'lane-2'] }, { id: 'b', lanes: ['lane-2'] }], limits: [{ kmh: 40, lanes: ['lane-2', 'lane-1'] }],
          };
          take(scene, { kind: 'lanes', index: 1, handle: null });
          add(scene, 'lanes', area(80), used);
          const again = redrawn(scene, { camera, lanes: [{ id: 'lane-1', area: area(40) }, { id: 'lane-2', area: area(2) }] }, used);
          return `${[...scene.lines, ...scene.limits].map(x => x.lanes.join('+')).join(' ')}, ${scene.lanes[1].id}, ${again.map(l => l.id).join('+')}`;
        })
        """;

    [Fact]
    public async Task A_green_arrow_is_put_beside_a_signal_and_a_line_gets_the_lanes_it_may_not_be_crossed_from()
    {
        const string lamps = """
            lines:
              - { id: mouth, kind: count, points: [[430, 300], [430, 500]] }
            signals:
              - { id: main, red: [800, 100, 40, 40], green: [800, 200, 40, 40] }
            """;
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        var errors = new List<string>();
        await using var page = await Editor(browser, server, person, $"{SceneApiTests.Scene}\n{lamps}", errors);
        // what comes late moves the picture down: only then is it clicked
        await page.Until("() => !document.getElementById('scene-above').hidden");

        await Click(page, "svg rect[data-kind=signals]");
        await page.Shows("input[name=arrow_left]");
        await page.ClickAsync("input[name=arrow_left]");
        await page.Until("() => document.querySelectorAll('svg rect[data-kind=signals]').length === 3");
        await Click(page, "svg polyline[data-kind=lines]");
        await page.Shows("select option[value=no_turn]");
        await page.EvaluateExpressionAsync("(() => { const s = document.querySelector('select:has(option[value=no_turn])'); s.value = 'no_turn'; s.dispatchEvent(new Event('change', { bubbles: true })); })()");
        await page.Shows("input[name='lane-12']");
        // an answer that comes in between puts a sentence above it and moves it from under the pointer
        await page.EvaluateExpressionAsync("document.querySelector(\"input[name='lane-12']\").click()");
        await page.Until("() => document.querySelector(\"input[name='lane-12']\").checked && !document.getElementById('scene-save').disabled");
        await page.EvaluateExpressionAsync("document.getElementById('scene-save').click()");
        await page.Shows("[data-version='2'] .chip"); // the button is off while it is being saved, too
        var text = (await RunningServer.Json(await person.GetAsync("/api/cameras/north-1/scene"))).GetProperty("text").GetString()!;
        Assert.Contains("arrow_left: [752, 200, 40, 40]", text, StringComparison.Ordinal);
        Assert.Contains("kind: no_turn", text, StringComparison.Ordinal);
        Assert.Contains("lanes: [\"12\"]", text, StringComparison.Ordinal);

        // a line whose only lane goes does not come to hold for all: the name stays, and is seen to be gone
        await Click(page, "svg polygon[data-kind=lanes]", 40);
        await page.Keyboard.PressAsync("Delete");
        await page.Until("() => !document.querySelector('svg polygon[data-kind=lanes]')");
        await Click(page, "svg polyline[data-kind=lines]");
        await page.Until("() => document.querySelector('input[name=lane-12]')?.checked && document.querySelector('.scene-side fieldset .problem') && document.getElementById('scene-save').disabled");
        Assert.Equal([], errors);

        static async Task Click(IPage page, string shape, decimal aside = 0)
        {
            var at = await page.EvaluateFunctionAsync<double[]>("s => { const r = document.querySelector(s).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }", shape);
            await page.Mouse.ClickAsync((decimal)at[0] + aside, (decimal)at[1]);
        }
    }

    [Fact]
    public async Task What_is_typed_goes_into_the_scene_that_is_there_as_it_was_meant_and_over_nobody_elses()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        var (errors, asked) = (new List<string>(), new List<string>());
        await using var page = await Editor(browser, server, person, SceneApiTests.Scene.Replace("lanes:\n", "lanes:\n  - { id: over, area: [[300, 700], [430, 300], [570, 300], [700, 700]] }\n", StringComparison.Ordinal), errors);
        // a note is told, and keeps nothing from being saved
        await page.Until("() => [...document.querySelectorAll('[role=status] p.muted')].some(p => p.textContent.startsWith('the lanes over and 12 overlap'))");
        page.Dialog += async (_, e) =>
        {
            asked.Add(e.Dialog.Message);
            await e.Dialog.Dismiss();
        };
        await page.Until("() => !document.getElementById('scene-above').hidden");
        var box = (await (await page.QuerySelectorAsync("circle[data-kind='points'][data-index='4']"))!.BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Shows("input[name=across]");

        // a comma is a point too; what is no number is neither taken nor saved, and nothing is not 0
        await Type("4,01");
        await page.Until("() => !document.getElementById('scene-save').disabled");
        foreach (var wrong in (string[])["4,01x", ""])
        {
            await Type(wrong);
            await page.Until("() => document.querySelector('input[name=across]').getAttribute('aria-invalid') === 'true' && document.getElementById('scene-save').disabled");
        }
        await Type("4,01");
        await page.Until("() => !document.getElementById('scene-save').disabled");

        // saved while the cursor stands in the field, and somebody else saves right behind: typing goes on in the scene that came back, and is not saved over theirs unasked
        await page.EvaluateFunctionAsync(SomebodySavesBehind, SceneApiTests.Scene.Replace("\"007\"", "\"008\"", StringComparison.Ordinal));
        await page.EvaluateExpressionAsync("document.getElementById('scene-save').click()");
        await page.Shows("[data-version='3'] .chip");
        await page.Until("() => document.querySelector('input[name=across]').value === '4.01'");
        await page.Keyboard.TypeAsync("5");
        await page.Until("() => document.querySelector('input[name=across]').value === '4.015' && !document.getElementById('scene-save').disabled");
        await page.EvaluateExpressionAsync("document.getElementById('scene-save').click()");
        await Eventually.Is(() => asked.Count > 0, "a question for what was saved behind");
        Assert.Contains("version 3", Assert.Single(asked), StringComparison.Ordinal);
        var versions = await server.Store.Scenes.Of("north-1");
        Assert.Equal(3, versions.Length);
        Assert.Contains("road: [4.01, 0]", versions[1].Text, StringComparison.Ordinal);
        Assert.Equal([], errors);

        async Task Type(string text)
        {
            await page.EvaluateExpressionAsync("(() => { const field = document.querySelector('input[name=across]'); field.focus(); field.select(); })()");
            await page.Keyboard.PressAsync("Backspace");
            await page.Keyboard.TypeAsync(text);
        }
    }

    [Fact]
    public async Task A_survey_point_is_dragged_the_calibration_follows_and_the_save_is_a_version()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        var errors = new List<string>();
        await using var page = await Editor(browser, server, person, SceneApiTests.Scene, errors);

        // the road from above shows what was drawn: many colours, none of them everywhere
        await page.Until("() => !document.getElementById('scene-above').hidden");
        Assert.True(await page.EvaluateExpressionAsync<int>("(() => { const c = document.querySelector('#scene-above canvas'); return new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size; })()") > 8);
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.getElementById('scene-save').disabled"));

        // the fifth point, 2 px off by its own word, is drawn some px down: it fits worse, and that is said beside it
        var before = await Off(page);
        var handle = (await page.QuerySelectorAsync("circle[data-kind='points'][data-index='4']"))!;
        var box = (await handle.BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x, y + 4, new MoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
        await page.Until("() => !document.getElementById('scene-save').disabled");
        await page.Until("was => { const words = [...document.querySelectorAll('.scene-picture text')].map(t => t.textContent).find(t => t.startsWith('5 ')); return words && Number.parseFloat(words.slice(2)) > was; }", before);

        // back by the keyboard, then one pixel by an arrow key, and saved
        await page.Keyboard.DownAsync("Control");
        await page.Keyboard.PressAsync("z");
        await page.Keyboard.UpAsync("Control");
        await page.Until("() => document.getElementById('scene-save').disabled");
        // forth with a Cyrillic layout, back by the button
        await page.EvaluateExpressionAsync("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Я', code: 'KeyZ', ctrlKey: true, shiftKey: true }))");
        await page.Until("() => !document.getElementById('scene-save').disabled");
        await page.EvaluateExpressionAsync("document.getElementById('scene-undo').click()");
        await page.Until("() => document.getElementById('scene-save').disabled");
        // chosen beside its middle, by a hand that shakes, it stays where it is
        await page.Mouse.MoveAsync(x + 3, y + 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + 4, y + 2);
        await page.Mouse.UpAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Until("() => !document.getElementById('scene-save').disabled");
        await page.ClickAsync("#scene-save");
        await page.Shows("[data-version='2'] .chip");
        var versions = await server.Store.Scenes.Of("north-1");
        Assert.Equal(2, versions.Length);
        Assert.Contains("image: [500, 701]", versions[1].Text, StringComparison.Ordinal);
        // what the page has no field for stays
        Assert.Contains("verification: { certificate: \"12\", authority: example, valid_until: 2030-01-01T00:00:00Z }", versions[1].Text, StringComparison.Ordinal);
        Assert.Contains("basis: \"order 15, item 3\", approved_by: city", versions[1].Text, StringComparison.Ordinal);

        // what names lanes follows them, and no id comes again; the page's lens is the server's
        Assert.Equal("lane-1 lane-2 lane-1, lane-3, lane-4+lane-1", await page.EvaluateExpressionAsync<string>(Lanes));
        var lens = new LensModel(1400, 1410, 960, 540, -0.25, 0.05, 0.001, -0.001, 0.01);
        var shown = LensGeometry.Distort(lens, new(100, 120));
        var there = await page.EvaluateFunctionAsync<double[]>(
            "async (lens, at) => { const { bent, straight } = await import('/web/scene/lens.js'), there = bent(lens, at); return [...there, ...straight(lens, there)]; }",
            new { fx = lens.Fx, fy = lens.Fy, cx = lens.Cx, cy = lens.Cy, k1 = lens.K1, k2 = lens.K2, p1 = lens.P1, p2 = lens.P2, k3 = lens.K3 }, new[] { 100.0, 120.0 });
        foreach (var (expected, actual) in new[] { shown.X, shown.Y, 100, 120 }.Zip(there)) Assert.Equal(expected, actual, 3);
        Assert.Equal([], errors);
    }

    /// <summary>The editor of a camera with this scene; what goes wrong on the page is noted.</summary>
    private static async Task<IPage> Editor(IBrowser browser, RunningServer server, HttpClient person, string scene, List<string> errors)
    {
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream", scene }));
        var page = await browser.Open();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cameras/north-1/scene").AbsoluteUri);
        await page.Shows("svg rect.cell");
        return page;
    }

    private static async Task<double> Off(IPage page)
    {
        await page.Until("() => [...document.querySelectorAll('.scene-picture text')].some(t => t.textContent.startsWith('5 '))");
        return double.Parse((await page.EvaluateExpressionAsync<string>("[...document.querySelectorAll('.scene-picture text')].map(t => t.textContent).find(t => t.startsWith('5 '))"))[2..].Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
