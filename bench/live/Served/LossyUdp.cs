using System.Net;
using System.Net.Sockets;

namespace Qyran.LiveBench.Served;

/// <summary>A UDP proxy that loses packets and delays each by another time, so that some overtake others. Any thread.</summary>
internal sealed class LossyUdp : IDisposable
{
    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource stop = new();
    private readonly IPEndPoint to;

    private LossyUdp(int to) => this.to = new IPEndPoint(IPAddress.Loopback, to);

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)socket.Client.LocalEndPoint!).Port;

    /// <summary>Share of the packets that is lost, 0 to 1.</summary>
    public double Loss { get; set; }

    /// <summary>Each packet waits a random time up to this.</summary>
    public int JitterMs { get; set; }

    /// <param name="to">A port of this machine.</param>
    public static LossyUdp Start(int to)
    {
        var proxy = new LossyUdp(to);
        _ = proxy.Run();
        return proxy;
    }

    public void Dispose()
    {
        stop.Cancel();
        socket.Dispose();
        stop.Dispose();
    }

    /// <summary>A port nobody uses now.</summary>
    public static int FreePort()
    {
        using var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }

    private async Task Run()
    {
        try
        {
            while (true)
            {
                try
                {
                    var packet = await socket.ReceiveAsync(stop.Token);
                    if (Random.Shared.NextDouble() >= Loss) _ = Send(packet.Buffer);
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
                {
                    // nobody listens there yet: a packet is lost
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the end
        }
    }

    private async Task Send(byte[] packet)
    {
        try
        {
            if (JitterMs > 0) await Task.Delay(Random.Shared.Next(JitterMs), stop.Token);
            await socket.SendAsync(packet, to, stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the end, or nobody listens
        }
    }
}
