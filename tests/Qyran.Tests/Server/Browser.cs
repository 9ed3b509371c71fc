using PuppeteerSharp;

namespace Qyran.Tests.Server;

/// <summary>Debian's Chromium, and waiting that outlives a page's change of document: PuppeteerSharp's own waiting fails when the page is replaced while it waits.</summary>
internal static class Browser
{
    public const string Chromium = "/usr/bin/chromium";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3), Between = TimeSpan.FromMilliseconds(100);

    /// <summary>A browser of its own. Skips the test where there is none.</summary>
    public static Task<IBrowser> Launch()
    {
        Assert.SkipUnless(File.Exists(Chromium), "needs chromium");
        return Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = Chromium, Timeout = (int)Patience.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-dev-shm-usage", "--lang=en"],
        });
    }

    /// <summary>A page of desktop size.</summary>
    public static async Task<IPage> Open(this IBrowser browser)
    {
        var page = await browser.NewPageAsync();
        page.DefaultTimeout = page.DefaultNavigationTimeout = (int)Patience.TotalMilliseconds;
        await page.SetViewportAsync(new ViewPortOptions { Width = 1400, Height = 900 });
        return page;
    }

    /// <summary>Waits until something on the page, whichever document it then shows, matches a CSS selector.</summary>
    public static Task Shows(this IPage page, string selector) => page.Until("s => document.querySelector(s) !== null", selector);

    /// <summary>Waits until a function of JavaScript gives true, asking the document the page then shows.</summary>
    public static async Task Until(this IPage page, string function, params object[] arguments)
    {
        var began = TimeProvider.System.GetTimestamp();
        string? trouble = null;
        while (true)
        {
            try
            {
                if (await page.EvaluateFunctionAsync<bool>($"async (...a) => !!(await ({function})(...a))", arguments)) return;
                trouble = null;
            }
            // the document asked has gone meanwhile; the next one is asked
            catch (Exception e) when (e is PuppeteerException or ObjectDisposedException) { trouble = e.Message; }
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"{page.Url} never came to: {function} {string.Join(' ', arguments)} {trouble}");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }
}
