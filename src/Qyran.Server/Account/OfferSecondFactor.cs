using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OtpNet;
using QRCoder;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Account;

/// <summary>A new second factor, shown this once. It counts when its first code was given back; until then everything stays as it was.</summary>
internal static class OfferSecondFactor
{
    internal sealed record Request(string Password);

    /// <param name="Secret">To be typed where no picture can be read.</param>
    /// <param name="Address">What the picture says (otpauth://…).</param>
    /// <param name="Qr">The picture's rows, 1 dark and 0 light, with its quiet border.</param>
    internal sealed record Answer(string Secret, string Address, ImmutableArray<string> Qr);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(Request body, ClaimsPrincipal who, Store store, Passwords passwords, SecondFactor factor, TimeProvider clock, CancellationToken stop)
    {
        var (account, refused) = await Own.Confirmed(who, body.Password, store, passwords, clock, stop);
        if (account is null) return refused!;
        var (secret, sealedSecret) = factor.New();
        await store.Accounts.OfferTotp(account.Id, sealedSecret, stop);
        var text = Base32Encoding.ToString(secret).TrimEnd('=');
        var address = $"otpauth://totp/Qyran:{Uri.EscapeDataString(account.Name)}?secret={text}&issuer=Qyran&algorithm=SHA1&digits=6&period=30";
        using var maker = new QRCodeGenerator();
        using var code = maker.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        return TypedResults.Ok(new Answer(text, address, [.. code.ModuleMatrix.Select(row => string.Concat(row.Cast<bool>().Select(dark => dark ? '1' : '0')))]));
    }
}
