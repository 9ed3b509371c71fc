using Qyran.Server;
using Qyran.Tests.Cli;

namespace Qyran.Tests.Server;

/// <summary>The traffic of the last recorded minutes proposes a first scene; work over recorded minutes is one at a time and can be stopped.</summary>
public sealed class ProposalPathTests
{
    [Fact]
    public async Task The_traffic_proposes_a_scene_that_stands_on_the_picture_and_can_be_undone()
    {
        var clip = Material.Need(Path.Combine("videos", "haar_video1.avi"));
        var folder = Directory.CreateTempSubdirectory("qyran-proposal-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "videos"));
        // coded as cameras do; what it shows is enough for a proposal only as a whole
        MadeVideo.Ffmpeg("-i", clip, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "50", Path.Combine(folder, "videos", "bridge.mp4"));
        await using var browser = await Browser.Launch();
        var (server, failure) = await QyranServer.Start(new() { DataFolder = folder, Port = 0, Detector = "motion" }, TimeProvider.System, default);
        Assert.True(failure is null, failure?.Text);
        await using (server)
        {
            await using var page = await browser.Open();
            await page.GoToAsync(server!.NewSignInLink());
            await page.Shows("nav a[aria-current]");
            const string asks = """
                async (method, path, body) => {
                  const answer = await fetch(path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
                  return answer.status;
                }
                """;
            Task<int> Ask(string method, string path, object? body = null) => page.EvaluateFunctionAsync<int>(asks, method, path, body);
            Assert.Equal(200, await Ask("PUT", "/api/sites/bridge", new { name = "Bridge" }));
            var text = "qyran_scene: 1\nname: b\ncamera: { id: bridge-1, width: 320, height: 240 }\nlens: { fx: 786, fy: 786, cx: 160, cy: 120, k1: -0.05 }\n";
            Assert.Equal(200, await Ask("PUT", "/api/cameras/bridge-1", new { site = "bridge", name = "Bridge", source = "video:bridge.mp4", scene = text }));
            const string proposal = "/api/cameras/bridge-1/scene/proposal", trial = "/api/cameras/bridge-1/scene/trial";
            Assert.Equal(404, await Ask("GET", proposal));
            Assert.Equal(400, await Ask("POST", proposal, new { minutes = 16 }));
            await page.Until("() => fetch('/api/cameras/bridge-1').then(a => a.json()).then(a => a.camera.state.state === 'running' && a.camera.state.frames > 510)");

            // the proposal takes the turn, the trial waits for it; neither begins twice, both end when they are told to
            Assert.Equal(200, await Ask("POST", proposal, new { minutes = 1 }));
            Assert.Equal(409, await Ask("POST", proposal, new { minutes = 1 }));
            Assert.Equal(200, await Ask("POST", trial, new { text, minutes = 1 }));
            Assert.Equal(409, await Ask("POST", trial, new { text, minutes = 1 }));
            Assert.Equal(204, await Ask("DELETE", trial));
            Assert.Equal(204, await Ask("DELETE", proposal));
            foreach (var path in (string[])[trial, proposal])
                await page.Until($"() => fetch('{path}').then(a => a.json()).then(a => a.state === 'stopped')");

            await page.GoToAsync(new Uri(server.Address, "/cameras/bridge-1/scene").AbsoluteUri);
            await page.Shows("#scene-propose");
            await page.ClickAsync("#scene-propose");
            await page.Until("() => document.querySelector('#scene-proposal [data-state=done], #scene-proposal [data-state=failed], #scene-proposal .problem')");
            Assert.Equal("", await page.EvaluateExpressionAsync<string>("document.querySelector('#scene-proposal .problem')?.textContent ?? ''"));
            await page.Until("() => document.querySelectorAll(\"circle[data-kind='points']\").length >= 4 && document.querySelector('polygon.lanes') && document.querySelector('.cell')");
            await page.EvaluateExpressionAsync("document.querySelector('.scene-picture svg').focus()");
            await page.Keyboard.DownAsync("Control");
            await page.Keyboard.PressAsync("z");
            await page.Keyboard.UpAsync("Control");
            await page.Until("() => !document.querySelector(\"circle[data-kind='points']\")");
            Assert.Equal(1, await page.EvaluateExpressionAsync<int>("fetch('/api/cameras/bridge-1/scene').then(a => a.json()).then(a => a.version)"));
            // it is made for the lens of the camera's scene, and says so
            Assert.Equal(786, await page.EvaluateExpressionAsync<int>($"fetch('{proposal}').then(a => a.json()).then(a => a.drawing.lens?.fx ?? 0)"));
        }
    }
}
