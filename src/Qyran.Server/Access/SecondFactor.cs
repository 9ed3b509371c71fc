using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtpNet;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>Codes of a phone's authenticator (RFC 6238, 30 s, six digits) and the recovery codes for when it is lost. Each works once. Any thread.</summary>
internal sealed class SecondFactor(IDataProtectionProvider keys, Store store, TimeProvider clock)
{
    private const int RecoveryCodes = 10;
    private readonly IDataProtector protector = keys.CreateProtector("second factor");

    /// <summary>A new secret, and its sealed form.</summary>
    public (byte[] Secret, ImmutableArray<byte> Sealed) New()
    {
        var secret = RandomNumberGenerator.GetBytes(20);
        return (secret, [.. protector.Protect(secret)]);
    }

    /// <summary>The step of a code that fits (a step early or late is allowed: clocks differ); null when it does not.</summary>
    public long? Step(ImmutableArray<byte> sealedSecret, string code)
    {
        byte[] secret;
        try
        {
            secret = protector.Unprotect([.. sealedSecret]);
        }
        catch (CryptographicException)
        {
            return null; // the key it was sealed with is gone: a recovery code or a new link helps
        }
        return new Totp(secret).VerifyTotp(clock.GetUtcNow().UtcDateTime, code.Trim().Replace(" ", "", StringComparison.Ordinal), out var step, new VerificationWindow(1, 1)) ? step : null;
    }

    /// <summary>Uses a code up: the phone's or a recovery code.</summary>
    public async Task<bool> Use(AccountRow account, string code, CancellationToken stop) => account.Totp is { } secret
        && (Step(secret, code) is { } step ? await store.Accounts.UseTotpStep(account.Id, step, stop) : await store.Accounts.UseRecoveryCode(account.Id, RecoveryHash(code), stop));

    /// <summary>New recovery codes: 80 random bits each, so a plain hash of them can be kept.</summary>
    public static ImmutableArray<string> NewRecoveryCodes() =>
        [.. Enumerable.Range(0, RecoveryCodes).Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(10)).ToLowerInvariant()).Select(c => $"{c[..4]}-{c[4..8]}-{c[8..12]}-{c[12..]}")];

    public static string RecoveryHash(string code) => Secrets.Hash(code.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
}
