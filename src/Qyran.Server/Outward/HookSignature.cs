using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Qyran.Server.Outward;

/// <summary>The signature of the Standard Webhooks scheme (standardwebhooks.com, specification 1.0.0, symmetric): HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal static class HookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>256 random bits as the scheme writes them.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="secret">As <see cref="NewSecret"/> made it.</param>
    /// <param name="timestamp">Seconds since the Unix epoch: a receiver refuses what is old, so that nobody can play a message again.</param>
    public static string Of(string secret, string id, long timestamp, string body) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(secret[Prefix.Length..]), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"))));
}
