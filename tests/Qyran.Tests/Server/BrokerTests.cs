using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Qyran.Server.Broker;
using Qyran.Storage.Rows;
using Qyran.Tests.Storage;

namespace Qyran.Tests.Server;

/// <summary>Events reach a real MQTT broker, also those that happened while it was away.</summary>
public sealed class BrokerTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_happened_while_the_broker_was_away_arrives_and_cameras_are_retained(Engine engine)
    {
        Mosquitto.Need();
        var port = Mosquitto.FreePort();
        await using var server = await RunningServer.Start(engine, allowLoopback: true);
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/sites/bridge", new { name = "The bridge" }));
        await RunningServer.Json(await person.PutAsJsonAsync("/api/cameras/north", new { site = "bridge", name = "North", source = "rtsp://203.0.113.9/stream" }));
        await RunningServer.Json(await person.PostAsync("/api/cameras/north/pause", null));
        await Set(person, port, paused: false);
        await server.Store.Passages.Add(Sample.Entries([.. Enumerable.Range(0, 20).Select(i => Sample.Passage($"p{i}", i, "123ABC02"))]));
        await server.Store.Cases.Add([Sample.Case("c1", "p1")]);
        await Eventually.Is(async () => (await Broker(person)) is var b && b.GetProperty("waiting").GetInt32() == 21 && b.GetProperty("last_failure").ValueKind == JsonValueKind.String, "waiting",
            () => server.Clock.Advance(TimeSpan.FromSeconds(2)));

        await Set(person, port, paused: true);
        using var mosquitto = await Mosquitto.Start(port);
        using var observer = await Observer.Start(port);
        await Set(person, port, paused: false);
        await Eventually.Is(() => observer.Got.Count(m => m.Topic.StartsWith("city/traffic/passage/", StringComparison.Ordinal)) >= 20 && observer.Got.Any(m => m.Topic == "city/traffic/case/north"), "all of it",
            () => server.Clock.Advance(TimeSpan.FromSeconds(2)));
        await Eventually.Is(async () => (await Broker(person)) is var b && b.GetProperty("waiting").GetInt32() == 0 && b.GetProperty("delivered").GetInt32() == 21, "confirmed", () => server.Clock.Advance(TimeSpan.FromSeconds(2)));
        var messages = observer.Got.Where(m => m.Topic == "city/traffic/passage/north").ToArray();
        Assert.All(messages, m => Assert.Equal(MqttQualityOfServiceLevel.AtLeastOnce, m.Quality));
        Assert.Equal(20, messages.Select(m => JsonDocument.Parse(m.Body).RootElement.GetProperty("data").GetProperty("id").GetString()).Distinct().Count());

        // who comes later is told how things stand
        await Eventually.Is(() => observer.Got.Any(m => m.Topic == "city/traffic/state/north"), "the camera's state", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        using var late = await Observer.Start(port);
        await Eventually.Is(() => late.Got.Any(m => m.Topic == "city/traffic/state/north" && m.Body.Contains("stopped", StringComparison.Ordinal)) && late.Got.Any(m => m is { Topic: "city/traffic/status", Body: "online" }), "what is retained");
        Assert.DoesNotContain(late.Got, m => m.Topic.Contains("passage", StringComparison.Ordinal));
        using var gone = await person.DeleteAsync("/api/broker");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await Eventually.Is(() => observer.Got.Any(m => m is { Topic: "city/traffic/status", Body: "offline" }), "a goodbye", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_broker_for_one_site_is_told_of_its_cameras_alone_and_of_others_what_was_told_before_is_taken_back()
    {
        Mosquitto.Need();
        using var mosquitto = await Mosquitto.Start(Mosquitto.FreePort());
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        foreach (var (camera, site) in new[] { ("north", "bridge"), ("south", "square") })
        {
            await server.Store.Sites.Save(new SiteRow(site, site));
            await server.Store.Sites.Save(new CameraRow(camera, site, camera, """{"source":"video:none.mp4"}""", Paused: true));
        }
        using var observer = await Observer.Start(mosquitto.Port);
        await Set(person, mosquitto.Port, paused: false);
        await Eventually.Is(() => observer.Got.Any(m => m.Topic == "city/traffic/state/south" && m.Body.Length > 0), "the whole city", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        await Set(person, mosquitto.Port, paused: false, site: "bridge");
        await Eventually.Is(() => observer.Got.Any(m => m is { Topic: "city/traffic/state/south", Body: "" }), "taken back", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        using var late = await Observer.Start(mosquitto.Port);
        await Eventually.Is(() => late.Got.Any(m => m.Topic == "city/traffic/state/north"), "its own");
        Assert.DoesNotContain(late.Got, m => m.Topic == "city/traffic/state/south");
    }

    [Fact]
    public async Task A_cut_line_is_said_by_the_broker_and_mended()
    {
        Mosquitto.Need();
        using var mosquitto = await Mosquitto.Start(Mosquitto.FreePort());
        using var line = new CutLine(mosquitto.Port);
        using var observer = await Observer.Start(mosquitto.Port);
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        await Set(person, line.Port, paused: false);
        string[] Said() => [.. observer.Got.Where(m => m.Topic == "city/traffic/status").Select(m => m.Body)];
        await Eventually.Is(() => Said() is ["online"], "online", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
        line.Cut();
        await Eventually.Is(() => Said() is ["online", "offline", ..], "the last will");
        await server.Store.Passages.Add(Sample.Entries(Sample.Passage("p1")));
        await Eventually.Is(() => Said() is ["online", "offline", "online"] && observer.Got.Any(m => m.Topic == "city/traffic/passage/north"), "back", () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_certificate_are_said()
    {
        Mosquitto.Need();
        var folder = Directory.CreateTempSubdirectory("qyran-broker-").FullName;
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        }
        var tlsPort = Mosquitto.FreePort();
        using var mosquitto = await Mosquitto.Start(Mosquitto.FreePort(), $"listener {tlsPort} 127.0.0.1\ncertfile {folder}/cert.pem\nkeyfile {folder}/key.pem\n");
        await using var server = await RunningServer.Start(allowLoopback: true);
        using var person = await server.Person();
        async Task Fails(string url, string password, string why)
        {
            await RunningServer.Json(await person.PutAsJsonAsync("/api/broker", new { url, events = new[] { "passage" }, user = Mosquitto.User, password }));
            await Eventually.Is(async () => (await Broker(person)).GetProperty("last_failure").GetString()?.Contains(why, StringComparison.OrdinalIgnoreCase) == true, why, () => server.Clock.Advance(TimeSpan.FromSeconds(5)));
            Assert.False((await Broker(person)).GetProperty("connected").GetBoolean());
        }
        await Fails($"mqtt://127.0.0.1:{mosquitto.Port}", "wrong", "NotAuthorized");
        await Fails($"mqtts://localhost:{tlsPort}", Mosquitto.Password, "certificate");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_password_is_shown_nowhere_and_stays_until_another_is_entered()
    {
        await using var server = await RunningServer.Start();
        using var person = await server.Person();
        await RunningServer.Json(await person.PutAsJsonAsync("/api/broker", new { url = "mqtts://203.0.113.9", events = new[] { "passage" }, user = "viewer", password = "s3cret-pass", paused = true }));
        var kept = await RunningServer.Json(await person.PutAsJsonAsync("/api/broker", new { url = "mqtts://203.0.113.9", events = new[] { "case" }, paused = true }));
        Assert.True(kept.GetProperty("has_credentials").GetBoolean());
        Assert.DoesNotContain("s3cret-pass", await person.GetStringAsync("/api/broker"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-pass", Encoding.Latin1.GetString([.. (await server.Store.Subscribers.Find("broker"))!.SealedSecret]), StringComparison.Ordinal);
        Assert.Empty((await RunningServer.Json(await person.GetAsync("/api/hooks"))).EnumerateArray());
        var bare = await RunningServer.Json(await person.PutAsJsonAsync("/api/broker", new { url = "mqtts://203.0.113.9", events = new[] { "case" }, user = "", paused = true }));
        Assert.False(bare.GetProperty("has_credentials").GetBoolean());
    }

    [Theory]
    [InlineData("mqtts://broker.example", "broker.example", 8883, true, "qyran")]
    [InlineData("mqtt://10.0.0.5:1884/city/traffic/", "10.0.0.5", 1884, false, "city/traffic")]
    [InlineData("http://10.0.0.5", null, 0, false, "mqtts://host:8883/topic")]
    [InlineData("mqtt://u:p@10.0.0.5", null, 0, false, "fields of their own")]
    [InlineData("mqtt://10.0.0.5/a/%23", null, 0, false, "letters")]
    [InlineData("mqtt://10.0.0.5/+/b", null, 0, false, "letters")]
    public void An_address_is_read_or_refused_with_why(string text, string? host, int port, bool tls, string topicOrWhy)
    {
        var read = BrokerAddress.Parse(text, out var failure);
        if (host is not null) Assert.Equal(new BrokerAddress(host, port, tls, topicOrWhy), read);
        else Assert.Contains(topicOrWhy, failure!.Text, StringComparison.Ordinal);
    }

    private static async Task Set(HttpClient person, int port, bool paused, string? site = null) => await RunningServer.Json(await person.PutAsJsonAsync("/api/broker",
        new { url = $"mqtt://127.0.0.1:{port}/city/traffic", events = new[] { "passage", "case" }, user = Mosquitto.User, password = Mosquitto.Password, paused, site }));

    private static async Task<JsonElement> Broker(HttpClient person) => await RunningServer.Json(await person.GetAsync("/api/broker"));

    /// <summary>Another program at the same broker.</summary>
    private sealed class Observer : IDisposable
    {
        private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();

        public ConcurrentQueue<(string Topic, string Body, MqttQualityOfServiceLevel Quality)> Got { get; } = new();

        public static async Task<Observer> Start(int port)
        {
            var observer = new Observer();
            observer.client.ApplicationMessageReceivedAsync += e =>
            {
                observer.Got.Enqueue((e.ApplicationMessage.Topic, e.ApplicationMessage.ConvertPayloadToString() ?? "", e.ApplicationMessage.QualityOfServiceLevel));
                return Task.CompletedTask;
            };
            await observer.client.ConnectAsync(new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", port).WithCredentials(Mosquitto.User, Mosquitto.Password).Build());
            await observer.client.SubscribeAsync("city/#", MqttQualityOfServiceLevel.AtLeastOnce);
            return observer;
        }

        public void Dispose() => client.Dispose();
    }
}
