using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Outward;
using Qyran.Storage;

namespace Qyran.Server.Hooks;

/// <summary>Sends a signed <c>ping</c> now and says what came back. Also to a hook that is paused.</summary>
internal static class PingHook
{
    /// <param name="Confirmed">It answered with 2xx.</param>
    /// <param name="Text">What it answered, or why it did not.</param>
    internal sealed record Answer(bool Confirmed, string Text);

    internal sealed record Ping(string Hook);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, Ways ways, TimeProvider clock, CancellationToken stop)
    {
        if (await HookView.Find(id, store, stop) is not { } row) return Problems.NotFound("no such hook");
        var ping = new Envelope("evt_" + Guid.NewGuid().ToString("N"), "ping", clock.GetUtcNow(), new Ping(id));
        await using var call = ways.Hook(row);
        var answer = await call.Post(ping.Id, ping.Json(), stop);
        return TypedResults.Ok(new Answer(answer.Confirmed, answer.Text));
    }
}
