using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Broker;

/// <summary>Sets the broker or replaces its settings; what waits for it stays.</summary>
internal static class SaveBroker
{
    /// <param name="Url">mqtts://host:8883/topic; mqtt:// where the network is your own. Without a topic: qyran.</param>
    /// <param name="Events">Which of passage, case, case-decided, camera and watch.</param>
    /// <param name="Site">Only events of this site; left out: of all.</param>
    /// <param name="User">With <paramref name="Password"/>: stored sealed, never shown again. Left out: what is stored stays; empty: what is stored goes.</param>
    internal sealed record Request(string Url, ImmutableArray<string> Events, string? Site = null, string? User = null, string? Password = null, bool Paused = false) : ITold
    {
        object ITold.Told => new { Host = OutsideHttp.Host(Url), Events, Site, Paused, NewCredentials = User is not null };
    }

    internal static async Task<Results<Ok<BrokerView>, ProblemHttpResult>> Handle(Request body, Store store, OutwardSecrets secrets, OutwardBoard board, TimeProvider clock, CancellationToken stop)
    {
        if (BrokerAddress.Parse(body.Url, out var refused) is null) return Problems.Of(refused!);
        if (await Subscriptions.Refusal(body.Events, body.Site, store, stop) is { } why) return Problems.Invalid(why);
        if (body.User?.Length > 200 || body.Password?.Length > 200) return Problems.Invalid("user and password have at most 200 signs each");
        var before = await store.Subscribers.Find(SubscriberRow.Broker, stop);
        var secret = body.User is null && before is not null ? before.SealedSecret : [.. new BrokerLogin(body.User is { Length: > 0 } user ? user : null, body.Password).Sealed(secrets)];
        var row = new SubscriberRow(SubscriberRow.Broker, SubscriberRow.Broker, body.Url, Subscriptions.Sorted(body.Events), body.Site, secret, body.Paused ? "paused by a person" : null, before?.MadeUs ?? clock.GetUtcNow().Us());
        await store.Subscribers.Save(row, stop);
        board.Wake();
        return TypedResults.Ok(await BrokerView.Of(row, store, secrets, board, stop));
    }
}
