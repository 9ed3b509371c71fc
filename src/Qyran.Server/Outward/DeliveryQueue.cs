using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Outward;

/// <summary>
/// One subscriber's queue: what is due is tried, a few at a time, and how it went is stored. A receiver that fails is asked less and less often, by this queue alone; the
/// others do not notice. What was sent and not yet stored as delivered when the program dies is sent again.
/// </summary>
internal sealed class DeliveryQueue(SubscriberRow subscriber, IDeliver way, Store store, TimeProvider clock) : IDisposable
{
    private const int AtOnce = 32;
    private readonly SemaphoreSlim news = new(0, 1);

    /// <summary>Something may be due.</summary>
    public void Wake()
    {
        try
        {
            news.Release();
        }
        catch (SemaphoreFullException)
        {
            // it is awake already
        }
    }

    /// <summary>Until it is stopped, or the receiver is gone for good.</summary>
    public async Task Run(CancellationToken stop)
    {
        var failures = 0;
        while (true)
        {
            var due = await store.Deliveries.Due(subscriber.Id, Now, AtOnce, stop);
            // one that is refused among many stops nobody; when all fail the receiver is away, and then one at a time asks whether it is back
            foreach (var some in due.Chunk(failures > 0 ? 1 : way.AtOnce))
            {
                var answers = await Task.WhenAll(some.Select(d => Try(d, stop)));
                if (answers.Any(a => a.Gone))
                {
                    await store.Subscribers.Save(subscriber with { Paused = "the receiver said that it is gone (410)" }, stop);
                    return;
                }
                if (answers.All(a => !a.Confirmed))
                {
                    failures++;
                    break;
                }
                if (failures > 1) await store.Deliveries.Hasten(subscriber.Id, Now, stop); // it was away and is back
                failures = 0;
            }
            if (failures > 0) await Task.Delay(Patience.ForAll(failures), clock, stop);
            else if (due.Length < AtOnce)
            {
                await way.Rest(stop);
                await WaitForNews(stop);
            }
        }
    }

    public void Dispose() => news.Dispose();

    private long Now => clock.GetUtcNow().Us();

    private async Task<DeliveryAnswer> Try(DeliveryRow delivery, CancellationToken stop)
    {
        var answer = await way.Deliver(delivery, stop);
        await store.Deliveries.Save(After(delivery, answer), CancellationToken.None);
        return answer;
    }

    private DeliveryRow After(DeliveryRow delivery, DeliveryAnswer answer)
    {
        var tried = delivery with { Tries = delivery.Tries + 1, TriedUs = Now, Answer = answer.Text };
        if (answer.Confirmed) return tried with { State = DeliveryState.Delivered };
        return tried with { DueUs = Now + (long)Patience.ForOne(tried.Tries).TotalMicroseconds };
    }

    private async Task WaitForNews(CancellationToken stop)
    {
        var pause = await store.Deliveries.NextDue(subscriber.Id, stop) is { } next ? TimeSpan.FromMicroseconds(Math.Max(next - Now, 1000)) : TimeSpan.FromMinutes(1);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(news.WaitAsync(over.Token), Task.Delay(pause, clock, over.Token));
        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }
}
