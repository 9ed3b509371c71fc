using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.People;

/// <summary>A new account and the link by which its person chooses the password.</summary>
internal static class InvitePerson
{
    /// <param name="Role">administrator, installer, operator, reviewer, officer, analyst or auditor.</param>
    /// <param name="Sites">Ids of the sites they are for; null: every site.</param>
    internal sealed record Request(string Name, string Role, ImmutableArray<string>? Sites = null) : ITold
    {
        object ITold.Told => new { Name, Role, Sites };
    }

    /// <param name="Link">The whole address, to be handed to the person; it works once, for three days.</param>
    internal sealed record Answer(string Id, string Link);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(Request body, Store store, TimeProvider clock, HttpRequest request, CancellationToken stop)
    {
        if (!PersonName.IsGood(body.Name)) return Problems.Invalid(PersonName.Rule);
        if (await RoleAndSites.Refusal(body.Role, body.Sites, store, stop) is { } refused) return Problems.Of(refused);
        var now = clock.GetUtcNow();
        var account = new AccountRow(Secrets.NewId(), body.Name.Trim(), body.Role, body.Sites, false, null, null, null, 0, null, now.Us());
        if (!await store.Accounts.Add(account, stop)) return Problems.Conflict("somebody has this name already");
        return TypedResults.Ok(new Answer(account.Id, await LinkFor(account.Id, store, now, request, stop)));
    }

    internal static async Task<string> LinkFor(string account, Store store, DateTimeOffset now, HttpRequest request, CancellationToken stop)
    {
        var secret = Secrets.New();
        await store.Accounts.AddLink(Secrets.Hash(secret), account, (now + ChoosePassword.Lasts).Us(), stop);
        return ChoosePassword.Address($"{request.Scheme}://{request.Host}", secret);
    }
}
