using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>A device's signing key: ECDSA on P-256. One thread at a time; dispose it to forget the key.</summary>
public sealed class DeviceKey : IDisposable
{
    internal const string CurveOid = "1.2.840.10045.3.1.7";
    private const string PartialEnding = ".partial";
    /// <summary>Bytes; a longer file is no key.</summary>
    private const long LongestFile = 64 << 10;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ECDsa key;

    private DeviceKey(ECDsa key)
    {
        this.key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
        Id = Digest.Hex(SHA256.HashData(PublicKey));
    }

    /// <summary>SHA-256 (lower-case hex) of the public key's DER: what an inspector compares with the device's papers.</summary>
    public string Id { get; }

    /// <summary>Whether there was none and this one was made.</summary>
    public bool Made { get; private init; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    internal byte[] PublicKey { get; }

    /// <summary>The public key for whoever verifies, PEM.</summary>
    public string PublicPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>
    /// Reads the key (PEM, PKCS#8), or makes one where there is none: mode 0600, flushed to the disk, there as a whole or not at all. Of several that begin together one makes it, and all read that.
    /// Refuses a file that others may read and anything but a private P-256 key.
    /// </summary>
    public static DeviceKey? LoadOrCreate(string path, [NotNullWhen(false)] out Failure? failure)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("a key file's mode cannot be checked here");
        failure = null;
        try
        {
            var key = File.Exists(path) ? Load(path, out failure) : Create(path, out failure);
            if (key is not null) Tidy(path);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new Failure(FailureKind.CannotWrite, $"the device key {path} can be neither read nor made: {e.Message}");
            return null;
        }
    }

    /// <summary>A key that lives only as long as this object; for tests and benchmarks.</summary>
    public static DeviceKey Temporary() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    internal byte[] Sign(ReadOnlySpan<byte> bytes) => key.SignData(bytes, HashAlgorithmName.SHA256);

    public void Dispose() => key.Dispose();

    [UnsupportedOSPlatform("windows")]
    private static DeviceKey? Load(string path, out Failure? failure)
    {
        // first what it is: to a file that is no key chmod would be bad advice
        if (Read(path) is not { } ec)
        {
            failure = new Failure(FailureKind.Unreadable, $"{path} is not a private P-256 key in PEM; put its backup in its place (where there is none: docs/howto/check-evidence.md, A new key)");
            return null;
        }
        if ((File.GetUnixFileMode(path) & ~OnlyOwner) != 0)
        {
            ec.Dispose();
            failure = new Failure(FailureKind.Invalid, $"the device key {path} may be used by others than its owner; run: chmod 600 '{path}'");
            return null;
        }
        failure = null;
        return new DeviceKey(ec);
    }

    /// <summary>The private P-256 key in a file; null where it holds none.</summary>
    private static ECDsa? Read(string path)
    {
        if (new FileInfo(path).Length is 0 or > LongestFile) return null; // a pipe or a device would be read for ever
        var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(File.ReadAllText(path));
            var parameters = ec.ExportParameters(includePrivateParameters: true);
            CryptographicOperations.ZeroMemory(parameters.D);
            if (parameters.Curve.Oid?.Value == CurveOid) return ec;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            // not a key, or only the public half
        }
        ec.Dispose();
        return null;
    }

    [UnsupportedOSPlatform("windows")]
    private static DeviceKey? Create(string path, out Failure? failure)
    {
        failure = null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var beside = $"{path}.{Guid.NewGuid():N}{PartialEnding}";
        try
        {
            using (var file = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OnlyOwner }))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
                file.Flush(flushToDisk: true);
            }
            Durable.Link(beside, path);
        }
        catch (IOException) when (File.Exists(path)) // another was quicker
        {
            made.Dispose();
            return Load(path, out failure);
        }
        finally
        {
            File.Delete(beside);
        }
        Durable.FlushFolder(folder);
        return new DeviceKey(made) { Made = true };
    }

    /// <summary>A program killed while it made the key leaves that or another private key beside it. Once the key is there nobody needs them: who still makes one finds the key and reads it.</summary>
    private static void Tidy(string path)
    {
        var whole = Path.GetFullPath(path);
        try
        {
            foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(whole)!))
                if (left.StartsWith(whole + ".", StringComparison.Ordinal) && left.EndsWith(PartialEnding, StringComparison.Ordinal)) File.Delete(left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a folder that may only be read holds a good key all the same
        }
    }
}
