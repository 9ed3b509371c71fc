using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Access;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Who may ask what, of which site. A route that is not in this table fails, so nobody adds one without saying who it is for.</summary>
public sealed class RoutesTests
{
    /// <summary>
    /// Whose a route is, by the first letters of the roles: Administrator, Installer, Operator, Reviewer, oFficer, aNalyst, aUditor. A plus: keys of these roles too.
    /// Then what its id names, where that belongs to a site.
    /// </summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["GET /health/live"] = "all", ["GET /health/ready"] = "all", ["GET /sign-in"] = "all", ["POST /sign-in"] = "all", ["POST /sign-in/password"] = "all", ["GET /sign-in/ways"] = "all", ["GET /sign-in/oidc"] = "all",
        ["GET /choose"] = "all", ["POST /choose"] = "all", ["POST /choose/whose"] = "all", ["GET /web/sign-in.js"] = "all", ["GET /web/words.js"] = "all", ["GET /web/words/{language}.json"] = "all", ["GET /web/app.css"] = "all", ["GET /web/icon.svg"] = "all",
        ["GET /api/me"] = "AIORFNU+", ["POST /api/sign-out"] = "AIORFNU", ["POST /api/first-account"] = "A", ["POST /api/sign-in-links"] = "AIORFNU",
        ["GET /api/keys"] = "A", ["POST /api/keys"] = "A", ["DELETE /api/keys/{id}"] = "A",
        ["GET /api/account"] = "AIORFNU", ["POST /api/account/password"] = "AIORFNU", ["POST /api/account/second-factor"] = "AIORFNU", ["POST /api/account/second-factor/confirm"] = "AIORFNU",
        ["POST /api/account/second-factor/remove"] = "AIORFNU", ["DELETE /api/account/sessions/{id}"] = "AIORFNU", ["POST /api/account/end-other-sessions"] = "AIORFNU",
        ["GET /api/people"] = "A", ["POST /api/people"] = "A", ["PUT /api/people/{id}"] = "A", ["POST /api/people/{id}/link"] = "A", ["POST /api/people/{id}/end-sessions"] = "A",
        ["GET /api/audit"] = "AU+",
        ["GET /api/sites"] = "AIORFNU+", ["PUT /api/sites/{id}"] = "AI+ site",
        ["GET /api/cameras"] = "AIORFNU+", ["GET /api/cameras/{id}"] = "AIORFNU+ camera", ["PUT /api/cameras/{id}"] = "AI+ camera", ["DELETE /api/cameras/{id}"] = "AI+ camera",
        ["POST /api/cameras/{id}/pause"] = "AI+ camera", ["POST /api/cameras/{id}/resume"] = "AI+ camera", ["POST /api/cameras/{id}/confirm-view"] = "AI+ camera",
        ["GET /api/cameras/{id}/scene"] = "AI+ camera", ["PUT /api/cameras/{id}/scene"] = "AI+ camera", ["GET /api/cameras/{id}/scene/versions/{number}"] = "AI+ camera",
        ["POST /api/cameras/{id}/scene/check"] = "AI+ camera", ["POST /api/cameras/{id}/scene/trial"] = "AI+ camera", ["GET /api/cameras/{id}/scene/trial"] = "AI+ camera", ["DELETE /api/cameras/{id}/scene/trial"] = "AI+ camera",
        ["POST /api/cameras/{id}/scene/proposal"] = "AI+ camera", ["GET /api/cameras/{id}/scene/proposal"] = "AI+ camera", ["DELETE /api/cameras/{id}/scene/proposal"] = "AI+ camera", ["GET /cameras/{id}/scene"] = "AIORFNU",
        ["GET /api/cameras/{id}/undecided"] = "AIORFNU+ camera",
        ["GET /api/cameras/{id}/snapshot"] = "AIORF+ camera", ["GET /api/cameras/{id}/live"] = "AIORF+ camera",
        ["GET /api/cameras/{id}/recordings"] = "AIORF+ camera", ["GET /api/cameras/{id}/recordings/video"] = "AIOF+ camera",
        ["GET /api/passages"] = "AIORFNU+", ["GET /api/passages/{id}"] = "AIORFNU+ passage", ["GET /api/passages/{id}/photo"] = "AIORFNU+ passage",
        ["GET /api/traffic/vehicles"] = "AIORFNU+", ["GET /api/traffic/speeds"] = "AIORFNU+", ["GET /api/traffic/trails"] = "AIORFNU+", ["GET /api/traffic/violations"] = "AORFNU+", ["GET /traffic"] = "AIORFNU",
        ["GET /api/sections"] = "AIORFNU+", ["PUT /api/sections/{id}"] = "AI+", ["DELETE /api/sections/{id}"] = "AI+", ["GET /sections"] = "AIORFNU",
        ["GET /api/positions"] = "AIORFNU+", ["PUT /api/cameras/{id}/position"] = "AI+ camera", ["GET /map"] = "AIORFNU",
        ["GET /api/cases"] = "AORFNU+", ["GET /api/open-cases"] = "AORFNU+", ["GET /api/cases/{id}"] = "AORFNU+ case", ["POST /api/cases/{id}/approve"] = "AF case", ["POST /api/cases/{id}/reject"] = "ARF case",
        ["POST /api/cases/{id}/redacted"] = "AORFU+ case", ["GET /api/cases/{id}/redacted"] = "AORFU+ case", ["GET /api/cases/{id}/redacted/file"] = "AORFU+ case",
        ["GET /api/cases/{id}/pack"] = "AORFU+ case", ["GET /api/cases/{id}/pack/check"] = "AORFNU+ case", ["GET /api/cases/{id}/measurement"] = "AORFNU+ case", ["GET /api/cases/{id}/files/{**name}"] = "AORFNU+ case",
        ["GET /api/watchlist"] = "AF+", ["POST /api/watchlist"] = "AF+", ["POST /api/watchlist/{id}/end"] = "AF+", ["GET /api/watchlist/alerts"] = "AOFU+", ["GET /watchlist"] = "AIORFNU",
        ["POST /api/cameras/discover"] = "AI+", ["POST /api/cameras/ask"] = "AI+", ["GET /api/passages/{id}/files/{name}"] = "AORFU+ passage",
        ["GET /api/hooks"] = "A", ["PUT /api/hooks/{id}"] = "A", ["DELETE /api/hooks/{id}"] = "A", ["POST /api/hooks/{id}/secret"] = "A", ["POST /api/hooks/{id}/ping"] = "A",
        ["GET /api/hooks/{id}/deliveries"] = "A", ["POST /api/hooks/{id}/deliveries/{delivery}/redeliver"] = "A", ["GET /api/broker"] = "A", ["PUT /api/broker"] = "A", ["DELETE /api/broker"] = "A",
        ["GET /api/devices"] = "AIORFNU+", ["PUT /api/devices/{id}"] = "AI+ device", ["DELETE /api/devices/{id}"] = "AI+ device", ["POST /api/devices/{id}/keys"] = "A device",
        ["POST /api/ingest/passages"] = "nobody", // but a device's key: IngestTests
        ["GET /api/events"] = "AIORFNU+", ["GET /api/system"] = "AIOU+", ["GET /metrics"] = "AIOU+", ["GET /api/openapi.json"] = "AIORFNU+",
        ["GET /"] = "AIORFNU", ["GET /cameras"] = "AIORFNU", ["GET /cameras/{id}"] = "AIORFNU", ["GET /passages"] = "AIORFNU", ["GET /passages/{id}"] = "AIORFNU",
        ["GET /cases"] = "AIORFNU", ["GET /cases/{id}"] = "AIORFNU", ["GET /system"] = "AIORFNU", ["GET /account"] = "AIORFNU", ["GET /people"] = "AIORFNU", ["GET /connections"] = "AIORFNU", ["GET /audit"] = "AIORFNU",
        ["GET /first-start"] = "AIORFNU", ["GET /web/{**path}"] = "AIORFNU",
    };

    private static readonly (string Role, char Letter)[] Roles =
        [("administrator", 'A'), ("installer", 'I'), ("operator", 'O'), ("reviewer", 'R'), ("officer", 'F'), ("analyst", 'N'), ("auditor", 'U')];

    [Fact]
    public async Task Every_route_is_for_its_roles_alone_and_what_is_at_another_site_is_not_there()
    {
        await using var server = await RunningServer.Start(signInsPerMinute: 100_000);
        var there = server.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m} /{e.RoutePattern.RawText!.Trim('/')}")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), there);

        foreach (var site in (string[])["one", "two"])
        {
            await server.Store.Sites.Save(new SiteRow(site, site));
            await server.Store.Passages.Add(Sample.Entries(Sample.Passage("passage-" + site, camera: "camera-" + site, site: site)));
            await server.Store.Cases.Add([Sample.Case("case-" + site, "passage-" + site) with { CameraId = "camera-" + site, SiteId = site }]);
        }
        Assert.Equal(Enum.GetValues<Role>().Select(Rights.Word).Order(StringComparer.Ordinal), Roles.Select(r => r.Role).Order(StringComparer.Ordinal));
        var askers = new List<(string Name, HttpClient Client, char Letter, bool Scoped, bool Key)> { ("a stranger", server.Stranger(), '-', false, false) };
        foreach (var (role, letter) in Roles)
        {
            askers.Add((role, await server.Person(role, role), letter, false, false));
            if (role is not "administrator") askers.Add(("key of " + role, await server.Machine(role), letter, false, true));
            if (role is "administrator" or "auditor") continue;
            askers.Add((role + " at one", await server.Person(role + "1", role, "one"), letter, true, false));
            askers.Add(("key of " + role + " at one", await server.Machine(role, "one"), letter, true, true));
        }

        foreach (var (route, whose) in Known)
        {
            var (roles, thing) = (whose.Split(' ')[0], whose.Contains(' ', StringComparison.Ordinal) ? whose.Split(' ')[1] : null);
            // these would end what the others are asked with, and have tests of their own
            if (route is "POST /api/sign-out" or "POST /api/account/end-other-sessions") continue;
            foreach (var asker in askers)
            {
                var may = roles == "all" || (roles.Contains(asker.Letter, StringComparison.Ordinal) && (!asker.Key || roles.EndsWith('+')));
                var refused = asker.Letter == '-' ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
                var mine = await Ask(server, asker.Client, route, thing, "one");
                // names and passwords that are none are refused with 403 too
                if (roles != "all") Assert.True(may ? mine.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError) : mine.Status == refused, $"{asker.Name} at {route}: {mine.Status} {mine.Body}");
                if (thing is null || !may) continue;
                var foreign = await Ask(server, asker.Client, route, thing, "two");
                if (!asker.Scoped) Assert.True(foreign.Status == mine.Status, $"{asker.Name} at {route}: {foreign.Status}");
                else
                {
                    Assert.True(foreign.Status == HttpStatusCode.NotFound, $"{asker.Name} at {route} of another site: {foreign.Status} {foreign.Body}");
                    // a new camera may be made; what is there elsewhere is not to be told from what is nowhere
                    if (!route.StartsWith("PUT", StringComparison.Ordinal)) Assert.Equal((await Ask(server, asker.Client, route, thing, "none")).Body.Replace("none", "two", StringComparison.Ordinal), foreign.Body);
                    if (route is "GET /api/cameras/{id}" or "GET /api/passages/{id}" or "GET /api/cases/{id}") Assert.Equal(HttpStatusCode.OK, mine.Status);
                }
            }
        }
        foreach (var asker in askers) asker.Client.Dispose();
    }

    private static async Task<(HttpStatusCode Status, string Body)> Ask(RunningServer server, HttpClient client, string route, string? thing, string site)
    {
        // some routes take it away
        if (thing == "camera" && site != "none") await server.Store.Sites.Save(new CameraRow("camera-" + site, site, site, """{"source":"video:none.mp4"}""", Paused: true));
        if (thing == "device" && site != "none") await server.Store.Devices.Save(new DeviceRow("device-" + site, site, site, "M", "X", "1", null, 0));
        var id = thing is null ? "nothing" : thing == "site" ? site : $"{thing}-{site}";
        var path = route.Split(' ')[1].Replace("{id}", id, StringComparison.Ordinal).Replace("{**name}", "a.jpg", StringComparison.Ordinal).Replace("{name}", "a.jpg", StringComparison.Ordinal).Replace("{delivery}", "nothing", StringComparison.Ordinal).Replace("{**path}", "app.js", StringComparison.Ordinal);
        if (path.EndsWith("/recordings", StringComparison.Ordinal) || path.EndsWith("/video", StringComparison.Ordinal)) path += "?from=2026-11-20T12:00:00Z&until=2026-11-20T12:01:00Z";
        using var request = new HttpRequestMessage(new HttpMethod(route.Split(' ')[0]), path);
        if (!client.DefaultRequestHeaders.Contains("Origin")) request.Headers.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (answer.StatusCode, route == "GET /api/events" ? "" : System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"trace_id\":\"[^\"]*\"", ""));
    }

    [Fact]
    public void The_table_of_rights_in_the_docs_is_the_programs()
    {
        var lines = File.ReadAllLines(Path.Combine(Material.Project, "docs", "design", "access.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToArray();
        var expected = Enum.GetValues<Right>().Select(right => $"| `{right.ToString().ToLowerInvariant()}` | "
            + string.Join(" | ", Roles.Select(r => Rights.Of(Rights.Parse(r.Role)!.Value).Contains(right) ? "●" : "")) + " | " + (Rights.ForPeopleOnly.Contains(right) ? "" : "●") + " |");
        Assert.Equal(expected.Select(Short), lines.Select(Short));

        // the words between the right and the marks are for people
        static string Short(string line) => string.Join('|', line.Split('|').Select(c => c.Trim()).Where((_, i) => true).ToArray() is var cells && cells.Length > 11 ? cells.Where((_, i) => i != 2) : cells);
    }

    [Fact]
    public async Task The_document_describes_every_route_of_the_api_and_the_committed_copy_is_of_today()
    {
        await using var server = await RunningServer.Start();
        using var reader = await server.Machine(mayChange: false);
        var text = await reader.GetStringAsync("/api/openapi.json");
        var paths = JsonDocument.Parse(text).RootElement.GetProperty("paths");
        var described = paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {p.Name}")).Order(StringComparer.Ordinal);
        var expected = Known.Keys.Where(k => k.Contains(" /api/", StringComparison.Ordinal)).Select(k => k.Replace("{**name}", "{name}", StringComparison.Ordinal))
            .Except(["GET /api/openapi.json", "GET /api/cameras/{id}/live"]).Order(StringComparer.Ordinal);
        Assert.Equal(expected, described);

        // no two shapes share a name, and every name in a query is written as those in bodies
        var found = paths.GetProperty("/api/passages").GetProperty("get");
        Assert.Equal("FindPassages", found.GetProperty("operationId").GetString());
        Assert.Contains("look_alikes", found.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.EndsWith("/FindPassagesAnswer", found.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString(), StringComparison.Ordinal);

        var copy = Path.Combine(Material.Project, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("QYRAN_WRITE_GOLDEN") == "1") await File.WriteAllTextAsync(copy, text.ReplaceLineEndings("\n").TrimEnd() + "\n");
        Assert.Equal(text.ReplaceLineEndings("\n").TrimEnd(), (await File.ReadAllTextAsync(copy)).TrimEnd());
    }
}
