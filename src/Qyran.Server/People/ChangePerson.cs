using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.People;

/// <summary>Another role, other sites, disabled or not. It counts from the person's next request on.</summary>
internal static class ChangePerson
{
    internal sealed record Request(int Version, string Role, ImmutableArray<string>? Sites = null, bool Disabled = false) : ITold
    {
        object ITold.Told => new { Role, Sites, Disabled };
    }

    internal static async Task<Results<Ok<PersonView>, ProblemHttpResult>> Handle(string id, Request body, Store store, Connections connections, SignInLinks links, TimeProvider clock, CancellationToken stop)
    {
        if (await RoleAndSites.Refusal(body.Role, body.Sites, store, stop) is { } refused) return Problems.Of(refused);
        var all = await store.Accounts.All(stop);
        if (all.FirstOrDefault(a => a.Id == id) is not { } now) return Problems.NotFound("no such person");
        var administrator = Rights.Word(Role.Administrator);
        // nobody could let anybody in any more
        if (now.Role == administrator && (body.Disabled || body.Role != administrator) && !Administrators.Any(all, but: id))
            return Problems.Conflict("this is the last administrator: make another one first");
        if (now.Version != body.Version || !await store.Accounts.Save(now with { Role = body.Role, Sites = body.Sites, Disabled = body.Disabled }, stop))
            return Problems.Conflict("somebody has changed this person since you looked");
        links.Drop(id);
        if (body.Disabled) await store.Sessions.RemoveOf(id, null, stop);
        connections.End(id);
        return TypedResults.Ok(PersonView.Of((await store.Accounts.Find(id, stop))!, clock.GetUtcNow()));
    }
}
