using System.Net.Http.Json;

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
}
