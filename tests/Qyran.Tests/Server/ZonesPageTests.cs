using System.Net.Http.Json;
using PuppeteerSharp;

namespace Qyran.Tests.Server;

/// <summary>Privacy zones on the cameras' page: taken away by a key, and none by drawing one too many.</summary>
public sealed class ZonesPageTests
{
    [Fact]
    public async Task A_zone_goes_by_delete_the_form_knows_and_a_drag_too_many_takes_none_away()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        var zones = Enumerable.Range(0, 16).Select(i => new { x = i / 20.0, y = 0.5, width = 0.04, height = 0.2 }).ToArray();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream", blackened = zones }));
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cameras").AbsoluteUri);
        await page.Shows("[data-camera=north-1]");
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('[data-camera=north-1] button')].find(b => b.textContent === 'Change').click()");
        await Zones(page, 16);
        await page.Until("() => document.querySelector('form.card').textContent.includes('What was recorded before stays as it was')");

        await page.FocusAsync("rect[data-zone='3']");
        await page.Keyboard.PressAsync("Delete");
        await Zones(page, 15);
        await page.Until("() => document.activeElement?.dataset.zone === '3' && document.querySelector('form.dirty')");

        // there is no picture of this camera: its place is as large as one
        await page.EvaluateExpressionAsync("(() => { const z = document.querySelector('.zones'); z.style.height = '300px'; z.scrollIntoView({ block: 'center', behavior: 'instant' }); })()");
        await Drag(page, 0.1m, 0.1m, 0.2m, 0.3m);
        await Zones(page, 16);
        await Drag(page, 0.3m, 0.1m, 0.41m, 0.6m);
        await page.Shows(".toast.warn");
        await Zones(page, 16);
        Assert.Equal([], errors);
    }

    private static Task Zones(IPage page, int count) => page.Until("n => document.querySelectorAll('.zones rect').length === n", count);

    /// <summary>From and to shares of the picture.</summary>
    private static async Task Drag(IPage page, decimal fromX, decimal fromY, decimal toX, decimal toY)
    {
        var box = await page.EvaluateExpressionAsync<decimal[]>("(b => [b.left, b.top, b.width, b.height])(document.querySelector('.zones svg').getBoundingClientRect())");
        await page.Mouse.MoveAsync(box[0] + (box[2] * fromX), box[1] + (box[3] * fromY));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box[0] + (box[2] * toX), box[1] + (box[3] * toY));
        await page.Mouse.UpAsync();
    }
}
