using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Qyran.LiveBench.Served;

/// <summary>A TCP proxy that behaves as a bad network does: it holds bytes back, stands still, resets connections. Any thread.</summary>
internal sealed class FaultyTcp : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private readonly int to;
    private volatile bool standing;

    private FaultyTcp(int to) => this.to = to;

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Each piece waits a random time up to this.</summary>
    public int JitterMs { get; set; }

    /// <param name="to">A port of this machine.</param>
    public static FaultyTcp Start(int to)
    {
        var proxy = new FaultyTcp(to);
        proxy.listener.Start();
        _ = proxy.Accept();
        return proxy;
    }

    /// <summary>Nothing passes any more, in either direction, and no connection is closed.</summary>
    public void Stand(bool still) => standing = still;

    /// <summary>Every connection ends at once with a reset.</summary>
    public void Reset()
    {
        foreach (var socket in open.Keys)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // it ended by itself meanwhile
            }
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        Reset();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Carry(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the end
        }
    }

    private async Task Carry(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        open[near] = open[far] = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, to, stop.Token);
            await Task.WhenAny(Pump(near, far), Pump(far, near));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // nobody listens there, or the end
        }
        finally
        {
            open.TryRemove(near, out _);
            open.TryRemove(far, out _);
            near.Dispose();
        }
    }

    private async Task Pump(Socket from, Socket into)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, stop.Token) is > 0 and var n)
            {
                if (JitterMs > 0) await Task.Delay(Random.Shared.Next(JitterMs), stop.Token);
                while (standing) await Task.Delay(50, stop.Token);
                await into.SendAsync(buffer.AsMemory(0, n), stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // this connection is over
        }
    }
}
