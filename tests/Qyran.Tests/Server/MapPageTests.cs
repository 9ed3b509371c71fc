using System.Net;
using System.Net.Http.Json;
using PuppeteerSharp;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>The map: cameras of one's own sites where they stand, moved by whoever may save them.</summary>
public sealed class MapPageTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_camera_is_placed_moved_and_seen_only_at_ones_own_sites(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        await Fill(server);
        using HttpClient installer = await server.Machine("installer"), bridge = await server.Machine("installer", "bridge"), reader = await server.Machine("operator");
        await RunningServer.Json(await installer.PutAsJsonAsync("/api/cameras/north/position", new { latitude_deg = 43.2, longitude_deg = 76.9 }));
        await RunningServer.Json(await installer.PutAsJsonAsync("/api/cameras/south/position", new { latitude_deg = 43.3, longitude_deg = 76.8 }));
        await RunningServer.Json(await installer.PutAsJsonAsync("/api/cameras/north/position", new { latitude_deg = 43.25, longitude_deg = 76.95 }));
        Assert.Equal(["north 43.25 76.95", "south 43.3 76.8"], await Positions(reader));
        Assert.Equal(["north 43.25 76.95"], await Positions(bridge));
        foreach (var (latitude, longitude) in (new[] { (91.0, 0.0), (0.0, -181.0) }))
            Assert.Contains("no place on the earth", await RunningServer.Problem(HttpStatusCode.BadRequest, await installer.PutAsJsonAsync("/api/cameras/north/position", new { latitude_deg = latitude, longitude_deg = longitude })), StringComparison.Ordinal);
        await RunningServer.Problem(HttpStatusCode.NotFound, await installer.PutAsJsonAsync("/api/cameras/nobody/position", new { latitude_deg = 1, longitude_deg = 1 }));
        await RunningServer.Problem(HttpStatusCode.NotFound, await bridge.PutAsJsonAsync("/api/cameras/south/position", new { latitude_deg = 1, longitude_deg = 1 }));
        // saving the camera leaves it where it stands; removing it takes its place along
        await server.Store.Sites.Save((await server.Store.Sites.FindCamera("north"))! with { Name = "N" });
        Assert.Equal(2, (await server.Store.Sites.Positions()).Length);
        await server.Store.Sites.RemoveCamera("north");
        Assert.Equal(["south 43.3 76.8"], await Positions(reader));
    }

    [Fact]
    public async Task A_person_places_a_camera_by_numbers_drags_it_and_opens_it_from_the_map()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await Fill(server);
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=map]");
        await page.ClickAsync("nav a[data-nav=map]");
        await page.Until("() => document.querySelector('.map-none') && !document.querySelector('.map-none').hidden && document.querySelector('#place')");

        await page.ClickAsync("#place");
        await page.Until("() => document.querySelector('#by-number') && !document.querySelector('#by-number').hidden");
        await page.SelectAsync("#by-number select", "camera north");
        await page.TypeAsync("#by-number input[name=lat]", "43,25");
        await page.TypeAsync("#by-number input[name=lon]", "76.95");
        await page.ClickAsync("#by-number button");
        await page.Shows(".map-camera[data-camera=north]");
        Assert.Equal([new PositionRow("north", 43.25, 76.95)], await server.Store.Sites.Positions());

        // dragged 60 px to the right and 40 down: to the east and the south
        var (x, y) = await Middle(page);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + 30, y + 20);
        await page.Mouse.MoveAsync(x + 60, y + 40);
        await page.Mouse.UpAsync();
        await Eventually.Is(async () => (await server.Store.Sites.Positions())[0] is { LongitudeDeg: > 76.95, LatitudeDeg: < 43.25 }, "the camera is dragged");
        var dragged = (await server.Store.Sites.Positions())[0];
        // as many metres to each px both ways
        Assert.Equal(1.5, (dragged.LongitudeDeg - 76.95) * Math.Cos(43.25 * Math.PI / 180) / (43.25 - dragged.LatitudeDeg), 1);

        // by keyboard, further to the east
        await page.FocusAsync(".map-camera[data-camera=north]");
        await page.Keyboard.PressAsync("ArrowRight");
        await Eventually.Is(async () => (await server.Store.Sites.Positions())[0].LongitudeDeg > dragged.LongitudeDeg, "the camera is moved by key");

        // the map itself is moved and zoomed
        await page.ClickAsync("#place");
        var before = await page.EvaluateExpressionAsync<string>("document.querySelector('.map-camera').getAttribute('transform')");
        await page.FocusAsync("svg.map");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Until("was => document.querySelector('.map-camera').getAttribute('transform') !== was", before);
        var bar = await page.EvaluateExpressionAsync<string>("document.querySelector('.map-foot text').textContent");
        for (var i = 0; i < 4; i++) await page.Keyboard.PressAsync("-");
        await page.Until("was => document.querySelector('.map-foot text').textContent !== was", bar);
        await page.Keyboard.PressAsync("0");
        await page.ClickAsync(".map-camera[data-camera=north] path");
        await page.Until("() => location.pathname === '/cameras/north'");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Moving_a_site_leaves_it_the_name_it_was_given_meanwhile()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await Fill(server);
        await server.Store.Sites.Save(new SiteRow("bridge", "bridge", 43.2, 76.9));
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=map]");
        await page.ClickAsync("nav a[data-nav=map]");
        await page.Shows(".map-site[data-site=bridge]");
        await page.ClickAsync("#place");
        await server.Store.Sites.Save(new SiteRow("bridge", "Old bridge", 43.2, 76.9));
        await page.FocusAsync(".map-site[data-site=bridge]");
        await page.Keyboard.PressAsync("ArrowRight");
        async Task<SiteRow> Bridge() => (await server.Store.Sites.All()).Single(s => s.Id == "bridge");
        await Eventually.Is(async () => (await Bridge()).LongitudeDeg > 76.9, "the site is moved by key");
        Assert.Equal("Old bridge", (await Bridge()).Name);
        await page.Until("() => document.querySelector('.map-site[data-site=bridge] text').textContent === 'Old bridge'");
        // what others place shows without a reload
        await server.Store.Sites.Save(new SiteRow("square", "square", 43.2, 76.91));
        await page.Shows(".map-site[data-site=square]");
    }

    private static async Task<(decimal X, decimal Y)> Middle(IPage page)
    {
        var at = await page.EvaluateExpressionAsync<decimal[]>("(b => [b.left + b.width / 2, b.top + b.height / 2])(document.querySelector('.map-camera[data-camera=north] path').getBoundingClientRect())");
        return (at[0], at[1]);
    }

    private static async Task Fill(RunningServer server)
    {
        foreach (var (camera, site) in (new[] { ("north", "bridge"), ("south", "square") }))
        {
            await server.Store.Sites.Save(new SiteRow(site, site));
            await server.Store.Sites.Save(new CameraRow(camera, site, camera, """{"source":"video:none.mp4"}""", Paused: true));
        }
    }

    private static async Task<string[]> Positions(HttpClient who) => [.. (await RunningServer.Json(await who.GetAsync("/api/positions"))).EnumerateArray()
        .Select(p => FormattableString.Invariant($"{p.GetProperty("camera").GetString()} {p.GetProperty("latitude_deg").GetDouble()} {p.GetProperty("longitude_deg").GetDouble()}"))];
}
