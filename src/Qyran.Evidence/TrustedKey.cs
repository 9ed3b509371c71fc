using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>A public key somebody vouches for by other means than the pack itself.</summary>
/// <param name="Id">SHA-256 (lower-case hex) of the key's DER; see <see cref="DeviceKey.Id"/>.</param>
public sealed record TrustedKey(string Id)
{
    /// <summary>Reads a public key (PEM). Refuses anything but P-256.</summary>
    public static TrustedKey? ImportPublic(string path, [NotNullWhen(false)] out Failure? failure)
    {
        failure = null;
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(path));
            if (key.ExportParameters(false).Curve.Oid?.Value == DeviceKey.CurveOid)
                return new TrustedKey(Digest.Hex(SHA256.HashData(key.ExportSubjectPublicKeyInfo())));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            failure = new Failure(FailureKind.NotFound, $"no key file {path}");
            return null;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // said below
        }
        failure = new Failure(FailureKind.Unreadable, $"{path} is not a public P-256 key in PEM");
        return null;
    }
}
