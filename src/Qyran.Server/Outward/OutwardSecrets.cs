using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Qyran.Server.Outward;

/// <summary>Seals what signs or opens the way to other systems. The database holds only the sealed form; the key lies in the data folder.</summary>
internal sealed class OutwardSecrets(IDataProtectionProvider keys)
{
    private readonly IDataProtector protector = keys.CreateProtector("outward secrets");

    public ImmutableArray<byte> Seal(string secret) => [.. protector.Protect(Encoding.UTF8.GetBytes(secret))];

    /// <summary>Null when the key it was sealed with is gone: then it has to be made or entered again.</summary>
    public string? Open(ImmutableArray<byte> sealedSecret)
    {
        try
        {
            return Encoding.UTF8.GetString(protector.Unprotect([.. sealedSecret]));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
