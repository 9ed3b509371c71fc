using System.Net;
using System.Net.Sockets;
using Qyran.Media;

namespace Qyran.Tests.Line.Live;

/// <summary>A camera that sends MPEG-TS over TCP: to the first who connects for its picture one file in about real time and then, on the same connection, another; to all later ones only the second.</summary>
internal sealed class TsServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly string first, second;
    private int served;

    public TsServer(string first, string second)
    {
        (this.first, this.second) = (first, second);
        listener.Start();
        Source = new MediaSource.Live(new Uri($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
        _ = Serve();
    }

    public MediaSource.Live Source { get; }

    /// <summary>When set, all get only the second file; after its twelfth second it stops for so long, and comes that late ever after.</summary>
    public TimeSpan Pause { get; init; }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                // the first two: the probe, and the reading
                var both = Interlocked.Increment(ref served) <= 2;
                _ = Send(client, both && Pause == default ? [first, second] : [second]);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the end
        }
    }

    private async Task Send(TcpClient client, string[] files)
    {
        try
        {
            using (client)
            {
                var to = client.GetStream();
                foreach (var file in files)
                {
                    var bytes = await File.ReadAllBytesAsync(file, stop.Token);
                    var seconds = file == second ? 60 : 4;
                    var piece = Math.Max(188, bytes.Length / (seconds * 20) / 188 * 188);
                    var (began, paused) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero);
                    for (var at = 0; at < bytes.Length; at += piece)
                    {
                        await to.WriteAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)), stop.Token);
                        if (file == second && at > bytes.Length / 5) paused = Pause;
                        // by the clock, so that a slow machine makes it no later than it is meant to be
                        var due = TimeSpan.FromSeconds((double)seconds * (at + piece) / bytes.Length) + paused - TimeProvider.System.GetElapsedTime(began);
                        if (due > TimeSpan.Zero) await Task.Delay(due, stop.Token);
                    }
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // the other side went
        }
    }
}
