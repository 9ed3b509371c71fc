using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Qyran.Tests.Server;

/// <summary>Nobody who looks at the pages takes another maker's passage for ours.</summary>
public sealed class ForeignPagesTests
{
    [Fact]
    public async Task A_foreign_passage_is_marked_in_the_list_and_on_its_page()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        await RunningServer.Json(await person.PutAsJsonAsync("/api/devices/radar-1", new { site = "bridge", name = "Radar", maker = "Maker", model = "X2", serial = "R-77", approval = "CERT 5" }));
        using var device = server.Stranger();
        device.DefaultRequestHeaders.Add("Authorization", "Bearer " + (await RunningServer.Json(await person.PostAsync("/api/devices/radar-1/keys", null))).GetProperty("key").GetString());
        var said = JsonSerializer.Serialize(new { id = "1", serial = "R-77", seen_at = server.Clock.GetUtcNow(), time_quality = "synchronised", @class = "car", plate = new { text = "123ABC02", confidence = 0.9 }, speed = new { value_mmph = 87_000_000, error_mmph = 2_000_000 } });
        using var parts = new MultipartFormDataContent { { new StringContent(said, Encoding.UTF8, "application/json"), "passage" }, { new ByteArrayContent([.. "PK\u0003\u0004 a pack"u8]), "pack", "p.zip" } };
        var id = (await RunningServer.Json(await device.PostAsync("/api/ingest/passages", parts))).GetProperty("id").GetString()!;

        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=passages]");
        await page.GoToAsync(new Uri(server.Address, "/passages").AbsoluteUri);
        await page.Until("() => document.querySelector('tbody tr')?.textContent.includes('foreign')");
        await page.GoToAsync(new Uri(server.Address, "/passages/" + id).AbsoluteUri);
        await page.Until("() => ['Maker X2, serial R-77', 'CERT 5', 'checked nothing', 'is what the device states', '.zip'].every(t => document.body.textContent.includes(t))");
        Assert.Empty(errors);
    }
}
