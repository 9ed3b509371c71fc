using PuppeteerSharp;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>From an invitation to what the invited one sees, in a real browser.</summary>
public sealed class InvitedPathTests
{
    [Fact]
    public async Task Invited_for_one_site_one_chooses_a_password_signs_in_and_sees_that_site_alone()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start(askForAccount: true);
        foreach (var site in (string[])["one", "two"])
        {
            await server.Store.Sites.Save(new SiteRow(site, "Site " + site));
            await server.Store.Passages.Add(Sample.Entries(Sample.Passage("passage-" + site, 0, site == "one" ? "123ABC02" : "999XYZ02", camera: "camera-" + site, site: site)));
        }
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);

        // the first start: the link, then a name and a password
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows(".narrow input[name=again]");
        await Fill(page, ("name", "Aigerim"), ("password", RunningServer.Password), ("again", RunningServer.Password));
        await page.Shows("form.dirty"); // a look at another tab takes nothing away
        await page.Keyboard.PressAsync("Enter");
        await page.Until("() => location.pathname === '/cameras' && document.querySelector('nav a[data-nav=people]')");

        await page.GoToAsync(new Uri(server.Address, "/people").AbsoluteUri);
        await page.Shows("tr[data-person=Aigerim]");
        await page.EvaluateExpressionAsync("document.querySelector('.head button').click()");
        await page.Shows("form select[name=role]");
        await page.EvaluateExpressionAsync("(() => { const f = document.querySelector('form'), r = f.elements.role; r.value = 'analyst'; r.dispatchEvent(new Event('change')); f.elements.all.click(); f.querySelector('input[name=site][value=one]').click(); })()");
        await Fill(page, ("name", "Saule"));
        await page.Keyboard.PressAsync("Enter");
        await page.Shows("#made-link");
        var link = await page.EvaluateExpressionAsync<string>("document.getElementById('made-link').textContent");
        // shown this once: no look at another tab takes it away, and where the browser copies nothing it is selected
        await page.EvaluateExpressionAsync("(() => { Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }); document.querySelector('.link-made.dirty button').click(); })()");
        await page.Until("link => getSelection().toString() === link", link);
        await page.EvaluateExpressionAsync("document.getElementById('out').click()");
        await page.Until("() => location.pathname === '/sign-in' && !document.getElementById('password').hidden");

        await page.GoToAsync(link);
        await page.Until("() => document.getElementById('choose') && !document.getElementById('choose').hidden");
        await Fill(page, "#choose ", ("password", "a long secret of her own"), ("again", "a long secret of her own"));
        await page.Keyboard.PressAsync("Enter");
        await page.Until("() => location.pathname === '/passages' && document.querySelector('tbody tr')");
        await page.EvaluateExpressionAsync("document.getElementById('out').click()");
        await page.Until("() => location.pathname === '/sign-in' && !document.getElementById('password').hidden");
        await Fill(page, "#password ", ("name", "saule"), ("password", "a long secret of her own"));
        await page.Keyboard.PressAsync("Enter");

        // an analyst of one site: no live video, no people, no cameras to change, and nothing of the other site
        await page.Until("() => location.pathname === '/passages' && document.querySelectorAll('tbody tr').length === 1");
        Assert.Contains("123ABC02", await page.EvaluateExpressionAsync<string>("document.querySelector('tbody').textContent"), StringComparison.Ordinal);
        Assert.Equal("passages cases traffic map cameras", await page.EvaluateExpressionAsync<string>("[...document.querySelectorAll('nav a')].map(a => a.dataset.nav).join(' ')"));
        Assert.Equal(404, await page.EvaluateExpressionAsync<int>("fetch('/api/passages/passage-two').then(a => a.status)"));
        Assert.Equal(403, await page.EvaluateExpressionAsync<int>("fetch('/api/people').then(a => a.status)"));

        // a new password that is half written; the present one the browser may have filled in by itself
        await page.GoToAsync(new Uri(server.Address, "/account").AbsoluteUri);
        await page.Until("() => document.querySelector('input[name=fresh]')?.offsetParent");
        await Fill(page, ("password", "a long"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.dirty').length"));
        await Fill(page, ("fresh", "another long"));
        await page.Shows("form.dirty input[name=fresh]");
        Assert.Equal([], errors);
    }

    private static Task Fill(IPage page, params (string Name, string Value)[] fields) => Fill(page, "form ", fields);

    private static async Task Fill(IPage page, string form, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            await page.FocusAsync($"{form}input[name={name}]");
            await page.Keyboard.SendCharacterAsync(value);
        }
    }
}
