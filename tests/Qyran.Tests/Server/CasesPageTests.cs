using System.Globalization;
using System.Net.Http.Json;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>The queue of cases in a browser: it stays where one has come to while others decide.</summary>
public sealed class CasesPageTests
{
    [Fact]
    public async Task The_queue_keeps_its_length_and_the_focus_when_somebody_decides()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await server.Store.Cases.Add([.. Enumerable.Range(0, 30).Select(i => Sample.Case(string.Create(CultureInfo.InvariantCulture, $"c{i:00}"), "p1", secondsAfterNoon: i) with { Evidence = "evidence/north/none.zip" })]);
        using var person = await server.Person();
        await using var page = await browser.Open();
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[aria-current]");
        await page.GoToAsync(new Uri(server.Address, "/cases").AbsoluteUri);
        await page.Until("() => document.querySelectorAll('.case-tile').length === 24 && document.getElementById('link').dataset.on === 'true'");
        await page.EvaluateExpressionAsync("document.querySelector('.cases ~ p button').click()");
        await page.Until("() => document.querySelectorAll('.case-tile').length === 30");
        await page.EvaluateExpressionAsync("document.querySelectorAll('.case-tile')[27].focus()");
        var stood = await page.EvaluateExpressionAsync<string>("document.activeElement.getAttribute('href')");

        await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/c20/approve", new { version = 1, reason = "clear" }));
        await page.Until("h => document.querySelectorAll('.case-tile').length === 29 && document.activeElement.getAttribute('href') === h", stood);
    }
}
