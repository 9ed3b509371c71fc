using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Outward;
using Qyran.Storage;

namespace Qyran.Server.Hooks;

/// <summary>A new secret in the place of the old one, from the next message on.</summary>
internal static class RenewHookSecret
{
    /// <param name="Secret">Shown this once.</param>
    internal sealed record Answer(string Secret);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, OutwardSecrets secrets, OutwardBoard board, CancellationToken stop)
    {
        if (await HookView.Find(id, store, stop) is not { } row) return Problems.NotFound("no such hook");
        var secret = HookSignature.NewSecret();
        await store.Subscribers.Save(row with { SealedSecret = secrets.Seal(secret) }, stop);
        board.Wake();
        return TypedResults.Ok(new Answer(secret));
    }
}
