using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Qyran.Domain.Failures;

namespace Qyran.Server.Access;

/// <summary>
/// The certificate the server shows to browsers, from PEM files as every authority hands them out. A renewed file counts from the next connection on; one that
/// cannot be read then changes nothing, the old one goes on.
/// </summary>
internal sealed class ServerCertificate
{
    private readonly string certificate, key;
    private readonly Lock gate = new();
    private (DateTime Written, SslServerAuthenticationOptions Options) now;

    private ServerCertificate(string certificate, string key, DateTime written, SslServerAuthenticationOptions options) => (this.certificate, this.key, now) = (certificate, key, (written, options));

    /// <param name="certificate">PEM: the server's certificate, then those that lead to the authority.</param>
    /// <param name="key">PEM, not encrypted; null: it stands in the certificate's file.</param>
    public static (ServerCertificate?, Failure?) Open(string certificate, string? key)
    {
        var (options, failure) = Read(certificate, key ?? certificate);
        return options is null ? (null, failure) : (new(certificate, key ?? certificate, Written(certificate, key ?? certificate), options), null);
    }

    /// <summary>For the next connection.</summary>
    public SslServerAuthenticationOptions Now()
    {
        lock (gate)
        {
            var written = Written(certificate, key);
            // first the one file, then the other: what does not fit together yet is looked at again with the next connection
            if (written != now.Written && Read(certificate, key).Options is { } renewed) now = (written, renewed);
            return now.Options;
        }
    }

    private static DateTime Written(string certificate, string key) => new(Math.Max(File.GetLastWriteTimeUtc(certificate).Ticks, File.GetLastWriteTimeUtc(key).Ticks), DateTimeKind.Utc);

    private static (SslServerAuthenticationOptions? Options, Failure? Failure) Read(string certificate, string key)
    {
        try
        {
            var own = X509Certificate2.CreateFromPemFile(certificate, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            return (new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true) }, null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return (null, new(e is FileNotFoundException or DirectoryNotFoundException ? FailureKind.NotFound : FailureKind.Unreadable,
                $"the certificate {certificate}{(key == certificate ? "" : $" with the key {key}")} cannot be used: {e.Message}"));
        }
    }
}
