using System.Net;
using System.Net.Sockets;
using Qyran.Domain.Failures;
using Qyran.Server.Cameras;

namespace Qyran.Server.Outward;

/// <summary>
/// HTTP to addresses that people or devices named. Where a connection goes is looked at when it is made, on the very address that is connected to: a name that
/// changes its mind between two looks gains nothing. No redirects, no proxy, no cookies. Any thread.
/// </summary>
internal sealed class OutsideHttp : IDisposable
{
    private readonly HttpClient client;

    public OutsideHttp(ServerSettings settings) => client = new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxResponseHeadersLength = 16,
        ConnectCallback = async (context, stop) => new NetworkStream(await Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, settings.AllowLoopback, stop), ownsSocket: true),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>From the question to the last byte of the answer: the client's own limit ends with the headers, and a receiver that stalls behind them would stop all that waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Null when the address may be asked at all; where it leads is looked at when it is connected to.</summary>
    public static Failure? Refusal(string? address) => address is not { Length: > 0 and <= 500 } || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0
        ? new(FailureKind.Invalid, "the address must be complete, like https://host/path, and of at most 500 signs")
        : url.UserInfo.Length > 0 ? new(FailureKind.Invalid, "the address must not hold a user or password: it is shown in lists") : null;

    /// <summary>What of an address may stand in a log: paths and queries of hooks often hold a token.</summary>
    public static string? Host(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.Host : null;

    /// <summary>An answer's status and the first of its text.</summary>
    /// <param name="most">So much of the text is read, in bytes.</param>
    /// <returns>Null and why when nothing answered.</returns>
    public async Task<(int Status, byte[] Body, Failure? Failure)> Send(HttpRequestMessage request, int most, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await using var text = await answer.Content.ReadAsStreamAsync(limit.Token);
            var body = new byte[most];
            var read = await text.ReadAtLeastAsync(body, most, throwOnEndOfStream: false, limit.Token);
            return ((int)answer.StatusCode, body[..read], null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException || e is OperationCanceledException && !stop.IsCancellationRequested)
        {
            return (0, [], new(FailureKind.Unreachable, e is OperationCanceledException ? "no answer within 15 s" : (e.InnerException ?? e).Message));
        }
    }

    /// <summary>A connection to a host, none of whose addresses is one we must not reach. Throws <see cref="HttpRequestException"/> or <see cref="SocketException"/> with why not.</summary>
    internal static async Task<Socket> Connect(string host, int port, bool allowLoopback, CancellationToken stop)
    {
        var found = await Addresses(host, allowLoopback, stop);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A host's addresses, each of which may be connected to. Throws as <see cref="Connect"/> does.</summary>
    internal static async Task<IPAddress[]> Addresses(string host, bool allowLoopback, CancellationToken stop)
    {
        var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, stop);
        // one bad answer among good ones is a trick
        return found.Select(f => CameraAddress.Refusal(f, allowLoopback, "another system")).FirstOrDefault(f => f is not null) is { } refused ? throw new HttpRequestException(refused.Text) : found;
    }

    public void Dispose() => client.Dispose();
}
