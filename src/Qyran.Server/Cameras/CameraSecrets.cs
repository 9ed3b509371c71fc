using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Qyran.Server.Cameras;

/// <summary>Seals a camera's user and password. The database holds only the sealed form; the key lies in the data folder.</summary>
internal sealed class CameraSecrets(IDataProtectionProvider keys)
{
    private readonly IDataProtector protector = keys.CreateProtector("camera credentials");

    internal sealed record Credentials(string User, string Password);

    public ImmutableArray<byte> Seal(Credentials secret) => [.. protector.Protect(JsonSerializer.SerializeToUtf8Bytes(secret))];

    /// <summary>Null when there are none, or when the key they were sealed with is gone: then they have to be entered again.</summary>
    public Credentials? Open(ImmutableArray<byte>? secret)
    {
        if (secret is not { } bytes) return null;
        try
        {
            return JsonSerializer.Deserialize<Credentials>(protector.Unprotect([.. bytes]));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
