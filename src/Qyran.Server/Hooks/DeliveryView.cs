using Qyran.Storage.Rows;

namespace Qyran.Server.Hooks;

/// <summary>One event on its way to a hook.</summary>
/// <param name="Id">The event's id, as the receiver sees it in <c>webhook-id</c>.</param>
/// <param name="State">waiting, delivered or dead.</param>
/// <param name="NextTryAt">Not before; null when it is not tried any more.</param>
/// <param name="Answer">To the last try: status and first words, or why there was none.</param>
/// <param name="Body">What is sent.</param>
internal sealed record DeliveryView(string Id, string Event, string State, DateTimeOffset MadeAt, int Tries, DateTimeOffset? TriedAt, DateTimeOffset? NextTryAt, string? Answer, string Body)
{
    public static DeliveryView Of(DeliveryRow d) => new(d.EventId, d.Kind, d.State.ToString().ToLowerInvariant(), Moment.Of(d.MadeUs), d.Tries, d.TriedUs is { } at ? Moment.Of(at) : null,
        d.State == DeliveryState.Waiting ? Moment.Of(d.DueUs) : null, d.Answer, d.Body);
}
