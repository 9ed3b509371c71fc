using PuppeteerSharp;
using Qyran.Domain.Units;
using Qyran.Evidence;
using Qyran.Line;
using Qyran.Server;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Server;

/// <summary>What a newcomer does, in a real browser on a real server with a camera that plays the simulated junction through the real line.</summary>
public sealed class MainPathTests
{
    [Fact]
    public async Task Sign_in_by_link_watch_the_junction_open_a_case_download_its_pack_and_decide()
    {
        Assert.SkipUnless(File.Exists(Browser.Chromium), "needs chromium");
        var folder = Directory.CreateTempSubdirectory("qyran-main-path-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "videos"));
        File.Copy(Path.Combine(DemoClip.Folder, "video.mp4"), Path.Combine(folder, "videos", "junction.mp4"));
        var (server, failure) = await QyranServer.Start(new() { DataFolder = folder, Port = 0 }, TimeProvider.System, default);
        Assert.True(failure is null, failure?.Text);
        await using (server)
        {
            await server!.Play(new("junction", "The junction", "north-1", "Northbound", "junction.mp4", await File.ReadAllTextAsync(Path.Combine(DemoClip.Folder, "scene.yaml"))), default);
            await using var browser = await Browser.Launch();
            await using var page = await browser.Open();
            var errors = new List<string>();
            page.PageError += (_, e) => errors.Add(e.Message);
            page.Console += (_, e) => { if (e.Message.Type == ConsoleType.Error && !e.Message.Text.Contains("snapshot", StringComparison.Ordinal)) errors.Add(e.Message.Text); };

            await page.GoToAsync(server.NewSignInLink());
            await page.Shows("nav a[aria-current][data-nav=live]");
            // video that plays, with boxes of the frames it shows
            await page.GoToAsync(new Uri(server.Address, "/cameras/north-1").AbsoluteUri);
            await page.Until("() => window.livePlayer && livePlayer.frames > 20 && livePlayer.seen > 0 && document.querySelector('video').readyState >= 2");
            var latency = await page.EvaluateExpressionAsync<double>("livePlayer.latencyMs");
            TestContext.Current.TestOutputHelper?.WriteLine($"live video {latency:0} ms behind");

            // an address where nothing is says so inside the frame; the bar leads on
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await page.GoToAsync(new Uri(server.Address, "/nowhere").AbsoluteUri)).Status);
            await page.Until("() => document.querySelector('#page .empty')?.textContent.includes('No such page') && document.querySelector('nav a[data-nav=cases]')");
            errors.RemoveAll(e => e.Contains("404", StringComparison.Ordinal)); // the browser's own line for the address

            // a case comes by itself, then its pack
            await page.GoToAsync(new Uri(server.Address, "/cases").AbsoluteUri);
            await page.Until("() => [...document.querySelectorAll('.case-tile img')].some(i => i.complete && i.naturalWidth > 0)");
            await page.EvaluateExpressionAsync("document.querySelector('.case-tile:has(img)').click()");
            await page.Shows(".sound[data-state=sound]");
            await page.Until("() => { const v = document.querySelector('.media video'); return v && v.readyState >= 2 && v.duration > 2; }");
            var id = Uri.UnescapeDataString(new Uri(page.Url).Segments[^1]);
            var bytes = await page.EvaluateFunctionAsync<string>("async p => { const b = new Uint8Array(await (await fetch(p)).arrayBuffer()); let t = ''; for (let i = 0; i < b.length; i += 32768) t += String.fromCharCode(...b.subarray(i, i + 32768)); return btoa(t); }", $"/api/cases/{id}/pack");
            var pack = Path.Combine(folder, "downloaded.zip");
            await File.WriteAllBytesAsync(pack, Convert.FromBase64String(bytes));
            var report = PackVerifier.Verify(pack, new VerifyOptions());
            Assert.True(report.State == PackState.Sound, string.Join("; ", report.Findings));
            Assert.Equal(id, report.Manifest!.CaseId);

            // measured again from the pack: the recorded number to the last digit, drawn, its positions walked by keyboard
            var (measured, unread) = PackMeasurement.Of(pack);
            Assert.True(unread is null, unread?.Text);
            if (measured!.Recorded is { } stated) Assert.Equal(stated.Value, Speed.RoundedDown(Math.Max(0, measured.Speed!.RawMs + measured.Speed.CorrectionMs)));
            Assert.NotEmpty(measured.Way);
            Assert.Equal(measured.AtUs, await page.EvaluateFunctionAsync<long>("async p => (await (await fetch(p)).json()).at_us", $"/api/cases/{id}/measurement"));
            await page.Until("n => document.querySelectorAll('#road-view .road-lane').length === n", measured.Shapes.Count(s => s.Kind == "lane" && s.Points.Length > 1));
            Assert.Equal(measured.Speed is not null, await page.EvaluateExpressionAsync<bool>("document.querySelector('#speed-plot .plot-band') !== null"));
            await page.FocusAsync("#road-view svg[tabindex]");
            await page.Keyboard.PressAsync("End");
            await page.Until("s => document.querySelector('#road-view .plot-words').textContent.startsWith(s + ' s:')", ((measured.Way[^1].TimeUs - measured.Way[0].TimeUs) / 1e6).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));

            // a key held down decides nothing, nor does one while the list of keys lies over the case
            await page.EvaluateExpressionAsync("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', repeat: true, bubbles: true }))");
            await page.EvaluateExpressionAsync("document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))");
            await page.Shows("dialog[open]");
            await page.Keyboard.PressAsync("a");
            await page.Keyboard.PressAsync("Escape");
            await page.Until("() => !document.querySelector('dialog[open]')");
            Assert.EndsWith(Uri.EscapeDataString(id), page.Url, StringComparison.Ordinal);

            // decided by keyboard
            await page.Keyboard.PressAsync("r");
            await page.Shows("button[data-reason=not-shown]");
            await page.Keyboard.PressAsync("1");
            await page.Until("id => !location.pathname.endsWith(id)", Uri.EscapeDataString(id));
            var store = (Qyran.Storage.Store)server.Services.GetService(typeof(Qyran.Storage.Store))!;
            Assert.Equal((CaseState.Rejected, "not-shown"), ((await store.Cases.Find(id))!.State, (await store.Cases.Find(id))!.Reason));

            foreach (var (path, shown) in ((string, string)[])[("/", ".feed a"), ("/passages", "tbody tr"), ("/cameras", "[data-camera]"), ("/system", ".figure")])
            {
                await page.GoToAsync(new Uri(server.Address, path).AbsoluteUri);
                await page.Shows(shown);
            }
            await page.EvaluateExpressionAsync("document.querySelector('a[href=\"/passages\"]').click()");
            await page.Shows("tbody tr");
            await page.EvaluateExpressionAsync("document.querySelector('tbody tr').click()");
            await page.Shows("dl.facts");
            Assert.Equal([], errors);
        }
        Directory.Delete(folder, recursive: true);
    }
}
