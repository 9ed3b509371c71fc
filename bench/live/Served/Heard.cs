using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Qyran.LiveBench.Served;

/// <summary>What a server says to whoever listens, until it falls silent: passages and cases from the events, the video's end from the live views.</summary>
internal sealed class Heard : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task all;

    private Heard(ServedProcess server, string[] cameras) => all = Task.WhenAll([Events(server), .. cameras.Select(c => Video(server, c))]);

    /// <summary>Ids of passages and of cases that were announced.</summary>
    public ConcurrentDictionary<string, bool> Passages { get; } = new(StringComparer.Ordinal);
    public ConcurrentDictionary<string, bool> Cases { get; } = new(StringComparer.Ordinal);

    /// <summary>End of the last video of each camera, µs UTC.</summary>
    public ConcurrentDictionary<string, long> VideoUntilUs { get; } = new(StringComparer.Ordinal);

    /// <summary>How far the stamps of each camera's video run before the clock at most, µs: video of a stamp was there by then at the latest.</summary>
    public ConcurrentDictionary<string, long> AheadUs { get; } = new(StringComparer.Ordinal);

    public static Heard Listen(ServedProcess server, params string[] cameras) => new(server, cameras);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await all;
        stop.Dispose();
    }

    private async Task Events(ServedProcess server)
    {
        try
        {
            using var client = new HttpClient { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
            foreach (var (name, values) in server.Api.DefaultRequestHeaders) client.DefaultRequestHeaders.Add(name, values);
            using var lines = new StreamReader(await client.GetStreamAsync("/api/events", stop.Token));
            var kind = "";
            while (await lines.ReadLineAsync(stop.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal) && kind is "passage" or "case")
                {
                    using var body = JsonDocument.Parse(line[6..]);
                    (kind == "case" ? Cases : Passages)[body.RootElement.GetProperty("id").GetString()!] = true;
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or JsonException)
        {
            // the server was killed, perhaps in the middle of a line; or it is enough
        }
    }

    private async Task Video(ServedProcess server, string camera)
    {
        var buffer = new byte[4 << 20];
        while (!stop.IsCancellationRequested && !server.HasEnded)
        {
            using var socket = new ClientWebSocket();
            foreach (var (name, values) in server.Api.DefaultRequestHeaders) socket.Options.SetRequestHeader(name, string.Join("; ", values));
            try
            {
                await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = $"/api/cameras/{camera}/live" }.Uri, stop.Token);
                while (true)
                {
                    var length = 0;
                    ValueWebSocketReceiveResult got;
                    do
                    {
                        got = await socket.ReceiveAsync(buffer.AsMemory(length), stop.Token);
                        length += got.Count;
                    }
                    while (!got.EndOfMessage);
                    if (got.MessageType == WebSocketMessageType.Close) break;
                    if (got.MessageType != WebSocketMessageType.Text) continue;
                    using var text = JsonDocument.Parse(buffer.AsMemory(0, length));
                    if (text.RootElement.GetProperty("type").GetString() == "fragment") Saw(camera, text.RootElement.GetProperty("end_us").GetInt64());
                }
            }
            catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or HttpRequestException)
            {
                // killed, not there yet, or enough
                if (!stop.IsCancellationRequested) await Task.Delay(100);
            }
        }
    }

    private void Saw(string camera, long endUs)
    {
        VideoUntilUs[camera] = endUs;
        var ahead = endUs - ((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10);
        AheadUs.AddOrUpdate(camera, ahead, (_, most) => Math.Max(most, ahead));
    }
}
