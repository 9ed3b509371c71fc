using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Qyran.Tests.Server;

/// <summary>A camera that speaks ONVIF: answers searches by UDP and questions by SOAP, as devices in the street do, its clock ten minutes ahead. It asks for a password.</summary>
internal sealed class FakeOnvif : IAsyncDisposable
{
    public const string User = "viewer", Password = "s3cret & <more>";
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);
    private static readonly XNamespace Wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd", Wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private readonly WebApplication app;
    private readonly UdpClient udp = new(new IPEndPoint(IPAddress.Loopback, 0));

    private FakeOnvif(WebApplication app) => this.app = app;

    /// <summary>Names of the actions it was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Said in the place of the true answer to this action.</summary>
    public ConcurrentDictionary<string, string> Instead { get; } = new();

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/onvif/device_service";
    public IPEndPoint Search => (IPEndPoint)udp.Client.LocalEndPoint!;

    /// <summary>Answers to a search; {id} stands for the question's id, {url} for its address.</summary>
    public string[] ProbeAnswers { get; set; } = [Match("{id}", "http://169.254.7.7/onvif/device_service {url}")];

    public static string Match(string relatesTo, string addresses) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
          <SOAP-ENV:Header><wsa:MessageID>uuid:84ede3de-7dec-11d0-c360-f01234567890</wsa:MessageID><wsa:RelatesTo>{relatesTo}</wsa:RelatesTo><wsa:Action SOAP-ENV:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</wsa:Action></SOAP-ENV:Header>
          <SOAP-ENV:Body><d:ProbeMatches><d:ProbeMatch>
            <wsa:EndpointReference><wsa:Address>urn:uuid:cea94000-fb96-11b3-8260-686dbc5cb15d</wsa:Address></wsa:EndpointReference>
            <d:Types>dn:NetworkVideoTransmitter</d:Types>
            <d:Scopes>onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/Profile/Streaming onvif://www.onvif.org/hardware/DS-2CD2 onvif://www.onvif.org/name/North%20gate onvif://www.onvif.org/location/Almaty</d:Scopes>
            <d:XAddrs>{addresses}</d:XAddrs><d:MetadataVersion>10</d:MetadataVersion>
          </d:ProbeMatch></d:ProbeMatches></SOAP-ENV:Body>
        </SOAP-ENV:Envelope>
        """;

    public static async Task<FakeOnvif> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var device = new FakeOnvif(builder.Build());
        device.app.Run(device.Answer);
        await device.app.StartAsync();
        _ = device.AnswerSearches();
        return device;
    }

    public async ValueTask DisposeAsync()
    {
        udp.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerSearches()
    {
        try
        {
            while (true)
            {
                var heard = await udp.ReceiveAsync();
                var question = XDocument.Parse(Encoding.UTF8.GetString(heard.Buffer));
                var id = question.Descendants().Single(e => e.Name.LocalName == "MessageID").Value;
                foreach (var answer in ProbeAnswers)
                    await udp.SendAsync(Encoding.UTF8.GetBytes(answer.Replace("{id}", id, StringComparison.Ordinal).Replace("{url}", Url, StringComparison.Ordinal)), heard.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task Answer(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var asked = XDocument.Parse(await reader.ReadToEndAsync());
        var body = asked.Descendants().Single(e => e.Name.LocalName == "Body");
        var action = body.Elements().Single();
        Asked.Enqueue(action.Name.LocalName);
        context.Response.ContentType = "application/soap+xml; charset=utf-8";
        if (Instead.TryGetValue(action.Name.LocalName, out var instead))
        {
            await context.Response.WriteAsync(instead);
            return;
        }
        if (action.Name.LocalName != "GetSystemDateAndTime" && !Knows(asked))
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(Soap("""<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">Sender not authorized</s:Text></s:Reason></s:Fault>"""));
            return;
        }
        var now = TimeProvider.System.GetUtcNow() + Ahead;
        var token = action.Descendants().FirstOrDefault(e => e.Name.LocalName == "ProfileToken")?.Value;
        await context.Response.WriteAsync(Soap(action.Name.LocalName switch
        {
            "GetSystemDateAndTime" => $"<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:UTCDateTime><tt:Time><tt:Hour>{now.Hour}</tt:Hour><tt:Minute>{now.Minute}</tt:Minute><tt:Second>{now.Second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.Year}</tt:Year><tt:Month>{now.Month}</tt:Month><tt:Day>{now.Day}</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>",
            "GetDeviceInformation" => "<tds:GetDeviceInformationResponse><tds:Manufacturer>Maker</tds:Manufacturer><tds:Model>DS-2CD2</tds:Model><tds:FirmwareVersion>V5.7.3</tds:FirmwareVersion><tds:SerialNumber>77</tds:SerialNumber><tds:HardwareId>88</tds:HardwareId></tds:GetDeviceInformationResponse>",
            // an address behind a translating router: its host cannot be reached, its path and port are right
            "GetCapabilities" => $"<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://192.0.2.55:{new Uri(Url).Port}/onvif/Media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>",
            "GetProfiles" => "<trt:GetProfilesResponse>" + Profile("Profile_1", "mainStream", "H264", 1920, 1080, 25) + Profile("Profile_2", "subStream", "H264", 640, 360, 15) + Profile("bad & <1>", "odd", "JPEG", 320, 240, 5) + "</trt:GetProfilesResponse>",
            "GetStreamUri" => "<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>" + token switch
            {
                "Profile_1" => "rtsp://admin:leak@203.0.113.9:554/Streaming/Channels/101?transportmode=unicast&amp;profile=Profile_1",
                "Profile_2" => "rtsp://169.254.169.254/latest",
                "bad & <1>" => "file:///etc/passwd",
                _ => throw new InvalidOperationException($"asked for profile {token}"),
            } + "</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect></trt:MediaUri></trt:GetStreamUriResponse>",
            _ => throw new InvalidOperationException($"asked for {action.Name}"),
        }));
    }

    public static string Soap(string body) => $"""<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:ter="http://www.onvif.org/ver10/error"><s:Body>{body}</s:Body></s:Envelope>""";

    private static string Profile(string token, string name, string codec, int width, int height, int fps) =>
        $"<trt:Profiles fixed=\"true\" token=\"{System.Security.SecurityElement.Escape(token)}\"><tt:Name>{name}</tt:Name><tt:VideoSourceConfiguration token=\"v\"><tt:Name>src</tt:Name><tt:Bounds x=\"0\" y=\"0\" width=\"2688\" height=\"1520\"/></tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token=\"e\"><tt:Name>enc</tt:Name><tt:Encoding>{codec}</tt:Encoding><tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>{fps}</tt:FrameRateLimit><tt:BitrateLimit>4096</tt:BitrateLimit></tt:RateControl></tt:VideoEncoderConfiguration></trt:Profiles>";

    /// <summary>As the profile says it: Base64(SHA-1(nonce + created + password)), made within five minutes of the device's own clock.</summary>
    private static bool Knows(XDocument asked)
    {
        string? Part(XName name) => asked.Descendants(name).SingleOrDefault()?.Value;
        if (Part(Wsse + "Username") != User || Part(Wsse + "Nonce") is not { } nonce || Part(Wsu + "Created") is not { } created) return false;
#pragma warning disable CA5350 // the standard's own
        var digest = Convert.ToBase64String(SHA1.HashData([.. Convert.FromBase64String(nonce), .. Encoding.UTF8.GetBytes(created + Password)]));
#pragma warning restore CA5350
        return Part(Wsse + "Password") == digest && (DateTimeOffset.Parse(created, System.Globalization.CultureInfo.InvariantCulture) - (TimeProvider.System.GetUtcNow() + Ahead)).Duration() < TimeSpan.FromMinutes(5);
    }
}
