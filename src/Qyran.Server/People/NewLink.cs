using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.People;

/// <summary>A new link by which a person chooses a password: the invitation again, or for one who forgot it. Links of before end; the old password works until a new one is chosen.</summary>
internal static class NewLink
{
    /// <param name="Link">The whole address, to be handed to the person; it works once, for three days.</param>
    internal sealed record Answer(string Link);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, TimeProvider clock, HttpRequest request, CancellationToken stop)
    {
        if (await store.Accounts.Find(id, stop) is not { } account) return Problems.NotFound("no such person");
        if (OidcAccount.Is(id)) return Problems.Conflict(OidcAccount.NoPassword);
        return account.Disabled ? Problems.Conflict("this person is disabled: enable them first")
            : TypedResults.Ok(new Answer(await InvitePerson.LinkFor(id, store, clock.GetUtcNow(), request, stop)));
    }
}
