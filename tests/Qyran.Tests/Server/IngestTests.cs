using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Qyran.Storage.Files;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Another maker's device hands in passages: kept as its word, once, with its files, and never judged.</summary>
public sealed class IngestTests
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, .. Encoding.ASCII.GetBytes("a photo"), 0xFF, 0xD9];
    private static readonly byte[] Video = [0, 0, 0, 24, .. Encoding.ASCII.GetBytes("ftypisom a video")];
    private static readonly byte[] Pack = [.. Encoding.ASCII.GetBytes("PK\u0003\u0004 a signed pack")];

    private static Dictionary<string, object?> Said(RunningServer server) => new()
    {
        ["id"] = "2026/000123", ["serial"] = "R-77", ["seen_at"] = server.Clock.GetUtcNow(), ["time_quality"] = "synchronised", ["time_error_us"] = 2000, ["class"] = "car", ["lane"] = "2", ["direction"] = "along",
        ["plate"] = new { text = "123ABC02", confidence = 0.97, country = "kz" }, ["speed"] = new { value_mmph = 87_000_000, error_mmph = 2_000_000 },
    };

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_passage_with_its_files_is_kept_once_and_marked_as_foreign(Engine engine)
    {
        await using var server = await RunningServer.Start(engine);
        using var device = await Device(server);
        var said = Said(server);
        var made = await device.PostAsync("/api/ingest/passages", Parts(said, ("photo", Photo), ("video", Video), ("pack", Pack)));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var passage = await RunningServer.Json(made);
        var again = await device.PostAsync("/api/ingest/passages", Parts(said, ("photo", Photo), ("video", Video), ("pack", Pack)));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(passage.GetRawText(), (await RunningServer.Json(again)).GetRawText());

        var other = new Dictionary<string, object?>(said) { ["speed"] = new { value_mmph = 97_000_000, error_mmph = 2_000_000 } };
        Assert.Contains("another content", await RunningServer.Problem(HttpStatusCode.Conflict, await device.PostAsync("/api/ingest/passages", Parts(other, ("photo", Photo), ("video", Video), ("pack", Pack)))), StringComparison.Ordinal);
        Assert.Contains("another content", await RunningServer.Problem(HttpStatusCode.Conflict, await device.PostAsync("/api/ingest/passages", Parts(said, ("photo", Photo)))), StringComparison.Ordinal);
        Assert.Equal(1, await server.Store.Passages.Count());

        // seen by everybody who may look, as what it is
        using var reader = await server.Machine(mayChange: false);
        var found = Assert.Single((await RunningServer.Json(await reader.GetAsync("/api/passages?plate=123ABC02&camera=radar-1"))).GetProperty("items").EnumerateArray());
        var foreign = found.GetProperty("foreign");
        Assert.Equal(("radar-1", "2026/000123", "R-77", "CERT 5", "synchronised", 2000), (foreign.GetProperty("device").GetString(), foreign.GetProperty("their_id").GetString(), foreign.GetProperty("serial").GetString(),
            foreign.GetProperty("approval").GetString(), foreign.GetProperty("time_quality").GetString(), foreign.GetProperty("time_error_us").GetInt32()));
        Assert.Equal((87m, 2m), (found.GetProperty("speed").GetProperty("kmh").GetDecimal(), found.GetProperty("speed").GetProperty("error_kmh").GetDecimal()));
        Assert.Equal("KZ", found.GetProperty("plate").GetProperty("country").GetString());
        var id = found.GetProperty("id").GetString()!;
        Assert.Equal(Photo, await reader.GetByteArrayAsync($"/api/passages/{id}/photo"));
        var shown = await RunningServer.Json(await reader.GetAsync("/api/passages/" + id));
        Assert.Equal(0, shown.GetProperty("cases").GetArrayLength());
        var files = shown.GetProperty("files").EnumerateArray().ToArray();
        Assert.Equal(3, files.Length);
        foreach (var (file, bytes) in files.Zip([Photo, Video, Pack]))
        {
            Assert.Equal(bytes, await reader.GetByteArrayAsync(file.GetProperty("path").GetString()));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
        }
        await RunningServer.Problem(HttpStatusCode.NotFound, await reader.GetAsync($"/api/passages/{id}/files/qyran.db"));
        Assert.Empty((await FolderCheck.Run(server.Store, server.Data, CheckLevel.Hash, server.Clock)).Findings);
        Assert.DoesNotContain(Directory.EnumerateFiles(server.Data.Root, "*" + DataFolder.Partial, SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public async Task A_devices_key_opens_nothing_but_its_own_door()
    {
        await using var server = await RunningServer.Start();
        using var device = await Device(server);
        foreach (var path in (string[])["/api/passages", "/api/cameras", "/api/devices", "/api/hooks", "/api/me", "/api/events", "/metrics"])
        {
            using var answer = await device.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        using var person = await server.Person();
        using var reader = await server.Machine(mayChange: true);
        foreach (var client in (HttpClient[])[person, reader])
        {
            using var refused = await client.PostAsync("/api/ingest/passages", Parts(Said(server)));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        // the device goes, and its key with it
        using var gone = await person.DeleteAsync("/api/devices/radar-1");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using var late = await device.PostAsync("/api/ingest/passages", Parts(Said(server)));
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task An_id_is_a_cameras_or_a_devices_never_both()
    {
        await using var server = await RunningServer.Start();
        using var device = await Device(server);
        using var person = await server.Person();
        Assert.Contains("another maker", await RunningServer.Problem(HttpStatusCode.BadRequest,
            await person.PutAsJsonAsync("/api/cameras/radar-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/a" })), StringComparison.Ordinal);
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north-1", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/a" }));
        Assert.Contains("of a camera", await RunningServer.Problem(HttpStatusCode.Conflict,
            await person.PutAsJsonAsync("/api/devices/north-1", new { site = "bridge", name = "Radar", maker = "M", model = "X", serial = "1" })), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string?> Wrong => new()
    {
        { "serial", "\"R-78\"", "R-77" }, { "id", "\"\"", "1 to 100" }, { "time_quality", "\"good\"", "synchronised, free or unknown" }, { "class", "\"boat\"", "no class" }, { "class", "\"3\"", "no class" }, { "class", "\"car,van\"", "no class" }, { "class", "\"+1\"", "no class" },
        { "seen_at", "\"2026-11-20T12:00:00\"", "with its zone" }, { "left_at", "\"2026-11-20\"", "with its zone" }, { "seen_at", "\"2199-01-01T00:00:00Z\"", "ahead" }, { "seen_at", "\"1999-01-01T00:00:00Z\"", "five years" }, { "left_at", "\"1999-01-01T00:00:00Z\"", "left_at" }, { "time_error_us", "-1", "negative" },
        { "plate", """{"text":"--","confidence":0.5}""", "letters and digits" }, { "plate", """{"text":"A1","confidence":1.5}""", "confidence" }, { "speed", """{"value_mmph":-1,"error_mmph":0}""", "mm/h" },
        { "speed", """{"value_mmph":87}""", "error_mmph" }, { "direction", "\"up\"", "along or against" }, { "kmh", "87", "kmh" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_statement_that_makes_no_sense_is_answered_with_why_and_leaves_nothing(string key, string json, string? why)
    {
        await using var server = await RunningServer.Start();
        using var device = await Device(server);
        var said = Said(server);
        said[key] = JsonDocument.Parse(json).RootElement;
        Assert.Contains(why!, await RunningServer.Problem(HttpStatusCode.BadRequest, await device.PostAsync("/api/ingest/passages", Parts(said, ("photo", Photo)))), StringComparison.Ordinal);
        Nothing(server);
    }

    [Fact]
    public async Task Files_that_are_not_what_they_are_said_to_be_or_too_many_or_too_large_are_refused()
    {
        await using var server = await RunningServer.Start();
        using var device = await Device(server);
        async Task<string> Refused(HttpStatusCode status, params (string, byte[])[] files) => await RunningServer.Problem(status, await device.PostAsync("/api/ingest/passages", Parts(Said(server), files)));
        Assert.Contains("JPEG", await Refused(HttpStatusCode.UnprocessableEntity, ("photo", Encoding.ASCII.GetBytes("<script>alert(1)</script>"))), StringComparison.Ordinal);
        Assert.Contains("MP4", await Refused(HttpStatusCode.UnprocessableEntity, ("photo", Photo), ("video", Photo)), StringComparison.Ordinal);
        Assert.Contains("ZIP", await Refused(HttpStatusCode.UnprocessableEntity, ("pack", [])), StringComparison.Ordinal);
        Assert.Contains("no part 'program'", await Refused(HttpStatusCode.BadRequest, ("program", Photo)), StringComparison.Ordinal);
        Assert.Contains("12 files", await Refused(HttpStatusCode.BadRequest, [.. Enumerable.Repeat(("photo", Photo), 13)]), StringComparison.Ordinal);
        Assert.Contains("20 MB", await Refused(HttpStatusCode.BadRequest, ("photo", [.. Photo, .. new byte[21 << 20]])), StringComparison.Ordinal);
        Assert.Contains("multipart/form-data", await RunningServer.Problem(HttpStatusCode.BadRequest, await device.PostAsJsonAsync("/api/ingest/passages", Said(server))), StringComparison.Ordinal);
        using var bare = new MultipartFormDataContent { { new ByteArrayContent(Photo), "photo", "a.jpg" } };
        Assert.Contains("first part", await RunningServer.Problem(HttpStatusCode.BadRequest, await device.PostAsync("/api/ingest/passages", bare)), StringComparison.Ordinal);
        Nothing(server);
    }

    [Fact]
    public async Task What_a_kill_left_between_the_claim_and_the_row_is_finished_by_the_next_try()
    {
        await using var server = await RunningServer.Start();
        using var device = await Device(server);
        var said = Said(server);
        await RunningServer.Json(await device.PostAsync("/api/ingest/passages", Parts(said, ("photo", Photo))));
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={server.Data.Database};Pooling=false"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = "delete from passage"; // claim and file are there, the row is not
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        using var again = await device.PostAsync("/api/ingest/passages", Parts(said, ("photo", Photo)));
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(1, await server.Store.Passages.Count());
    }

    private static void Nothing(RunningServer server)
    {
        Assert.Equal(0, server.Store.Passages.Count().GetAwaiter().GetResult());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.Data.Root, DataFolder.Evidence), "*", SearchOption.AllDirectories));
    }

    private static async Task<HttpClient> Device(RunningServer server)
    {
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        await RunningServer.Json(await person.PutAsJsonAsync("/api/devices/radar-1", new { site = "bridge", name = "Radar", maker = "Maker", model = "X", serial = "R-77", approval = "CERT 5" }));
        var key = (await RunningServer.Json(await person.PostAsync("/api/devices/radar-1/keys", null))).GetProperty("key").GetString();
        var client = server.Stranger();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
        return client;
    }

    private static MultipartFormDataContent Parts(Dictionary<string, object?> said, params (string Part, byte[] Bytes)[] files)
    {
        var parts = new MultipartFormDataContent { { new StringContent(JsonSerializer.Serialize(said), Encoding.UTF8, "application/json"), "passage" } };
        foreach (var (part, bytes) in files) parts.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, part, "file");
        return parts;
    }
}
