using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Health;

/// <summary>For whoever restarts or balances: is the process there, and can it do its work.</summary>
internal static class Alive
{
    internal sealed record Answer(string State);

    internal static Ok<Answer> Live() => TypedResults.Ok(new Answer("live"));

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Ready(Store store, CancellationToken stop)
    {
        await store.Sites.All(stop); // throws when the database is away
        return TypedResults.Ok(new Answer("ready"));
    }
}
