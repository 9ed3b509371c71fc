using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Account;

/// <summary>The first code of the offered second factor: from now on one is asked for at every sign-in. The recovery codes are shown this once.</summary>
internal static class ConfirmSecondFactor
{
    internal sealed record Request(string Code);

    /// <param name="RecoveryCodes">Each works once instead of a code.</param>
    internal sealed record Answer(ImmutableArray<string> RecoveryCodes);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(Request body, ClaimsPrincipal who, Store store, SecondFactor factor, CancellationToken stop)
    {
        if (await store.Accounts.Find(Asker.Known(who).Id, stop) is not { } account) return Own.None();
        if (account.TotpPending is not { } pending) return Problems.Conflict("no second factor was offered: begin again");
        if (body.Code.Length > 40 || factor.Step(pending, body.Code) is not { } step) return Problems.Invalid("the code does not fit: are the phone's clock and the server's right?");
        var codes = SecondFactor.NewRecoveryCodes();
        await store.Accounts.AcceptTotp(account.Id, step, codes.Select(SecondFactor.RecoveryHash), stop);
        return TypedResults.Ok(new Answer(codes));
    }
}
