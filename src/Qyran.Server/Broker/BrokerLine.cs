using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Qyran.Server.Cameras;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Broker;

/// <summary>
/// Publishes events to an MQTT 5 broker, each confirmed (QoS 1), below <c>topic/KIND/CAMERA</c>. Retained beside them: <c>topic/status</c>, online or offline, the latter
/// said by the broker when we die; and how each camera is, as <c>topic/state/CAMERA</c>. One caller at a time.
/// </summary>
/// <param name="login">Null: its seal cannot be opened any more.</param>
internal sealed class BrokerLine(SubscriberRow row, BrokerLogin? login, Store store, CameraBoard cameras, bool allowLoopback) : IDeliver
{
    private readonly BrokerAddress address = BrokerAddress.Parse(row.Address, out var failure) ?? throw new InvalidOperationException(failure!.Text);
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private ImmutableDictionary<string, string> said = ImmutableDictionary<string, string>.Empty;

    public int AtOnce => 1;

    public bool IsConnected => client.IsConnected;

    /// <summary>Why the last try failed; null after one that did not.</summary>
    public string? LastFailure { get; private set; }

    public async Task<DeliveryAnswer> Deliver(DeliveryRow what, CancellationToken stop)
    {
        LastFailure = await Try(() => Publish($"{what.Kind}/{what.CameraId}", what.Body, retained: false, stop), stop);
        return LastFailure is null ? new(true, "confirmed") : new(false, LastFailure);
    }

    /// <summary>Stays connected, and publishes the state of every camera of the subscriber's site that has changed.</summary>
    public async Task Rest(CancellationToken stop)
    {
        LastFailure = await Try(async () =>
        {
            // nothing, retained, takes back what was retained: of other sites' cameras once, for another setting may have told of them
            var now = (await store.Sites.Cameras(stop)).ToImmutableDictionary(c => c.Id,
                c => row.SiteId is null || c.SiteId == row.SiteId ? Envelope.Json(CameraNow.Of(c, cameras.State(c.Id))) : "", StringComparer.Ordinal);
            foreach (var (camera, state) in now)
                if (said.GetValueOrDefault(camera) != state && await Publish("state/" + camera, state, retained: true, stop) is { } refused) return refused;
            foreach (var camera in said.Keys.Except(now.Keys))
                if (await Publish("state/" + camera, "", retained: true, stop) is { } refused) return refused;
            said = now;
            return null;
        }, stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (client.IsConnected)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            _ = await Try(() => Publish(Status, "offline", retained: true, soon.Token), soon.Token, connect: false);
            _ = await Try(async () =>
            {
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), soon.Token);
                return null;
            }, soon.Token, connect: false);
        }
        client.Dispose();
    }

    private const string Status = "status";

    /// <summary>What kept it from being done; null when it was.</summary>
    private async Task<string?> Try(Func<Task<string?>> work, CancellationToken stop, bool connect = true)
    {
        try
        {
            return connect && !client.IsConnected && await Connect(stop) is { } refused ? refused : await work();
        }
        catch (Exception e) when (e is MqttCommunicationException or MqttClientDisconnectedException or MqttProtocolViolationException or SocketException or IOException or AuthenticationException or HttpRequestException or TimeoutException
            || e is OperationCanceledException && (!stop.IsCancellationRequested || !connect))
        {
            return e is OperationCanceledException ? "no answer in time" : (e.InnerException ?? e).Message;
        }
    }

    private async Task<string?> Connect(CancellationToken stop)
    {
        if (login is null) return "the broker's password cannot be opened: enter it again";
        // looked at now and connected to this very address: the name cannot change its mind in between
        var at = (await OutsideHttp.Addresses(address.Host, allowLoopback, stop))[0];
        var options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithClientId($"qyran-{row.MadeUs:x}").WithEndPoint(new IPEndPoint(at, address.Port))
            .WithCleanStart().WithTimeout(TimeSpan.FromSeconds(10)).WithKeepAlivePeriod(TimeSpan.FromSeconds(20))
            .WithWillTopic($"{address.Topic}/{Status}").WithWillPayload("offline").WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (login.User is { } user) options = options.WithCredentials(user, login.Password ?? "");
        if (address.Tls) options = options.WithTlsOptions(tls => tls.UseTls().WithTargetHost(address.Host));
        MqttClientConnectResult result;
        try
        {
            result = await client.ConnectAsync(options.Build(), stop);
        }
        catch (InvalidOperationException)
        {
            return "the last connection is still being closed"; // the client does that by itself when a line is cut, and says so in this way only
        }
        if (result.ResultCode != MqttClientConnectResultCode.Success) return $"the broker refuses: {result.ResultCode} {result.ReasonString}".TrimEnd();
        said = said.Clear(); // another broker may stand there now
        return await Publish(Status, "online", retained: true, stop);
    }

    private async Task<string?> Publish(string topic, string body, bool retained, CancellationToken stop)
    {
        var result = await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic($"{address.Topic}/{topic}").WithPayload(body).WithRetainFlag(retained)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), stop);
        const int failures = 0x80; // MQTT 5.0, 2.4: reason codes from here on are failures; "no matching subscribers" is none
        return (int)result.ReasonCode < failures ? null : $"the broker refuses {topic}: {result.ReasonCode} {result.ReasonString}".TrimEnd();
    }

    /// <param name="State">stopped, connecting, running or waiting.</param>
    /// <param name="Score">0 (useless) to 100 (all is well), and why it is less.</param>
    private sealed record CameraNow(string Camera, string Site, string Name, bool Paused, string State, int Score, ImmutableArray<string> Reasons, ImmutableArray<string> Troubles, string? Suspended)
    {
        public static CameraNow Of(CameraRow c, CameraState s) => new(c.Id, c.SiteId, c.Name, c.Paused, s.State, s.Score, s.Reasons, s.Troubles, s.Suspended);
    }
}
