using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Hooks;

/// <summary>Adds a hook or replaces the settings of the one of this id; what waits for it stays.</summary>
internal static class SaveHook
{
    /// <param name="Url">https://host/path; http where the network is your own.</param>
    /// <param name="Events">Which of passage, case, case-decided, camera and watch.</param>
    /// <param name="Site">Only of this site; left out: of all.</param>
    internal sealed record Request(string Url, ImmutableArray<string> Events, string? Site = null, bool Paused = false) : ITold
    {
        object ITold.Told => new { Host = OutsideHttp.Host(Url), Events, Site, Paused };
    }

    /// <param name="Secret">What its messages are signed with (whsec_…). Shown this once; null when the hook had one already.</param>
    internal sealed record Answer(HookView Hook, string? Secret);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(
        string id, Request body, Store store, OutwardSecrets secrets, OutwardBoard board, TimeProvider clock, CancellationToken stop)
    {
        if (!Ids.IsGood(id) || id == SubscriberRow.Broker) return Problems.Invalid($"{Ids.Rule}; 'broker' is the broker's");
        if (OutsideHttp.Refusal(body.Url) is { } refused) return Problems.Of(refused);
        if (await Subscriptions.Refusal(body.Events, body.Site, store, stop) is { } why) return Problems.Invalid(why);
        var before = await store.Subscribers.Find(id, stop);
        if (before is not (null or { Kind: SubscriberRow.Hook })) return Problems.Conflict($"'{id}' is something else already; take another id");
        var secret = before is null ? HookSignature.NewSecret() : null;
        var row = new SubscriberRow(id, SubscriberRow.Hook, body.Url, Subscriptions.Sorted(body.Events), body.Site, secret is null ? before!.SealedSecret : secrets.Seal(secret),
            body.Paused ? "paused by a person" : null, before?.MadeUs ?? clock.GetUtcNow().Us());
        await store.Subscribers.Save(row, stop);
        board.Wake();
        return TypedResults.Ok(new Answer(await HookView.Of(row, store, stop), secret));
    }
}
