using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Qyran.Domain.Failures;
using Qyran.Server.Cameras;

namespace Qyran.Server.Onvif;

/// <summary>WS-Discovery (OASIS, April 2005): one question into every network this machine is in, then listening for a while.</summary>
internal static class Discovery
{
    public static readonly IPEndPoint Everywhere = new(IPAddress.Parse("239.255.255.250"), 3702);

    private const int MostDevices = 512;

    /// <param name="to">Normally <see cref="Everywhere"/>.</param>
    /// <param name="listen">How long answers are waited for.</param>
    /// <returns>What answered, each once; or why nothing could be asked.</returns>
    public static async Task<(ImmutableArray<FoundDevice>, Failure?)> Probe(IPEndPoint to, TimeSpan listen, bool allowLoopback, TimeProvider clock, CancellationToken stop)
    {
        var id = "uuid:" + Guid.NewGuid();
        var question = Encoding.UTF8.GetBytes(Question(id));
        var sockets = new List<UdpClient>();
        Exception? refused = null;
        try
        {
            foreach (var from in to.Address.Equals(Everywhere.Address) ? Own() : [IPAddress.Any])
            {
                var socket = new UdpClient(new IPEndPoint(from, 0));
                sockets.Add(socket);
                try
                {
                    // datagrams get lost: asked twice, answered twice, counted once
                    for (var i = 0; i < 2; i++) await socket.SendAsync(question, to, stop);
                }
                catch (SocketException e)
                {
                    refused = e;
                    sockets.Remove(socket);
                    socket.Dispose();
                }
            }
            if (sockets.Count == 0) return ([], new(FailureKind.Unreachable, $"the network cannot be asked: {refused?.Message ?? "this machine is in none"}"));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            using var time = new CancellationTokenSource(listen, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(over.Token, time.Token);
            var heard = await Task.WhenAll(sockets.Select(s => Listen(s, id, allowLoopback, both.Token)));
            stop.ThrowIfCancellationRequested();
            return ([.. heard.SelectMany(h => h).DistinctBy(d => d.Address).OrderBy(d => d.From, StringComparer.Ordinal).ThenBy(d => d.Address, StringComparer.Ordinal)], null);
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }

    private static async Task<List<FoundDevice>> Listen(UdpClient socket, string id, bool allowLoopback, CancellationToken over)
    {
        var found = new List<FoundDevice>();
        try
        {
            while (found.Count < MostDevices)
            {
                var heard = await socket.ReceiveAsync(over);
                if (Read(heard.Buffer, id, heard.RemoteEndPoint.Address, allowLoopback) is { } device && !found.Contains(device)) found.Add(device);
            }
        }
        catch (OperationCanceledException)
        {
            // time is over
        }
        catch (SocketException)
        {
            // somebody answered that nobody is there
        }
        return found;
    }

    /// <summary>Null when it is no answer to our question, or leads where we must not go.</summary>
    internal static FoundDevice? Read(byte[] datagram, string id, IPAddress from, bool allowLoopback)
    {
        if (OnvifXml.Read(datagram) is not { } said || said.Text(OnvifXml.Addressing + "RelatesTo") != id || said.Descendants(OnvifXml.Discovery + "ProbeMatch").FirstOrDefault() is not { } match) return null;
        var addresses = (match.Text(OnvifXml.Discovery + "XAddrs") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(8)
            .Select(a => Uri.TryCreate(a, UriKind.Absolute, out var url) ? url : null).OfType<Uri>()
            .Where(u => u.Scheme is "http" or "https" && u.UserInfo.Length == 0 && IPAddress.TryParse(u.Host.Trim('[', ']'), out var ip) && CameraAddress.Refusal(ip, allowLoopback) is null).ToArray();
        // a device in several networks names all its addresses: the one that answered can be reached
        if ((addresses.FirstOrDefault(a => a.Host.Trim('[', ']') == from.ToString()) ?? addresses.FirstOrDefault()) is not { } address) return null;
        var scopes = (match.Text(OnvifXml.Discovery + "Scopes") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new(address.AbsoluteUri, from.ToString(), Scope("name"), Scope("hardware"), Scope("location"));

        string? Scope(string kind)
        {
            var start = $"onvif://www.onvif.org/{kind}/";
            var text = scopes.FirstOrDefault(s => s.StartsWith(start, StringComparison.OrdinalIgnoreCase)) is { } scope ? Uri.UnescapeDataString(scope[start.Length..]) : null;
            return text is null ? null : new string([.. text.Where(c => !char.IsControl(c)).Take(120)]);
        }
    }

    private static IEnumerable<IPAddress> Own() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(n => n is { OperationalStatus: OperationalStatus.Up, SupportsMulticast: true } && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(n => n.GetIPProperties().UnicastAddresses).Select(a => a.Address).Where(a => a.AddressFamily == AddressFamily.InterNetwork);

    private static string Question(string id) => $"""
        <?xml version="1.0" encoding="utf-8"?><e:Envelope xmlns:e="{OnvifXml.Soap}" xmlns:w="{OnvifXml.Addressing}" xmlns:d="{OnvifXml.Discovery}" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><e:Header><w:MessageID>{id}</w:MessageID><w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To><w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header><e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></e:Body></e:Envelope>
        """;
}
