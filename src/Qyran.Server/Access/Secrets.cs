using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Qyran.Server.Access;

/// <summary>Secrets we make ourselves are long and random, so a plain hash of them can be kept: there is nothing to guess.</summary>
internal static class Secrets
{
    /// <summary>256 random bits as 43 signs that may stand in an address.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>An id nobody can guess at, 12 signs.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
