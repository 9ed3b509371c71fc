using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Account;

/// <summary>One's own account and where it is signed in.</summary>
internal static class ShowAccount
{
    /// <param name="Sites">Ids of the sites it is for; null: every site.</param>
    /// <param name="RecoveryCodes">How many are left.</param>
    internal sealed record Answer(string Name, string Role, ImmutableArray<string>? Sites, bool SecondFactor, long RecoveryCodes, ImmutableArray<SessionView> Sessions);

    /// <param name="Agent">The browser's own words.</param>
    /// <param name="This">The one that asks.</param>
    internal sealed record SessionView(string Id, DateTimeOffset Since, DateTimeOffset Seen, string Address, string Agent, bool This);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        var asker = Asker.Known(who);
        if (await store.Accounts.Find(asker.Id, stop) is not { } account) return Own.None();
        var sessions = await store.Sessions.Of(account.Id, stop);
        return TypedResults.Ok(new Answer(account.Name, account.Role, account.Sites, account.Totp is not null, await store.Accounts.RecoveryCodes(account.Id, stop),
            [.. sessions.Select(s => new SessionView(s.Sha256[..12], Moment.Of(s.MadeUs), Moment.Of(s.SeenUs), s.Address, s.Agent, s.Sha256 == asker.Session))]));
    }
}
