using System.Net.Http.Json;
using Qyran.Server.Cameras;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

public sealed class CamerasPageTests
{
    [Fact]
    public async Task A_stored_password_is_forgotten_where_one_asks_for_it_and_a_picture_that_was_not_there_is_asked_for_again()
    {
        Assert.SkipUnless(File.Exists(Browser.Chromium), "needs chromium");
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        // a documentation address: nobody answers there
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/a", user = "viewer", password = "s3cret-pass" }));
        await using var browser = await Browser.Launch();
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cameras").AbsoluteUri);
        await page.Until("() => document.querySelector('.camera-card img')?.getAttribute('src') === '/web/icon.svg'");
        await page.EvaluateExpressionAsync("document.querySelector('.camera-card img').dataset.before = 'yes'");
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('.camera-card button')].find(b => b.textContent === 'Change').click()");
        await page.Shows("input[name=forget]");
        await page.EvaluateFunctionAsync("() => { const f = document.querySelector('form.card'); f.elements.source.value = 'rtsp://203.0.113.10/a'; f.elements.forget.click(); f.requestSubmit(); }");
        await page.Until("() => !document.querySelector('form.card') && !document.querySelector('.camera-card img').dataset.before");
        var row = (await server.Store.Sites.FindCamera("north-1"))!;
        Assert.Null(row.SealedSecret);
        Assert.Contains("203.0.113.10", row.Settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saving_a_form_puts_nothing_back_that_another_has_changed_since_it_was_opened()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new SiteRow("square", "The square"));
        var camera = new CameraRow("north", "bridge", "North", new CameraSettings("rtsp://203.0.113.9/a").Json(), Paused: true);
        await server.Store.Sites.Save(camera);
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cameras").AbsoluteUri);
        await page.Shows("[data-camera=north]");
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('[data-camera=north] button')].find(b => b.textContent === 'Change').click()");
        await page.Shows("form.card input[name=keep_days]");

        var settings = new CameraSettings("rtsp://203.0.113.9/b", KeepDays: 30, KeepGb: 50).Json();
        await server.Store.Sites.Save(camera with { SiteId = "square", Settings = settings });
        await page.EvaluateFunctionAsync("() => { const f = document.querySelector('form.card'); f.elements.name.value = 'North bound'; f.requestSubmit(); }");
        await page.Until("() => !document.querySelector('form.card')");
        Assert.Equal(camera with { SiteId = "square", Name = "North bound", Settings = settings }, await server.Store.Sites.FindCamera("north"));

        // a site that somebody has made and placed since the form was opened stays as it is, too
        await page.EvaluateExpressionAsync("[...document.querySelectorAll('[data-camera=north] button')].find(b => b.textContent === 'Change').click()");
        await page.Shows("form.card input[name=keep_days]");
        var gate = new SiteRow("gate", "The gate", 43.2, 76.9);
        await server.Store.Sites.Save(gate);
        await page.EvaluateFunctionAsync("() => { const f = document.querySelector('form.card'); f.elements.site.value = 'gate'; f.requestSubmit(); }");
        await page.Until("() => !document.querySelector('form.card')");
        Assert.Equal("gate", (await server.Store.Sites.FindCamera("north"))!.SiteId);
        Assert.Contains(gate, await server.Store.Sites.All());
    }

    [Fact]
    public async Task Recordings_of_any_day_are_chosen_and_taken_by_keyboard()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Sites.Save(new SiteRow("bridge", "The bridge"));
        await server.Store.Sites.Save(new CameraRow("north", "bridge", "North", "{\"source\":\"video:none.mp4\"}", Paused: true));
        const long minute = 60_000_000, began = Sample.Noon - (400 * 1440 * minute);
        await server.Store.Recordings.Add(new RecordingRow("recordings/north/1.mp4", "north", began, began + (30 * minute), 1000, new string('a', 64)));
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cameras/north").AbsoluteUri);
        await page.Until("() => document.querySelectorAll('.timeline text').length > 0 && !document.querySelector('.wait-page')");
        // the fields are in the browser's zone
        Task Write(long from, long until) => page.EvaluateFunctionAsync("""
            (...span) => document.querySelectorAll('.span input').forEach((field, i) => {
              field.value = new Date(span[i] - new Date(span[i]).getTimezoneOffset() * 60000).toISOString().slice(0, 16);
              field.dispatchEvent(new Event('change'));
            })
            """, from / 1000, until / 1000);

        await Write(began + (5 * minute), began + minute);
        await page.Shows("#page .problem");
        await Write(began + minute, began + (5 * minute));
        await page.Until("() => document.querySelector('.timeline .have') && document.querySelector('.timeline .chosen') && !document.querySelector('#page .problem')");
        await page.EvaluateExpressionAsync("document.addEventListener('click', event => { event.preventDefault(); window.taken = event.target.closest('a')?.href; }, true)");
        await page.FocusAsync(".span input[name=until]");
        await page.Keyboard.PressAsync("Enter");
        await page.Until("(...span) => { const q = new URL(window.taken).searchParams; return [q.get('from'), q.get('until')].every((x, i) => Date.parse(x) === span[i]); }", (began + minute) / 1000, (began + (5 * minute)) / 1000);
    }
}
