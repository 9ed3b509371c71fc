using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Qyran.Domain.Failures;
using Qyran.Media;

namespace Qyran.Server.Cameras;

/// <summary>
/// Which addresses a camera may have. Whoever adds a camera makes this server open a connection, so what only this machine or its cloud's
/// controller answers is refused: loopback (unless allowed), link-local with the metadata services, and everything that is no host.
/// Private networks are where cameras live and are allowed.
/// </summary>
internal static class CameraAddress
{
    /// <summary>Metadata services outside the link-local range: Amazon's over IPv6, Alibaba's, Oracle's.</summary>
    private static readonly ImmutableArray<IPAddress> Metadata = [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192")];

    /// <summary>Null when the address may be opened. Looks the host up: the answer holds for now, so it is asked again before every connection.</summary>
    public static async Task<Failure?> Refusal(Uri address, bool allowLoopback, CancellationToken stop)
    {
        if (new MediaSource.Live(address).Refusal() is { } refused) return refused;
        if (address.Host.Length == 0) return new(FailureKind.Invalid, "the camera's address names no host");
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(address.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(address.DnsSafeHost, stop);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return new(FailureKind.NotFound, $"the camera's host \"{address.Host}\" is not known");
        }
        // one bad answer among good ones is a trick
        return found.Length == 0 ? new(FailureKind.NotFound, $"the camera's host \"{address.Host}\" is not known")
            : found.Select(f => Refusal(f, allowLoopback)).FirstOrDefault(f => f is not null);
    }

    /// <param name="what">For the sentence: whose address it is.</param>
    internal static Failure? Refusal(IPAddress address, bool allowLoopback, string what = "a camera")
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var b = address.GetAddressBytes();
        // an IPv4 address inside an IPv6 one: 6to4, NAT64 and the compatible form would reach it all the same
        if (b.Length == 16 && (b is [0x20, 0x02, ..] || b is [0, 0x64, 0xff, 0x9b, ..] || b.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0) && !address.Equals(IPAddress.IPv6Loopback) && !address.Equals(IPAddress.IPv6Any))
            return Refusal(new IPAddress(b[0] == 0x20 ? b.AsSpan(2, 4) : b.AsSpan(12, 4)), allowLoopback, what);
        if (IPAddress.IsLoopback(address))
            return allowLoopback ? null : new(FailureKind.Unsupported, $"{what} on this machine itself is not allowed; start the server with --allow-loopback where that is meant");
        if (address.IsIPv6LinkLocal || b is [169, 254, ..] || Metadata.Contains(address))
            return new(FailureKind.Unsupported, $"link-local addresses are not allowed for {what}");
        if (b is [0, _, _, _] or [255, 255, 255, 255] || address.Equals(IPAddress.IPv6Any))
            return new(FailureKind.Unsupported, $"{address} is no address for {what}");
        return null;
    }
}
