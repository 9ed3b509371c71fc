using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Qyran.Media;
using SkiaSharp;

namespace Qyran.Tests.Line.Live;

/// <summary>A web camera: JPEG pictures without end in a multipart answer, ten a second, in each a square that moves on.</summary>
internal sealed class MjpegServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();

    public MjpegServer()
    {
        listener.Start();
        Source = new MediaSource.Live(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/video"));
        _ = Serve();
    }

    public MediaSource.Live Source { get; }

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
            while (true) _ = Send(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the end
        }
    }

    private async Task Send(TcpClient client)
    {
        try
        {
            using (client)
            {
                var to = client.GetStream();
                await to.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\nConnection: close\r\n\r\n"), stop.Token);
                for (var n = 0; ; n++)
                {
                    var picture = Picture(n);
                    await to.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n")), stop.Token);
                    await to.WriteAsync(picture, stop.Token);
                    await to.WriteAsync("\r\n"u8.ToArray(), stop.Token);
                    await Task.Delay(100, stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // the other side went
        }
    }

    private static byte[] Picture(int n)
    {
        using var bitmap = new SKBitmap(320, 240);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Black };
        canvas.Clear(SKColors.LightGray);
        canvas.DrawRect(n * 4 % 320, 100, 40, 40, paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }
}
