using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Domain.Cases;
using Qyran.Line.Live;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Tests.Storage;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Qyran.Tests.Server;

/// <summary>Other systems are told what happens: signed, at least once, with the same id, whatever the receiver does.</summary>
public sealed class HookTests
{
    private static LiveCase Found => new("north", new Case("case-1", "speed", "KoAP 592", "p1",
        new Verdict.Broken("74 km/h where 60 are allowed", 5, ImmutableSortedDictionary<string, string>.Empty, []), null), Sample.Noon);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_hook_is_told_of_what_it_asked_for_once_and_signed(Engine engine)
    {
        await using var receiver = await Receiver.Start();
        await using var server = await RunningServer.Start(engine, allowLoopback: true);
        using var person = await server.Person();
        await Sites(person);
        var added = await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "camera", "case", "case-decided", "passage" }, site = "bridge" }));
        var secret = added.GetProperty("secret").GetString()!;
        var again = await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "camera", "case", "case-decided", "passage" }, site = "bridge" }));
        Assert.Equal(JsonValueKind.Null, again.GetProperty("secret").ValueKind);

        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1", 0, "123ABC02", 74), Sample.Passage("p2", 5, camera: "south", site: "square")));
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1", 0, "123ABC02", 74))); // again after a lost answer
        var sink = server.Server.Services.GetRequiredService<ILiveSink>();
        await sink.Found(Found, default);
        await sink.Found(Found, default);
        await RunningServer.Json(await person.PostAsJsonAsync("/api/cases/case-1/reject", new { version = 1, reason = "exempt" }));
        var alarm = new LiveAlarm("north", LiveTrouble.Frozen, Sample.Noon, true, "the picture is frozen");
        await sink.Raised(alarm, default);
        await sink.Raised(alarm, default);
        await Eventually.Is(() => receiver.Got.Count >= 4, "four messages");
        await Delivered(person, "city", 4);

        Assert.Equal(["camera", "case", "case-decided", "passage"], receiver.Got.Select(m => m.Type).Order(StringComparer.Ordinal));
        Assert.Equal(4, receiver.Got.Select(m => m.Id).Distinct().Count());
        var judge = new StandardWebhook(secret);
        foreach (var message in receiver.Got)
        {
            judge.Verify(message.Body, message.Headers);
            Assert.Throws<WebhookVerificationException>(() => judge.Verify(message.Body.Replace("north", "south", StringComparison.Ordinal), message.Headers));
            Assert.Equal(message.Id, message.Json.GetProperty("id").GetString());
        }
        // the very body the route gives
        var passage = receiver.Got.Single(m => m.Type == "passage").Json.GetProperty("data");
        Assert.Equal((await RunningServer.Json(await person.GetAsync("/api/passages/p1"))).GetProperty("passage").GetRawText(), passage.GetRawText());
        Assert.Equal("rejected", receiver.Got.Single(m => m.Type == "case-decided").Json.GetProperty("data").GetProperty("state").GetString());

        Assert.DoesNotContain(secret, await person.GetStringAsync("/api/hooks"), StringComparison.Ordinal);
        Assert.DoesNotContain(secret["whsec_".Length..], Encoding.Latin1.GetString([.. (await server.Store.Subscribers.Find("city"))!.SealedSecret]), StringComparison.Ordinal);
        var renewed = (await RunningServer.Json(await person.PostAsync("/api/hooks/city/secret", null))).GetProperty("secret").GetString()!;
        var ping = await RunningServer.Json(await person.PostAsync("/api/hooks/city/ping", null));
        Assert.True(ping.GetProperty("confirmed").GetBoolean());
        var pinged = receiver.Got.Last();
        new StandardWebhook(renewed).Verify(pinged.Body, pinged.Headers);
        Assert.Throws<WebhookVerificationException>(() => judge.Verify(pinged.Body, pinged.Headers));

        using var removed = await person.DeleteAsync("/api/hooks/city");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await RunningServer.Problem(HttpStatusCode.NotFound, await person.GetAsync("/api/hooks/city/deliveries"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_receiver_that_fails_is_tried_for_days_then_the_delivery_is_dead_and_can_be_sent_again(Engine engine)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (503, "in maintenance");
        await using var server = await RunningServer.Start(engine, allowLoopback: true);
        using var person = await server.Person();
        await Sites(person);
        await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "passage" } }));
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1")));
        await Eventually.Is(() => receiver.Got.Count >= 3, "three tries", () => server.Clock.Advance(TimeSpan.FromSeconds(20)));
        var waiting = await One(person, "waiting");
        Assert.Equal("503: in maintenance", waiting.GetProperty("answer").GetString());

        await Eventually.Is(async () => await Any(person, "dead"), "dead", () => server.Clock.Advance(TimeSpan.FromHours(3)));
        Assert.Equal(1, (await RunningServer.Json(await person.GetAsync("/api/hooks")))[0].GetProperty("dead").GetInt32());

        receiver.Answer = (200, "");
        var id = (await One(person, "dead")).GetProperty("id").GetString();
        await RunningServer.Json(await person.PostAsync($"/api/hooks/city/deliveries/{id}/redeliver", null));
        await Eventually.Is(async () => await Any(person, "delivered"), "delivered", () => server.Clock.Advance(TimeSpan.FromMinutes(1)));
        Assert.Single(receiver.Got.Select(m => m.Id).Distinct());
        Assert.Single(receiver.Got.Select(m => m.Body).Distinct()); // the same body at every try
    }

    [Fact]
    public async Task What_happened_before_a_kill_is_told_after_it()
    {
        await using var receiver = await Receiver.Start();
        var folder = Directory.CreateTempSubdirectory("qyran-server-").FullName;
        var first = await RunningServer.Start(allowLoopback: true, folder: folder);
        using (var person = await first.Person())
            await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "passage", "case" } }));
        await first.Server.DisposeAsync();
        // as if the program had died right after each row: only the store was there
        var (store, failure) = await Store.OpenSqlite(Path.Combine(folder, "qyran.db"), TimeProvider.System);
        Assert.Null(failure);
        await store!.Passages.Add(Sample.Entries(Sample.Passage("p1")));
        await store.Cases.Add([Sample.Case("c1", "p1")]);
        await store.DisposeAsync();
        await using var second = await RunningServer.Start(allowLoopback: true, folder: folder);
        await Eventually.Is(() => receiver.Got.Count >= 2, "both", () => second.Clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.Equal(["case", "passage"], receiver.Got.Select(m => m.Type).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_nobody_else()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(); // takes the connection and says nothing
        await using var receiver = await Receiver.Start();
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        foreach (var (id, url) in ((string, string)[])[("a-silent", $"http://{silent.LocalEndpoint}/"), ("b-good", receiver.Url)])
            await RunningServer.Json(await person.PutAsJsonAsync($"/api/hooks/{id}", new { url, events = new[] { "passage" } }));
        await server.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 50).Select(i => Sample.Passage($"p{i}", i))]));
        await Eventually.Is(() => receiver.Got.Select(m => m.Id).Distinct().Count() == 50, "all fifty", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_receiver_that_stalls_behind_its_headers_is_given_up()
    {
        using var stalling = new TcpListener(IPAddress.Loopback, 0);
        stalling.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await stalling.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhm"u8.ToArray(), TestContext.Current.CancellationToken);
            await client.GetStream().ReadAtLeastAsync(new byte[65536], 65536, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = $"http://{stalling.LocalEndpoint}/", events = new[] { "passage" } }));
        var ping = await RunningServer.Json(await person.PostAsync("/api/hooks/city/ping", null));
        Assert.Contains("no answer within 15 s", ping.GetProperty("text").GetString(), StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public async Task A_receiver_that_is_gone_for_good_is_asked_no_more()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (410, "");
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "passage" } }));
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1")));
        await Eventually.Is(async () => (await server.Store.Subscribers.Find("city"))!.Paused is not null, "paused", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.Contains("410", (await RunningServer.Json(await person.GetAsync("/api/hooks")))[0].GetProperty("paused").GetString(), StringComparison.Ordinal);
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p2", 1)));
        await Eventually.Is(async () => (await server.Store.Events.Waiting(10)).IsEmpty, "shared out", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.Single(await server.Store.Deliveries.Newest("city", null, null, 10));
        Assert.Single(receiver.Got);
    }

    [Fact]
    public async Task One_message_a_receiver_does_not_like_stops_no_other()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse = body => body.Contains("\"p7\"", StringComparison.Ordinal);
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "passage" } }));
        await server.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 40).Select(i => Sample.Passage($"p{i}", i))]));
        await Eventually.Is(async () => (await server.Store.Deliveries.Counts("city")).GetValueOrDefault(Qyran.Storage.Rows.DeliveryState.Delivered) == 39, "all but one", () => server.Clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.StartsWith("400", (await One(person, "waiting")).GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", false, "--allow-loopback")]
    [InlineData("http://localhost:1/", false, "--allow-loopback")]
    [InlineData("http://169.254.169.254/latest", true, "link-local")]
    [InlineData("http://[::ffff:169.254.169.254]/", true, "link-local")]
    public async Task What_must_not_be_reached_is_refused_at_the_connection(string url, bool allowLoopback, string why)
    {
        await using var server = await RunningServer.Start(allowLoopback: allowLoopback);
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url, events = new[] { "passage" } }));
        var ping = await RunningServer.Json(await person.PostAsync("/api/hooks/city/ping", null));
        Assert.False(ping.GetProperty("confirmed").GetBoolean());
        Assert.Contains(why, ping.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (302, "");
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/hooks/city", new { url = receiver.Url, events = new[] { "passage" } }));
        Assert.Contains("another address", (await RunningServer.Json(await person.PostAsync("/api/hooks/city/ping", null))).GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("/hook", Assert.Single(receiver.Got).Path);
    }

    [Theory]
    [InlineData("ftp://203.0.113.9/", "passage", null, "https://host/path")]
    [InlineData("https://u:p@203.0.113.9/", "passage", null, "user or password")]
    [InlineData("https://203.0.113.9/", "boat", null, "no event 'boat'")]
    [InlineData("https://203.0.113.9/", "passage", "nowhere", "no site")]
    public async Task What_cannot_be_a_hook_is_refused_with_why(string url, string kind, string? site, string why)
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        Assert.Contains(why, await RunningServer.Problem(HttpStatusCode.BadRequest, await person.PutAsJsonAsync("/api/hooks/city", new { url, events = new[] { kind }, site })), StringComparison.Ordinal);
        Assert.Empty(await server.Store.Subscribers.All());
    }

    [Fact]
    public void Pauses_grow_are_bounded_and_shaken()
    {
        Assert.InRange(Patience.ForOne(1).TotalSeconds, 4, 6);
        Assert.InRange(Patience.ForOne(3).TotalSeconds, 36, 54);
        Assert.InRange(Patience.ForOne(100_000).TotalHours, 4.8, 7.2);
        Assert.InRange(Patience.ForAll(100_000).TotalMinutes, 4, 6);
        Assert.True(Enumerable.Range(0, 50).Select(_ => Patience.ForOne(5)).Distinct().Count() > 1);
    }

    private static async Task Sites(HttpClient person)
    {
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        var camera = new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream" };
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north", camera));
        await RunningServer.Json(await person.PostAsync("/api/cameras/north/pause", null));
    }

    private static async Task<JsonElement> One(HttpClient person, string state) =>
        Assert.Single((await RunningServer.Json(await person.GetAsync("/api/hooks/city/deliveries?state=" + state))).GetProperty("items").EnumerateArray());

    private static async Task<bool> Any(HttpClient person, string state) =>
        (await RunningServer.Json(await person.GetAsync("/api/hooks/city/deliveries?state=" + state))).GetProperty("items").GetArrayLength() > 0;

    private static Task Delivered(HttpClient person, string hook, int count) => Eventually.Is(async () =>
        (await RunningServer.Json(await person.GetAsync($"/api/hooks/{hook}/deliveries?state=delivered"))).GetProperty("items").GetArrayLength() == count, $"{count} delivered");
}
