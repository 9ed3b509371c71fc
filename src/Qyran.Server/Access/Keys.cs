using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Server.People;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>Keys for machines. What only people may, no key may, whatever its role.</summary>
internal static class Keys
{
    /// <param name="Role">installer, operator, reviewer, officer, analyst or auditor.</param>
    /// <param name="Sites">Ids of the sites it is for; null: every site.</param>
    internal sealed record Request(string Name, string Role = "operator", ImmutableArray<string>? Sites = null) : ITold
    {
        object ITold.Told => new { Name, Role, Sites };
    }

    /// <param name="Device">The device that hands in passages with it; null: it is no device's.</param>
    internal sealed record View(string Id, string Name, string Role, ImmutableArray<string>? Sites, DateTimeOffset MadeAt, string? Device);

    /// <param name="Key">Shown this once; only its hash is kept.</param>
    internal sealed record Made(string Id, string Key);

    internal static async Task<Ok<ImmutableArray<View>>> List(Store store, CancellationToken stop) =>
        TypedResults.Ok((await store.ApiKeys.All(stop)).Select(k => new View(k.Id, k.Name, k.Role, k.Sites, Moment.Of(k.MadeUs), k.DeviceId)).ToImmutableArray());

    internal static async Task<Results<Ok<Made>, ProblemHttpResult>> Add(Request body, Store store, TimeProvider clock, CancellationToken stop)
    {
        if (body.Name is not { Length: > 0 and <= 80 }) return Problems.Invalid("a key needs a name of at most 80 signs that says who uses it");
        if (body.Role == Rights.Word(Role.Administrator)) return Problems.Invalid("no machine is an administrator; give it the role it needs");
        if (await RoleAndSites.Refusal(body.Role, body.Sites, store, stop) is { } refused) return Problems.Of(refused);
        var key = KeyHandler.Prefix + Secrets.New();
        var id = Secrets.Hash(key)[..12];
        await store.ApiKeys.Add(new ApiKeyRow(id, body.Name, Secrets.Hash(key), body.Role, body.Sites, clock.GetUtcNow().Us()), stop);
        return TypedResults.Ok(new Made(id, key));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Remove(string id, Store store, Connections connections, CancellationToken stop)
    {
        if (!await store.ApiKeys.Remove(id, stop)) return Problems.NotFound("no such key");
        connections.End(id);
        return TypedResults.NoContent();
    }
}
