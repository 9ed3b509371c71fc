using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Qyran.Tests.Server;

/// <summary>Who may ask what. A route that is not in this table fails, so nobody adds one without saying who it is for.</summary>
public sealed class RoutesTests
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["GET /health/live"] = "all", ["GET /health/ready"] = "all", ["GET /sign-in"] = "all", ["POST /sign-in"] = "all",
        ["GET /web/sign-in.js"] = "all", ["GET /web/app.css"] = "all", ["GET /web/icon.svg"] = "all",
        ["GET /api/me"] = "read", ["POST /api/sign-out"] = "person", ["POST /api/sign-in-links"] = "person",
        ["GET /api/keys"] = "person", ["POST /api/keys"] = "person", ["DELETE /api/keys/{id}"] = "person",
        ["GET /api/sites"] = "read", ["PUT /api/sites/{id}"] = "change",
        ["GET /api/cameras"] = "read", ["GET /api/cameras/{id}"] = "read", ["PUT /api/cameras/{id}"] = "change", ["DELETE /api/cameras/{id}"] = "change",
        ["POST /api/cameras/{id}/pause"] = "change", ["POST /api/cameras/{id}/resume"] = "change", ["POST /api/cameras/{id}/confirm-view"] = "change",
        ["POST /api/cameras/discover"] = "change", ["POST /api/cameras/ask"] = "change",
        ["GET /api/cameras/{id}/snapshot"] = "read", ["GET /api/cameras/{id}/live"] = "read",
        ["GET /api/cameras/{id}/recordings"] = "read", ["GET /api/cameras/{id}/recordings/video"] = "read",
        ["GET /api/passages"] = "read", ["GET /api/passages/{id}"] = "read", ["GET /api/passages/{id}/photo"] = "read",
        ["GET /api/cases"] = "read", ["GET /api/cases/{id}"] = "read", ["POST /api/cases/{id}/approve"] = "person", ["POST /api/cases/{id}/reject"] = "person",
        ["GET /api/cases/{id}/pack"] = "read", ["GET /api/cases/{id}/pack/check"] = "read", ["GET /api/cases/{id}/files/{**name}"] = "read",
        ["GET /api/passages/{id}/files/{name}"] = "read",
        ["GET /api/hooks"] = "person", ["PUT /api/hooks/{id}"] = "person", ["DELETE /api/hooks/{id}"] = "person", ["POST /api/hooks/{id}/secret"] = "person", ["POST /api/hooks/{id}/ping"] = "person",
        ["GET /api/hooks/{id}/deliveries"] = "person", ["POST /api/hooks/{id}/deliveries/{delivery}/redeliver"] = "person",
        ["GET /api/broker"] = "person", ["PUT /api/broker"] = "person", ["DELETE /api/broker"] = "person",
        ["GET /api/devices"] = "read", ["PUT /api/devices/{id}"] = "change", ["DELETE /api/devices/{id}"] = "change", ["POST /api/devices/{id}/keys"] = "person", ["POST /api/ingest/passages"] = "a device's key",
        ["GET /api/events"] = "read", ["GET /api/system"] = "read", ["GET /metrics"] = "read", ["GET /api/openapi.json"] = "read",
        ["GET /"] = "person", ["GET /cameras"] = "person", ["GET /cameras/{id}"] = "person", ["GET /passages"] = "person", ["GET /passages/{id}"] = "person",
        ["GET /cases"] = "person", ["GET /cases/{id}"] = "person", ["GET /system"] = "person", ["GET /web/{**path}"] = "person",
    };

    [Fact]
    public async Task Every_route_is_known_and_open_to_nobody_it_is_not_for()
    {
        await using var server = await RunningServer.Start();
        using HttpClient stranger = server.Stranger(), reader = await server.Machine(mayChange: false), changer = await server.Machine(mayChange: true);
        var there = server.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m} /{e.RoutePattern.RawText!.Trim('/')}")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), there);

        foreach (var (route, who) in Known)
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{id}", "nothing", StringComparison.Ordinal).Replace("{delivery}", "nothing", StringComparison.Ordinal).Replace("{name}", "nothing", StringComparison.Ordinal).Replace("{**name}", "a.jpg", StringComparison.Ordinal).Replace("{**path}", "app.js", StringComparison.Ordinal));
            var rights = new[] { (stranger, "all"), (reader, "read"), (changer, "change") };
            for (var i = 0; i < rights.Length; i++)
            {
                if (route is "GET /api/events" or "POST /sign-in" && i > 0) continue; // never ends; and is for nobody who is known
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (route == "POST /api/ingest/passages") request.Content = new MultipartFormDataContent { { new StringContent("{}"), "passage" } };
                request.Headers.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
                using var answer = await rights[i].Item1.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var may = Array.IndexOf(["all", "read", "change", "person"], who) is >= 0 and var least && i >= least;
                Assert.True(may ? answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError) || route == "POST /sign-in"
                    : answer.StatusCode == (i == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden), $"{rights[i].Item2} at {route}: {answer.StatusCode}");
            }
        }
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
