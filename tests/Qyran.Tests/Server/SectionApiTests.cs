using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Line.Live;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Sections between two cameras: made by form or file, judged by at once and after a restart, seen only by who sees both ends.</summary>
public sealed class SectionApiTests
{
    private const string Section = """
        qyran_section: 1
        id: km12
        from: { camera: north, gate: gate }
        to: { camera: south, gate: gate }
        survey: wheel, 3 runs
        parts:
          - { length_m: 300.5, error_m: 0.4, limits: [{ kmh: 80, basis: sign }, { kmh: 60, basis: general rule, classes: [truck, bus] }] }
        """;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_section_is_saved_judged_by_changed_and_removed(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        await Fill(server);
        using var installer = await server.Machine("installer");
        var saved = await RunningServer.Json(await Put(installer, "km12", Section));
        Assert.Equal("", saved.GetProperty("trouble").ToString());
        var house = server.Server.Services.GetRequiredService<LiveHouse>();
        Assert.NotNull(house.Sections.Of("km12"));

        var one = (await RunningServer.Json(await installer.GetAsync("/api/sections"))).EnumerateArray().Single();
        Assert.Equal(("north", "gate", 300.5, "truck"), (one.GetProperty("from").GetProperty("camera").GetString(), one.GetProperty("to").GetProperty("gate").GetString(),
            one.GetProperty("length_m").GetDouble(), one.GetProperty("limits")[1].GetProperty("classes")[0].GetString()));
        Assert.Equal(Section, one.GetProperty("text").GetString());

        await RunningServer.Json(await Put(installer, "km12", Section.Replace("300.5", "301", StringComparison.Ordinal)));
        Assert.Equal(301, (await List(installer)).Single().GetProperty("length_m").GetDouble());

        // a camera that lost its gate is said, not guessed
        await server.Store.Sites.Save(Camera("south", "bridge", "other"));
        Assert.Equal("the scene of the camera 'south' has no count line 'gate'", (await List(installer)).Single().GetProperty("trouble").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await installer.DeleteAsync("/api/sections/km12")).StatusCode);
        Assert.Null(house.Sections.Of("km12"));
        Assert.Empty(await List(installer));
        await RunningServer.Problem(HttpStatusCode.NotFound, await installer.DeleteAsync("/api/sections/km12"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_section_is_said_and_it_is_not_stored()
    {
        await using var server = await RunningServer.Start();
        await Fill(server);
        using var installer = await server.Machine("installer");
        foreach (var (from, to, says) in new[]
        {
            ("gate: gate }\nto", "gate: none }\nto", "the scene of the camera 'north' has no count line 'none'"),
            ("camera: south", "camera: nobody", "there is no camera 'nobody'"),
            ("camera: south", "camera: bare", "the camera 'bare' has no scene"),
            ("camera: south", "camera: renamed", "the scene of the camera 'renamed' calls it 'another'"),
            ("length_m: 300.5", "length_m: -1", "line 7"),
            ("id: km12", "id: km13", "the section file is of 'km13', not of 'km12'"),
            (Section, "", "at most 100 000 signs"),
        })
            Assert.Contains(says, await RunningServer.Problem(HttpStatusCode.BadRequest, await Put(installer, "km12", Section.ReplaceLineEndings("\n").Replace(from, to, StringComparison.Ordinal))), StringComparison.Ordinal);
        await RunningServer.Problem(HttpStatusCode.BadRequest, await Put(installer, "KM 12", Section));
        Assert.Empty(await server.Store.Sections.All());

        await RunningServer.Json(await Put(installer, "km12", Section));
        Assert.Contains("the section 'km12' ends at the camera 'south' already",
            await RunningServer.Problem(HttpStatusCode.BadRequest, await Put(installer, "second", Section.Replace("id: km12", "id: second", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_is_there_after_a_restart_and_only_for_who_sees_both_ends()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-sections-").FullName;
        var server = await RunningServer.Start(folder: folder);
        await Fill(server);
        using (HttpClient all = await server.Machine("installer"), both = await server.Machine("installer", "bridge"), other = await server.Machine("installer", "square"))
        {
            await RunningServer.Json(await Put(both, "km12", Section));
            Assert.Single(await List(all));
            Assert.Single(await List(both));
            Assert.Empty(await List(other));
            await RunningServer.Problem(HttpStatusCode.NotFound, await Put(other, "km12", Section));
            Assert.Contains("there is no camera 'north'", await RunningServer.Problem(HttpStatusCode.BadRequest, await Put(other, "new", Section.Replace("id: km12", "id: new", StringComparison.Ordinal))), StringComparison.Ordinal);
            await RunningServer.Problem(HttpStatusCode.NotFound, await other.DeleteAsync("/api/sections/km12"));
        }
        await server.Server.DisposeAsync();
        await using var second = await RunningServer.Start(folder: folder);
        Assert.NotNull(second.Server.Services.GetRequiredService<LiveHouse>().Sections.Of("km12"));
    }

    [Fact]
    public async Task A_person_adds_a_section_by_form_corrects_its_file_and_removes_it()
    {
        await using var browser = await Browser.Launch();
        await using var server = await RunningServer.Start();
        await Fill(server);
        await using var page = await browser.Open();
        var errors = new List<string>();
        page.PageError += (_, e) => errors.Add(e.Message);
        await page.GoToAsync(server.Server.NewSignInLink());
        await page.Shows("nav a[data-nav=cameras]");
        await page.GoToAsync(new Uri(server.Address, "/cameras").AbsoluteUri);
        await page.Shows("a[href='/sections']");
        await page.EvaluateExpressionAsync("document.querySelector(`a[href='/sections']`).click()");
        await page.Until("() => document.querySelector('.empty h2')?.textContent === 'No section yet'");
        await page.ClickAsync("#add-section");
        // a camera without a gate says how to get one
        await page.SelectAsync("select[name=from]", "bare");
        await page.Until("() => document.querySelector(`form a[href='/cameras/bare/scene']`)");
        await page.SelectAsync("select[name=from]", "north");
        await page.SelectAsync("select[name=to]", "south");
        await page.Until("() => document.querySelector('select[name=from_gate]').value === 'gate' && document.querySelector('select[name=to_gate]').value === 'gate'");
        foreach (var (name, value) in new[] { ("id", "km12"), ("survey", "wheel: \"3\" runs"), ("way", "300,5"), ("kmh", "80"), ("basis", "sign 3.24") })
            await page.TypeAsync($"form input[name={name}]", value);
        Assert.Contains("12.9 s", await page.EvaluateExpressionAsync<string>("document.querySelector('form [role=status]').textContent"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Enter");
        await page.Shows("[data-section=km12] .chip.good");
        var row = Assert.Single(await server.Store.Sections.All());
        Assert.Contains("length_m: 300.5", row.Text, StringComparison.Ordinal);

        await page.EvaluateExpressionAsync("document.querySelector('[data-section=km12] button').click()");
        await page.Shows("textarea[name=text]");
        await page.EvaluateExpressionAsync("(() => { const a = document.querySelector('textarea[name=text]'); a.value = a.value.replace('300.5', 'far'); a.form.requestSubmit(); })()");
        await page.Until("() => document.querySelector('form .problem').textContent.includes('length_m')");
        await page.EvaluateExpressionAsync("(() => { const a = document.querySelector('textarea[name=text]'); a.value = a.value.replace('far', '310'); a.form.requestSubmit(); })()");
        await page.Until("() => document.querySelector('[data-section=km12] p')?.textContent.includes('310')");

        await page.EvaluateExpressionAsync("document.querySelector('[data-section=km12] button.bad').click()");
        Assert.Single(await server.Store.Sections.All());
        await page.EvaluateExpressionAsync("document.querySelector('[data-section=km12] button.bad').click()");
        await page.Until("() => document.querySelector('.empty h2')?.textContent === 'No section yet'");
        Assert.Equal([], errors);
    }

    private static Task<HttpResponseMessage> Put(HttpClient client, string id, string text) => client.PutAsJsonAsync($"/api/sections/{Uri.EscapeDataString(id)}", new { text });

    private static async Task<JsonElement[]> List(HttpClient client) => [.. (await RunningServer.Json(await client.GetAsync("/api/sections"))).EnumerateArray()];

    private static async Task Fill(RunningServer server)
    {
        foreach (var site in (string[])["bridge", "square"]) await server.Store.Sites.Save(new SiteRow(site, site));
        await server.Store.Sites.Save(Camera("north", "bridge", "gate"));
        await server.Store.Sites.Save(Camera("south", "bridge", "gate"));
        await server.Store.Sites.Save(Camera("renamed", "bridge", "gate", "another"));
        await server.Store.Sites.Save(new CameraRow("bare", "bridge", "bare", """{"source":"video:none.mp4"}""", Paused: true));
    }

    private static CameraRow Camera(string id, string site, string gate, string? calls = null)
    {
        var scene = $$"""
            qyran_scene: 1
            name: {{id}}
            camera: { id: {{calls ?? id}}, width: 1000, height: 800 }
            lines:
              - { id: {{gate}}, kind: count, points: [[200, 600], [800, 600]] }
            """;
        return new CameraRow(id, site, id, JsonSerializer.Serialize(new { source = "video:none.mp4", scene, keep_days = 7 }), Paused: true);
    }
}
