using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Qyran.Line.Live;
using Qyran.Media.Recording;
using Qyran.Server.Access;
using Qyran.Server.Cameras;

namespace Qyran.Server.Live;

/// <summary>
/// Live video and what is seen in it, over one WebSocket. Texts are JSON with a <c>type</c>; after <c>init</c> and <c>fragment</c> comes one binary
/// message with the bytes. <c>facts</c> name the frame by its capture time, so the page can draw them over exactly that frame. See docs/design/live-video.md.
/// </summary>
internal static class LiveSocket
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static async Task Handle(string id, HttpContext context, Connections connections, CameraBoard board, TimeProvider clock, IHostApplicationLifetime life)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.Invalid("this address speaks WebSocket only").ExecuteAsync(context);
            return;
        }
        if (board.Find(id) is not { } camera)
        {
            await Problems.NotFound("no such camera is running").ExecuteAsync(context);
            return;
        }
        using var open = await connections.Begin(Asker.Known(context.User), id, context.RequestAborted);
        if (open is null || !open.Asker.May(Right.Watch))
        {
            await Problems.NotFound("no such camera").ExecuteAsync(context); // it was there a moment ago
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(open.Ends, life.ApplicationStopping);
        // the socket takes one writer; what waits here waits briefly, the feeds drop for whoever is slow
        var waiting = Channel.CreateBounded<Message>(8);
        Task[] parts = [Video(camera, waiting.Writer, clock, ends.Token), Facts(camera, waiting.Writer, ends.Token), Send(socket, waiting.Reader, ends.Token), Listen(socket, ends.Token)];
        await Task.WhenAny(parts);
        await ends.CancelAsync();
        foreach (var part in parts)
        {
            try
            {
                await part;
            }
            catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
            {
                // the page was closed, or the server stops
            }
        }
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(2), clock);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, brief.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
            {
                // it is gone already
            }
        }
    }

    private static async Task Video(LiveCamera camera, ChannelWriter<Message> to, TimeProvider clock, CancellationToken stop)
    {
        InitSegment? init = null;
        await foreach (var f in camera.Video.Watch(stop))
        {
            if (init != f.Init)
            {
                init = f.Init;
                await to.WriteAsync(new(Text(new { type = "init", init.Codec, init.Width, init.Height }), init.Bytes), stop);
            }
            // where the fragment begins on its own clock and on the camera's: the page lays the first onto the second
            var mediaS = f.Ticks / (double)init.TicksPerSecond + f.LeadUs / 1e6;
            await to.WriteAsync(new(Text(new { type = "fragment", f.Session, f.StartUs, f.EndUs, MediaS = mediaS, Key = f.StartsWithKey, SentUs = clock.GetUtcNow().Us() }), f.Bytes), stop);
        }
    }

    private static async Task Facts(LiveCamera camera, ChannelWriter<Message> to, CancellationToken stop)
    {
        await foreach (var f in camera.Facts.Watch(stop))
        {
            var seen = f.Seen.Select(s => new
            {
                s.Track, Class = s.Class.ToString().ToLowerInvariant(), Box = (double[])[Math.Round(s.Box.X, 1), Math.Round(s.Box.Y, 1), Math.Round(s.Box.Width, 1), Math.Round(s.Box.Height, 1)],
                Kmh = s.KmhNow is { } kmh ? Math.Floor(kmh) : (double?)null, Plate = s.PlateSoFar,
            });
            await to.WriteAsync(new(Text(new { type = "facts", f.AtUs, Seen = seen, Signals = f.Signals.ToDictionary(h => h.Key, h => h.Value.ToString().ToLowerInvariant()) }), default), stop);
        }
    }

    private static async Task Send(WebSocket socket, ChannelReader<Message> from, CancellationToken stop)
    {
        await foreach (var message in from.ReadAllAsync(stop))
        {
            await socket.SendAsync(message.Text, WebSocketMessageType.Text, true, stop);
            if (!message.Bytes.IsEmpty) await socket.SendAsync(message.Bytes, WebSocketMessageType.Binary, true, stop);
        }
    }

    /// <summary>Ends when the page closes; what it says is not listened to.</summary>
    private static async Task Listen(WebSocket socket, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(512);
        try
        {
            while ((await socket.ReceiveAsync(new ArraySegment<byte>(buffer), stop)).MessageType != WebSocketMessageType.Close) { }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlyMemory<byte> Text<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    private readonly record struct Message(ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Bytes);
}
