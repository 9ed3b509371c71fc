using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Xml.Linq;
using Qyran.Domain.Failures;
using Qyran.Server.Outward;

namespace Qyran.Server.Onvif;

/// <summary>
/// One device asked for what it streams (ONVIF core and media, version 1.0 of the media service, which every device has). It is asked at the host that was named and nowhere else:
/// where it names another host for its services, its path and port are taken and the host is not, for devices behind a translating router name addresses nobody can reach.
/// </summary>
internal sealed class OnvifDevice(Uri address, string? user, string? password, OutsideHttp http, TimeProvider clock)
{
    private const int MostProfiles = 16;
    private TimeSpan ahead;

    /// <param name="Source">rtsp://…, without user and password, as a camera's source is written; null when it names none.</param>
    internal sealed record Profile(string Token, string? Name, string? Codec, int? Width, int? Height, int? Fps, string? Source);

    internal sealed record About(string? Maker, string? Model, string? Serial, string? Firmware, ImmutableArray<Profile> Profiles);

    public async Task<(About?, Failure?)> Ask(CancellationToken stop)
    {
        // digests are good for seconds only, and cameras' clocks are often wrong: first its time, which it tells everybody
        var (time, failure) = await Call(address, OnvifXml.Device, "GetSystemDateAndTime", "", stop, anonymous: true);
        if (time is null) return (null, failure);
        ahead = Time(time) is { } its ? its - clock.GetUtcNow() : TimeSpan.Zero;

        (var about, failure) = await Call(address, OnvifXml.Device, "GetDeviceInformation", "", stop);
        if (about is null) return (null, failure);
        (var capabilities, failure) = await Call(address, OnvifXml.Device, "GetCapabilities", "<Category>Media</Category>", stop);
        if (capabilities is null) return (null, failure);
        var named = capabilities.Descendants(OnvifXml.Schema + "Media").FirstOrDefault()?.Text(OnvifXml.Schema + "XAddr");
        if (named is null || !Uri.TryCreate(named, UriKind.Absolute, out var there) || there.Scheme is not ("http" or "https")) return (null, new(FailureKind.Unsupported, "the device names no media service"));
        var media = new UriBuilder(there) { Host = address.Host, UserName = "", Password = "" }.Uri;

        (var listed, failure) = await Call(media, OnvifXml.Media, "GetProfiles", "", stop);
        if (listed is null) return (null, failure);
        var profiles = ImmutableArray.CreateBuilder<Profile>();
        foreach (var one in listed.Descendants(OnvifXml.Media + "Profiles").Take(MostProfiles))
        {
            if (one.Attribute("token")?.Value is not { Length: > 0 and <= 128 } token) continue;
            var video = one.Element(OnvifXml.Schema + "VideoEncoderConfiguration");
            var (stream, _) = await Call(media, OnvifXml.Media, "GetStreamUri",
                $"<StreamSetup><Stream xmlns=\"{OnvifXml.Schema}\">RTP-Unicast</Stream><Transport xmlns=\"{OnvifXml.Schema}\"><Protocol>RTSP</Protocol></Transport></StreamSetup><ProfileToken>{SecurityElement.Escape(token)}</ProfileToken>", stop);
            profiles.Add(new(token, one.Element(OnvifXml.Schema + "Name")?.Value, video?.Text(OnvifXml.Schema + "Encoding"), Whole(video, "Width"), Whole(video, "Height"), Whole(video, "FrameRateLimit"), Source(stream)));
        }
        return (new(about.Text(OnvifXml.Device + "Manufacturer"), about.Text(OnvifXml.Device + "Model"), about.Text(OnvifXml.Device + "SerialNumber"), about.Text(OnvifXml.Device + "FirmwareVersion"), profiles.ToImmutable()), null);
    }

    private async Task<(XDocument?, Failure?)> Call(Uri where, XNamespace of, string action, string content, CancellationToken stop, bool anonymous = false)
    {
        var header = user is null || anonymous ? "" : OnvifLogin.Header(user, password ?? "", clock.GetUtcNow() + ahead);
        var text = $"""<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{OnvifXml.Soap}">{header}<s:Body><{action} xmlns="{of}">{content}</{action}></s:Body></s:Envelope>""";
        using var request = new HttpRequestMessage(HttpMethod.Post, where) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"application/soap+xml; charset=utf-8; action=\"{of}/{action}\"");
        var (status, body, failure) = await http.Send(request, OnvifXml.MostBytes, stop);
        if (failure is not null) return (null, failure with { Text = $"{where.Authority} does not answer as an ONVIF device: {failure.Text}" });
        var said = OnvifXml.Read(body);
        if (said?.Descendants(OnvifXml.Soap + "Body").FirstOrDefault() is { } inside && inside.Element(of + (action + "Response")) is not null && status is >= 200 and < 300) return (said, null);
        var why = said?.Descendants(OnvifXml.Soap + "Fault").FirstOrDefault();
        if (status == 401 || why?.Value.Contains("NotAuthorized", StringComparison.Ordinal) == true)
            return (null, new(FailureKind.Unsupported, user is null ? "the device wants a user and a password" : "the device refuses this user and password"));
        return (null, new(FailureKind.Unreadable, why?.Text(OnvifXml.Soap + "Text") is { } reason ? $"the device refuses {action}: {new string([.. reason.Where(c => !char.IsControl(c)).Take(200)])}"
            : $"{where.Authority} answers {status} and not as an ONVIF device does"));
    }

    private static DateTimeOffset? Time(XDocument said)
    {
        if (said.Descendants(OnvifXml.Schema + "UTCDateTime").FirstOrDefault() is not { } utc) return null;
        int? Part(string name) => Whole(utc, name);
        return DateTimeOffset.TryParse(string.Create(CultureInfo.InvariantCulture, $"{Part("Year"):0000}-{Part("Month"):00}-{Part("Day"):00}T{Part("Hour"):00}:{Part("Minute"):00}:{Part("Second"):00}Z"),
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    /// <summary>Without credentials: some devices write them into the address, and ours are kept elsewhere.</summary>
    private static string? Source(XDocument? stream) => stream?.Text(OnvifXml.Schema + "Uri") is { Length: <= 400 } text && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri : null;

    private static int? Whole(XElement? within, string name) => int.TryParse(within?.Text(OnvifXml.Schema + name), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
