using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>Root certificates of time-stamping authorities that somebody vouches for by other means than the pack itself.</summary>
public sealed class TrustedAuthorities
{
    private TrustedAuthorities(X509Certificate2Collection certificates) => Certificates = certificates;

    internal X509Certificate2Collection Certificates { get; }

    /// <summary>Reads a PEM file with one or more certificates.</summary>
    public static TrustedAuthorities? Import(string path, out Failure? failure)
    {
        failure = null;
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(path);
            if (certificates.Count > 0) return new(certificates);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            failure = new(FailureKind.NotFound, $"no certificate file {path}");
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // said below
        }
        failure = new(FailureKind.Unreadable, $"{path} holds no certificate in PEM");
        return null;
    }
}
