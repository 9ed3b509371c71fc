using System.Net;
using System.Text.Json;

namespace Qyran.Tests.Server;

/// <summary>An instant in a query says its zone, on every route: which hour was meant nobody could say otherwise.</summary>
public sealed class ZonedQueryTests
{
    [Fact]
    public async Task Every_instant_the_document_names_is_refused_without_its_zone()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        var paths = JsonDocument.Parse(await person.GetStringAsync("/api/openapi.json")).RootElement.GetProperty("paths");
        (string Path, string Name)[] instants =
        [
            .. from path in paths.EnumerateObject()
               from parameter in path.Value.EnumerateObject().Where(o => o.Name == "get" && o.Value.TryGetProperty("parameters", out _)).SelectMany(o => o.Value.GetProperty("parameters").EnumerateArray())
               where parameter.GetProperty("in").GetString() == "query" && parameter.GetProperty("schema").TryGetProperty("format", out var format) && format.GetString() == "date-time"
               select (path.Name.Replace("{id}", "north", StringComparison.Ordinal), parameter.GetProperty("name").GetString()!),
        ];
        Assert.True(instants.Length >= 12, string.Join(' ', instants));
        foreach (var (path, name) in instants)
            foreach (var unclear in (string[])["2026-11-20T12:00:00", "2026-11-20", "2026-11-20 12:00", "2026-11-20T17:00:00+05:00"]) // as it stands a + is a space
            {
                var why = await RunningServer.Problem(HttpStatusCode.BadRequest, await person.GetAsync($"{path}?{name}={unclear}"));
                Assert.True(why.StartsWith($"{name}: a time is written with its zone", StringComparison.Ordinal), $"{path} {name}={unclear}: {why}");
            }
    }

    [Fact]
    public async Task With_its_zone_it_is_taken_and_the_pages_addresses_are_left_alone()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        foreach (var clear in (string[])["2026-11-20T12:00:00Z", "2026-11-20T12:00:00.250Z", "2026-11-20T17:00:00%2B05:00", "2026-11-20T07:00:00-05:00"])
            await RunningServer.Json(await person.GetAsync($"/api/passages?from={clear}"));
        Assert.Contains("zone", await RunningServer.Problem(HttpStatusCode.BadRequest, await person.GetAsync("/API/passages?FROM=2026-11-20T12:00:00")), StringComparison.Ordinal);
        using var page = await person.GetAsync("/passages?from=2026-11-20T12:00");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }
}
