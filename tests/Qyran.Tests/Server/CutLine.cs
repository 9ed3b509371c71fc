using System.Net;
using System.Net.Sockets;

namespace Qyran.Tests.Server;

/// <summary>Stands between a client and a server on this machine, and can cut them apart as a pulled cable does.</summary>
internal sealed class CutLine : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> open = [];
    private readonly Task running;

    public CutLine(int port)
    {
        listener.Start();
        running = Run(port);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Ends every connection without a word of the protocol; new ones are let through.</summary>
    public void Cut()
    {
        lock (open)
        {
            foreach (var client in open) client.Dispose();
            open.Clear();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task Run(int port)
    {
        try
        {
            while (true)
            {
                TcpClient near = await listener.AcceptTcpClientAsync(), far = new();
                lock (open) open.AddRange([near, far]);
                await far.ConnectAsync(IPAddress.Loopback, port);
                _ = Pipe(near, far);
                _ = Pipe(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private static async Task Pipe(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // cut
        }
    }
}
