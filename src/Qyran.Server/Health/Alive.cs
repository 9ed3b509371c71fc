using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Findings;
using Qyran.Storage;

namespace Qyran.Server.Health;

/// <summary>For whoever restarts or balances: is the process there, and can it do its work.</summary>
internal static class Alive
{
    internal sealed record Answer(string State);

    internal static Ok<Answer> Live() => TypedResults.Ok(new Answer("live"));

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Ready(Store store, FindingQueue queue, CancellationToken stop)
    {
        try
        {
            await store.Sites.All(stop);
            return TypedResults.Ok(new Answer("ready"));
        }
        catch (StoreException e)
        {
            return Problems.Away($"{e.Failure.Text}; recording goes on, {queue.Waiting} findings wait on this machine's disk");
        }
    }
}
