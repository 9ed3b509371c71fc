using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Every endpoint of the document, with what nobody should send: never an answer of 500, never a stack trace, and always a problem of RFC 9457 when refused.</summary>
public sealed class BadInputTests
{
    private static readonly string[] Texts =
        ["", " ", "..", "../../../../etc/passwd", "..%2f..%2fqyran.db", "%00", "\0", "'; drop table audit; --", "%", "*", "?", new('x', 5000), "null", "-1", "9999999999999999999999", "1e309", "NaN", "true", "\ud800", "٣", "2026-99-99T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "{{7*7}}", "<script>"];

    private static readonly string[] Bodies =
        ["", "null", "0", "\"text\"", "[]", "{}", "{", "[[[[[[", "{\"\":\"\"}", "{\"unknown\":1}", "\u0000", "{\"name\":1e400}", "\ufeff{}"];

    /// <summary>They end what the others are asked with.</summary>
    private static readonly string[] Left = ["/api/sign-out", "/api/events"];

    /// <summary>Asks the network and waits for it by the server's clock, which stands still here; it has tests of its own.</summary>
    private static bool Waits(string path) => path.EndsWith("/discover", StringComparison.Ordinal);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Nothing_that_is_sent_to_any_endpoint_breaks_it(Engine engine)
    {
        await using var server = await RunningServer.Start(engine, signInsPerMinute: 1_000_000);
        await server.Store.Cases.Add([Sample.Case("c1", "p1")]);
        using HttpClient person = await server.Person(), owner = await server.Person("owner", "administrator");
        var document = JsonDocument.Parse(await person.GetStringAsync("/api/openapi.json")).RootElement;
        var asked = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => !Left.Contains(p.Name) && !Waits(p.Name)))
            foreach (var operation in path.Value.EnumerateObject())
            {
                var method = new HttpMethod(operation.Name.ToUpperInvariant());
                var query = operation.Value.TryGetProperty("parameters", out var all)
                    ? all.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!).ToArray() : [];
                var body = operation.Value.TryGetProperty("requestBody", out var wanted) && wanted.GetProperty("content").TryGetProperty("application/json", out var content) ? Shape(document, content.GetProperty("schema")) : null;
                var good = path.Name.Replace("{id}", "c1", StringComparison.Ordinal).Replace("{name}", "a.jpg", StringComparison.Ordinal);
                if (path.Name.Contains('{', StringComparison.Ordinal))
                    foreach (var text in Texts) await Ask(method, path.Name.Replace("{id}", Uri.EscapeDataString(Whole(text)), StringComparison.Ordinal).Replace("{name}", Uri.EscapeDataString(Whole(text)), StringComparison.Ordinal), body is null ? null : "{}");
                foreach (var name in query)
                    foreach (var text in Texts) await Ask(method, $"{good}?{name}={(text.Contains('%', StringComparison.Ordinal) ? text : Uri.EscapeDataString(Whole(text)))}", null);
                if (body is null) continue;
                foreach (var text in Bodies) await Ask(method, good, text);
                // one field after the other: missing, of another kind, huge, a text that is none
                foreach (var field in body.Keys)
                    foreach (var value in Texts.Select(t => Json(Whole(t))).Concat(["null", "true", "-1", "1.5", "1e400", "99999999999999999999", "[]", "[null]", "{}", "\"\\ud800\"", "\"\\u0000\"", "[\"a\",\"b\"]", "\"" + new string('y', 300_000) + "\""]))
                        await Ask(method, good, "{" + string.Join(',', body.Select(f => $"\"{f.Key}\":{(f.Key == field ? value : f.Value)}")) + "}");
            }
        // the way in is in no document
        foreach (var (path, fields) in ((string, string[])[])[("/sign-in", ["link"]), ("/sign-in/password", ["name", "password", "code"]), ("/choose", ["link", "password"]), ("/choose/whose", ["link"])])
        {
            foreach (var text in Bodies) await Ask(HttpMethod.Post, path, text);
            foreach (var field in fields)
                foreach (var value in Texts.Select(t => Json(Whole(t))).Concat(["null", "1", "[]", "\"\\ud800\"", "\"\\u0000\""]))
                    await Ask(HttpMethod.Post, path, "{" + string.Join(',', fields.Select(f => $"\"{f}\":{(f == field ? value : "\"text\"")}")) + "}");
        }
        Assert.True(asked > 1500, asked.ToString(CultureInfo.InvariantCulture));
        // all of it still works
        Assert.Equal(1, (await RunningServer.Json(await person.GetAsync("/api/cases"))).GetProperty("counts").GetProperty("candidate").GetInt32());

        async Task Ask(HttpMethod method, string path, string? body)
        {
            asked++;
            // the one with an account answers for its own; its session may not be the one that is ended
            var client = path.StartsWith("/api/account", StringComparison.Ordinal) ? owner : person;
            using var request = new HttpRequestMessage(method, path);
            if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            var what = $"{method} {(path.Length > 200 ? path[..200] : path)} {(body?.Length > 200 ? body[..200] : body)}: {(int)answer.StatusCode} {(text.Length > 600 ? text[..600] : text)}";
            Assert.True((int)answer.StatusCode is < 500 or 502 or 503, what);
            Assert.False(text.Contains("   at Qyran", StringComparison.Ordinal) || text.Contains("Exception:", StringComparison.Ordinal), what);
            // Kestrel refuses what is no HTTP before anything of ours sees it
            if ((int)answer.StatusCode < 400 || text.Length == 0) return;
            Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", what);
            Assert.True(JsonDocument.Parse(text).RootElement.TryGetProperty("detail", out var said) && said.GetString() is { Length: > 0 }, what);
        }
    }

    [Theory]
    [InlineData("GET", "/api/passages?speed_from_kmh=abc", null, "speed_from_kmh: 'abc' is not understood")]
    [InlineData("GET", "/api/audit?after=abc", null, "after: 'abc' is not understood")]
    [InlineData("POST", "/api/watchlist", """{"plate":"123ABC02","reason":"stolen","basis":"report 7","until":"2026-12-01T00:00:00"}""", "$.until: a time is written with its zone, like 2026-11-20T12:00:00")]
    [InlineData("POST", "/api/watchlist", """{"plate":"123ABC02","reason":"stolen","basis":"report 7","colour":"red"}""", "there is no 'colour' here")]
    [InlineData("POST", "/api/watchlist", """{"plate":7,"reason":"stolen","basis":"report 7"}""", "$.plate: this is of another kind than is asked for")]
    [InlineData("POST", "/api/watchlist", """{"plate":"123ABC02","basis":"report 7"}""", "'reason' must be given")]
    [InlineData("POST", "/api/watchlist", "", "body must be given")]
    [InlineData("POST", "/api/watchlist", "{", "this is no JSON")]
    [InlineData("POST", "/sign-in/password", """{"colour":"red"}""", "there is no 'colour' here")]
    public async Task What_cannot_be_read_is_refused_with_a_sentence_that_names_it(string method, string path, string? body, string says)
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await person.SendAsync(request);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var said = await RunningServer.Problem(HttpStatusCode.BadRequest, answer);
        Assert.Contains(says, said, StringComparison.Ordinal);
        // nothing of this program
        Assert.DoesNotContain("Qyran.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Nullable", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_no_json_is_told_in_plain_words_and_the_log_is_not_filled()
    {
        await using var server = await RunningServer.Start();
        var errors = new Errors();
        server.Server.Services.GetRequiredService<ILoggerFactory>().AddProvider(errors);
        using var person = await server.Person();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/passages?speed_from_kmh=abc");
        request.Headers.Add("Accept", "text/csv");
        using var answer = await person.SendAsync(request);
        Assert.Equal((HttpStatusCode.BadRequest, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("speed_from_kmh: 'abc' is not understood", await answer.Content.ReadAsStringAsync());
        Assert.Empty(errors.Told);
    }

    [Fact]
    public async Task What_a_role_may_not_do_is_refused_with_a_sentence()
    {
        await using var server = await RunningServer.Start();
        using var installer = await server.Machine("installer");
        Assert.Equal("your role may not do that", await RunningServer.Problem(HttpStatusCode.Forbidden, await installer.GetAsync("/api/cases")));
    }

    /// <summary>A half of a pair cannot be sent in UTF-8; as an escape in JSON it is, above.</summary>
    private static string Whole(string text) => text.Replace("\ud800", "\ufffd", StringComparison.Ordinal);

    private static string Json(string text) => JsonSerializer.Serialize(text);

    /// <summary>A body's fields, each with a value of its kind.</summary>
    private static Dictionary<string, string> Shape(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference)) schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        return schema.GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.TryGetProperty("type", out var type)
            ? (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()).First(t => t != "null") : type.GetString()) switch
            {
                "integer" or "number" => "1",
                "boolean" => "false",
                "array" => "[]",
                _ => "\"text\"",
            } : "\"text\"");
    }

    /// <summary>What is logged as an error.</summary>
    private sealed class Errors : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Told { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Told.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
