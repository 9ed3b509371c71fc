using System.Text.RegularExpressions;
using Qyran.Domain.Failures;

namespace Qyran.Server.Broker;

/// <summary>Where a broker is and below which topic we publish: <c>mqtts://host[:8883][/topic]</c>, or <c>mqtt://host[:1883][/topic]</c> without encryption.</summary>
internal sealed partial record BrokerAddress(string Host, int Port, bool Tls, string Topic)
{
    private const string Default = "qyran";

    public static BrokerAddress? Parse(string? text, out Failure? failure)
    {
        failure = null;
        if (text is not { Length: > 0 and <= 300 } || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("mqtt" or "mqtts") || url.Host.Length == 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            failure = new(FailureKind.Invalid, "the broker's address must be complete, like mqtts://host:8883/topic");
        else if (url.UserInfo.Length > 0) failure = new(FailureKind.Invalid, "user and password have fields of their own: in the address they would be shown to everybody");
        else if (url.AbsolutePath.Trim('/') is { Length: > 0 } path && !Topics().IsMatch(path)) failure = new(FailureKind.Invalid, "the topic has letters, digits, dashes, dots and underscores, and slashes between them");
        else
        {
            var tls = url.Scheme == "mqtts";
            return new(url.DnsSafeHost, url.Port > 0 ? url.Port : tls ? 8883 : 1883, tls, url.AbsolutePath.Trim('/') is { Length: > 0 } topic ? topic : Default);
        }
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Topics();
}
