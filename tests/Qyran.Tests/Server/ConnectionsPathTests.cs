using System.Net;
using PuppeteerSharp;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Connecting another system, by hand on its page, in a real browser and with a real receiver.</summary>
public sealed class ConnectionsPathTests
{
    [Fact]
    public async Task A_webhook_is_added_pinged_and_sends_again_and_a_device_gets_its_key()
    {
        await using var browser = await Browser.Launch();
        await using var receiver = await Receiver.Start();
        await using var server = await RunningServer.Start(allowLoopback: true);
        await server.Store.Sites.Save(new SiteRow("bridge", "Bridge"));
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=connections]");
        await page.EvaluateExpressionAsync("document.querySelector('nav a[data-nav=connections]').click()");
        await page.Shows("#add-device");

        // the secret shows this once, and is the one the messages are signed with
        await Click(page, "#add-hook");
        await Fill(page, "#hooks", ("id", "city"), ("url", receiver.Url));
        await page.Keyboard.PressAsync("Enter");
        await page.Shows("#hooks .dirty .made-secret");
        Assert.StartsWith("whsec_", await Text(page, "#hooks .made-secret"), StringComparison.Ordinal);
        // whatever else is done in the section, until one has kept it
        await Click(page, "#add-hook");
        Assert.StartsWith("whsec_", await Text(page, "#hooks .made-secret"), StringComparison.Ordinal);
        await Click(page, "#hooks form button[type=button]");
        await Click(page, "#hooks .link-made .row button:last-child");
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('#hooks .made-secret, #hooks form').length"));
        await Click(page, "[data-hook=city] .row button");
        await page.Shows("[data-hook=city] .chip.good");
        Assert.Contains(receiver.Got, m => m.Type == "ping" && m.Headers["webhook-signature"].ToString().StartsWith("v1,", StringComparison.Ordinal));

        // a delivery that failed is seen with what it holds, and sent once more
        receiver.Answer = (503, "in maintenance");
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1", camera: "north", site: "bridge")));
        await Eventually.Is(async () => (await server.Store.Deliveries.Newest("city", null, null, 1)).Any(d => d.Tries > 0), "a try", () => server.Clock.Advance(TimeSpan.FromSeconds(1)));
        await Click(page, "[data-hook=city] button[aria-expanded]");
        await page.Shows("tr[data-delivery] pre");
        Assert.Contains("503: in maintenance", await Text(page, "tr[data-delivery]"), StringComparison.Ordinal);
        receiver.Answer = (204, "");
        await Click(page, "tr[data-delivery] > td:last-child button");
        await Eventually.Is(async () => (await server.Store.Deliveries.Newest("city", null, null, 1))[0].State == DeliveryState.Delivered, "delivered", () => server.Clock.Advance(TimeSpan.FromSeconds(1)));

        // a device, its key once, and that key opens the one door
        await Click(page, "#add-device");
        await Fill(page, "#devices", ("id", "radar-1"), ("name", "North radar"), ("maker", "Other"), ("model", "R2"), ("serial", "77"));
        await page.Keyboard.PressAsync("Enter");
        await page.Shows("[data-device=radar-1]");
        await Click(page, "[data-device=radar-1] .row button");
        await page.Shows("#devices .made-secret");
        using var machine = server.Stranger();
        machine.DefaultRequestHeaders.Add("Authorization", "Bearer " + await Text(page, "#devices .made-secret"));
        Assert.Equal(HttpStatusCode.Forbidden, (await machine.GetAsync("/api/passages")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await machine.PostAsync("/api/ingest/passages", new StringContent("{}"))).StatusCode);

        // what cannot be undone is asked twice; then all is gone, and the page says so anew
        await page.GoToAsync(new Uri(server.Address, "/connections").AbsoluteUri);
        await page.Shows("[data-hook=city]");
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.made-secret').length"));
        await Click(page, "[data-hook=city] .row.end button:last-child");
        Assert.NotNull(await server.Store.Subscribers.Find("city"));
        await Click(page, "[data-hook=city] .row.end button:last-child");
        await page.Until("() => document.querySelector('#hooks') && !document.querySelector('[data-hook=city]')");
        Assert.Null(await server.Store.Subscribers.Find("city"));
        Assert.Equal([], errors);
    }

    [Fact]
    public async Task A_broker_is_set_up_with_its_password_refused_while_that_is_wrong_and_removed()
    {
        Mosquitto.Need();
        await using var browser = await Browser.Launch();
        using var broker = await Mosquitto.Start(Mosquitto.FreePort());
        await using var server = await RunningServer.Start(allowLoopback: true);
        await server.Store.Sites.Save(new SiteRow("bridge", "Bridge"));
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/connections").AbsoluteUri);
        await page.Shows("#broker .section-head button");

        async Task SetUp(string password, string url)
        {
            await Click(page, "#broker .section-head button");
            await Fill(page, "#broker", ("url", url), ("user", Mosquitto.User), ("password", password));
            await page.Keyboard.PressAsync("Enter");
            await page.Shows("#broker .entry");
        }

        async Task Says(string chip, string what)
        {
            await Eventually.Is(async () =>
            {
                await Click(page, "#broker .entry .row.end button");
                return await page.EvaluateFunctionAsync<bool>("c => !!document.querySelector(`#broker .chip.${c}`)", chip);
            }, what, () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        }

        await SetUp("not it", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{broker.Port}/city"));
        await Eventually.Is(async () =>
        {
            await Click(page, "#broker .entry .row.end button");
            return (await Text(page, "#broker")).Contains("uthor", StringComparison.Ordinal); // the broker's own word for a wrong password
        }, "its refusal", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        await SetUp(Mosquitto.Password, "");
        await Says("good", "connected");
        Assert.DoesNotContain(Mosquitto.Password, await page.GetContentAsync(), StringComparison.Ordinal);

        // a look at the broker's state, asked for before or after, does not take back the question whether to remove it
        await Click(page, "#broker .row.end button:last-child");
        var looked = page.WaitForResponseAsync(r => r.Url.EndsWith("/api/broker", StringComparison.Ordinal) && r.Request.Method == HttpMethod.Get);
        await Click(page, "#broker .entry .row.end button");
        await (await looked).TextAsync();
        await page.EvaluateFunctionAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await Click(page, "#broker .row.end button:last-child");
        await page.Until("() => document.querySelector('#broker') && !document.querySelector('#broker .entry')");
    }

    private static Task Click(IPage page, string selector) => page.EvaluateFunctionAsync("s => document.querySelector(s).click()", selector);

    private static Task<string> Text(IPage page, string selector) => page.EvaluateFunctionAsync<string>("s => document.querySelector(s).textContent", selector);

    private static async Task Fill(IPage page, string host, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            await page.FocusAsync($"{host} input[name={name}]");
            await page.Keyboard.SendCharacterAsync(value);
        }
    }
}
