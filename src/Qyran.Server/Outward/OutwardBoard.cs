using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qyran.Server.Cases;
using Qyran.Server.Live;
using Qyran.Server.Passages;
using Qyran.Server.Watchlists;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Outward;

/// <summary>
/// Shares out what has happened to the subscribers' queues, and keeps one <see cref="DeliveryQueue"/> running for each of them. What happened stands in the database, so
/// being woken is only to be quick: after a kill the first round finds all that was left.
/// </summary>
internal sealed partial class OutwardBoard(Store store, Announcer announcer, Ways ways, TimeProvider clock, ILogger<OutwardBoard> log) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5), TidyEvery = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim changed = new(0, 1);

    /// <summary>The way to a subscriber; null while nothing is sent there.</summary>
    public IDeliver? Way(string id) => running.TryGetValue(id, out var one) ? one.Way : null;

    /// <summary>Subscribers or deliveries were changed by a person.</summary>
    public void Wake()
    {
        try
        {
            changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // it is awake already
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        changed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = announcer.Listen(counts: false);
        var tidied = DateTimeOffset.MinValue;
        try
        {
            while (true)
            {
                try
                {
                    var subscribers = await store.Subscribers.All(stoppingToken);
                    await Agree(subscribers);
                    while (await Share(subscribers, stoppingToken) == AtOnce) { }
                    if (clock.GetUtcNow() is var now && now - tidied > TidyEvery)
                    {
                        tidied = now;
                        await store.Deliveries.Tidy((now - Patience.GivesUpAfter).Us(), (now - Patience.RemembersDelivered).Us(), (now - Patience.RemembersDead).Us(), stoppingToken);
                    }
                }
                catch (StoreException e)
                {
                    Away(log, e.Failure.Text); // tried again at the next round
                }
                foreach (var (_, one) in running) one.Queue.Wake();
                await Wait(listener, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(running.Keys.ToArray().Select(End));
        }
    }

    /// <summary>Makes what runs agree with the rows.</summary>
    private async Task Agree(ImmutableArray<SubscriberRow> rows)
    {
        foreach (var (id, one) in running)
            if (!rows.Contains(one.Row) || one.Ran.IsCompleted) await End(id);
        foreach (var row in rows.Where(r => r.Paused is null && !running.ContainsKey(r.Id)))
        {
            var (way, stop) = (ways.To(row), new CancellationTokenSource());
            var queue = new DeliveryQueue(row, way, store, clock);
            running[row.Id] = new(row, queue, way, stop, Task.Run(() => Run(row.Id, queue, stop.Token), CancellationToken.None));
        }
    }

    private async Task Run(string id, DeliveryQueue queue, CancellationToken stop)
    {
        try
        {
            await queue.Run(stop);
        }
        catch (StoreException e)
        {
            Away(log, e.Failure.Text); // the next round starts it anew
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            Bug(log, id, bug); // in one queue: the others run, and the next round tries again
        }
    }

    private async Task<int> Share(ImmutableArray<SubscriberRow> subscribers, CancellationToken stop)
    {
        var events = await store.Events.Waiting(AtOnce, stop);
        if (events.IsEmpty) return 0;
        var deliveries = new List<DeliveryRow>();
        var sites = (await store.Sites.Cameras(stop)).ToDictionary(c => c.Id, c => c.SiteId, StringComparer.Ordinal);
        var now = clock.GetUtcNow().Us();
        foreach (var e in events)
        {
            var site = e.SiteId ?? sites.GetValueOrDefault(e.CameraId);
            var wanting = subscribers.Where(s => s.Paused is null && s.Kinds.Contains(e.Kind) && (s.SiteId is null || s.SiteId == site)).ToArray();
            if (wanting.Length == 0 || await Body(e, stop) is not { } body) continue;
            deliveries.AddRange(wanting.Select(s => new DeliveryRow(s.Id, e.Id, e.Kind, e.CameraId, body, DeliveryState.Waiting, now, now)));
        }
        await store.Events.Share([.. events.Select(e => e.Id)], deliveries, stop);
        return events.Length;
    }

    /// <summary>The envelope as it is sent; null when what it is about is no longer there.</summary>
    private async Task<string?> Body(EventRow e, CancellationToken stop)
    {
        object? data = e.Kind switch
        {
            EventKinds.Passage => await store.Passages.Find(e.Subject, stop) is { } passage ? PassageView.Of(passage) : null,
            EventKinds.Case or EventKinds.CaseDecided => await store.Cases.Find(e.Subject, stop) is { } made ? CaseView.Of(made) : null,
            EventKinds.Watch => await store.Watchlist.FindAlert(e.Subject, stop) is { } alert ? AlertView.Of(alert, await store.Passages.Find(alert.PassageId, stop)) : null,
            EventKinds.Camera => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(e.Body!),
            _ => throw new InvalidOperationException($"an event of kind {e.Kind}"),
        };
        return data is null ? null : new Envelope(e.Id, e.Kind, Moment.Of(e.AtUs), data).Json();
    }

    /// <summary>Until something was announced or changed, at most a round.</summary>
    private async Task Wait(Announcer.Listener listener, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(listener.Reader.WaitToReadAsync(over.Token).AsTask(), changed.WaitAsync(over.Token), Task.Delay(Round, clock, over.Token));
        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
        while (listener.Reader.TryRead(out _)) { } // what it says stands in the database
    }

    private async Task End(string id)
    {
        if (!running.TryRemove(id, out var one)) return;
        await one.Stop.CancelAsync();
        try
        {
            await one.Ran;
        }
        catch (OperationCanceledException)
        {
            // that is how it ends
        }
        await one.Way.DisposeAsync();
        one.Queue.Dispose();
        one.Stop.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cannot tell other systems what happened: {Why}")]
    private static partial void Away(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the queue of subscriber {Subscriber} broke")]
    private static partial void Bug(ILogger log, string subscriber, Exception bug);

    private sealed record Running(SubscriberRow Row, DeliveryQueue Queue, IDeliver Way, CancellationTokenSource Stop, Task Ran);
}
