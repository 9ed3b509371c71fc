using System.Globalization;
using System.Net.Http.Json;
using PuppeteerSharp;
using PuppeteerSharp.Input;

namespace Qyran.Tests.Server;

/// <summary>The scene editor in a browser: a point is dragged, what it does to the calibration is seen at once, and the save is a version.</summary>
public sealed class SceneEditorTests
{
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
        await page.ClickAsync("input[name='lane-12']");
        await page.Until("() => !document.getElementById('scene-save').disabled");
        await page.ClickAsync("#scene-save");
        await page.Shows("[data-version='2'] .chip"); // the button is off while it is being saved, too
        var text = (await RunningServer.Json(await person.GetAsync("/api/cameras/north-1/scene"))).GetProperty("text").GetString()!;
        Assert.Contains("arrow_left: [752, 200, 40, 40]", text, StringComparison.Ordinal);
        Assert.Contains("kind: no_turn", text, StringComparison.Ordinal);
        Assert.Contains("lanes: [\"12\"]", text, StringComparison.Ordinal);
        Assert.Equal([], errors);

        static async Task Click(IPage page, string shape)
        {
            var at = await page.EvaluateFunctionAsync<double[]>("s => { const r = document.querySelector(s).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }", shape);
            await page.Mouse.ClickAsync((decimal)at[0], (decimal)at[1]);
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

        // the fifth point, 2 px off by its own word, is drawn 12 px down: it fits worse, and that is said beside it
        var before = await Off(page);
        var handle = (await page.QuerySelectorAsync("circle[data-kind='points'][data-index='4']"))!;
        var box = (await handle.BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x, y + 3, new MoveOptions { Steps = 3 });
        await page.Mouse.UpAsync();
        await page.Until("() => !document.getElementById('scene-save').disabled");
        await page.Until("was => { const words = [...document.querySelectorAll('.scene-picture text')].map(t => t.textContent).find(t => t.startsWith('5 ')); return words && Number.parseFloat(words.slice(2)) > was; }", before);

        // back by the keyboard, then one pixel by an arrow key, and saved
        await page.Keyboard.DownAsync("Control");
        await page.Keyboard.PressAsync("z");
        await page.Keyboard.UpAsync("Control");
        await page.Until("() => document.getElementById('scene-save').disabled");
        await page.Mouse.ClickAsync(x, y);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Until("() => !document.getElementById('scene-save').disabled");
        await page.ClickAsync("#scene-save");
        await page.Shows("[data-version='2'] .chip");
        var versions = await server.Store.Scenes.Of("north-1");
        Assert.Equal(2, versions.Length);
        Assert.Contains("701", versions[1].Text, StringComparison.Ordinal);
        // what the page has no field for stays
        Assert.Contains("verification: { certificate: \"12\", authority: example, valid_until: 2030-01-01T00:00:00Z }", versions[1].Text, StringComparison.Ordinal);
        Assert.Contains("basis: \"order 15, item 3\", approved_by: city", versions[1].Text, StringComparison.Ordinal);
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
