using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Qyran.Evidence;

/// <summary>Reads and checks the token in a pack (RFC 3161 §2.4.2), offline.</summary>
internal static class TimeStampToken
{
    /// <summary>May vouch for times: RFC 3161 §2.3.</summary>
    private const string StampsTimes = "1.3.6.1.5.5.7.3.8";

    /// <summary>Null with what is wrong unless it is a sound token over these very bytes.</summary>
    public static TimeStamp? Read(ReadOnlyMemory<byte> token, ReadOnlySpan<byte> signature, TrustedAuthorities? trusted, out string? fault)
    {
        try
        {
            if (!Rfc3161TimestampToken.TryDecode(token, out var read, out var length) || length != token.Length)
            {
                fault = "is no time stamp";
                return null;
            }
            // the hash, the authority's signature, and that its certificate may stamp times and was valid at that time
            if (!read.VerifySignatureForData(signature, out var signer))
            {
                fault = "does not fit signature.json, or was changed";
                return null;
            }
            using (signer)
            {
                fault = null;
                var at = read.TokenInfo.Timestamp;
                return new(at, Finding.Printable(signer.GetNameInfo(X509NameType.SimpleName, forIssuer: false)), trusted is not null && Leads(signer, read, at, trusted));
            }
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            fault = "is no time stamp that can be read";
            return null;
        }
    }

    private static bool Leads(X509Certificate2 signer, Rfc3161TimestampToken token, DateTimeOffset at, TrustedAuthorities trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted.Certificates);
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(StampsTimes));
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        // offline: whether it was revoked since, somebody has to ask the authority
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(signer);
    }
}
