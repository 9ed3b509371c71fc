using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qyran.Domain.Failures;
using Qyran.Server.Cases;
using Qyran.Server.Live;
using Qyran.Server.Passages;
using Qyran.Server.Watchlists;
using Qyran.Storage;
using Qyran.Storage.Queue;

namespace Qyran.Server.Findings;

/// <summary>
/// The way of what is found into the database: at once while it answers; else onto this machine's disk, from where it follows in order when the database is back, after a
/// restart too. What has arrived is announced. Any thread.
/// </summary>
internal sealed partial class FindingQueue(Outbox outbox, Store store, Announcer announcer, TimeProvider clock, ILogger<FindingQueue> log) : BackgroundService
{
    /// <summary>Some days of a busy street; then the lines wait.</summary>
    public const int Capacity = 500_000;

    /// <summary>A line must not lose frames to a database that does not even refuse.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), AfterABug = TimeSpan.FromSeconds(30);
    private string? away;

    /// <summary>How many findings wait for the database.</summary>
    public int Waiting => outbox.Waiting;

    /// <summary>Why the database did not take what was found when it was last tried; null when it did.</summary>
    public string? Away => Volatile.Read(ref away);

    /// <summary>In the database or on this machine's disk when the task ends. Throws <see cref="StoreException"/> when neither takes it, and waits when too many wait already.</summary>
    public async Task Add(ImmutableArray<Outgoing> items, CancellationToken stop)
    {
        // behind what waits already, so that a case never comes before its passage
        if (outbox.Waiting == 0 && await Direct(items, stop)) return;
        foreach (var item in items) await outbox.Put(item, stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await outbox.Run(store, Arrived, (failure, _) => Failed(failure), stoppingToken);
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                // what waits stays where it is; the cameras go on
                Bug(log, bug);
                await Task.Delay(AfterABug, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> Direct(ImmutableArray<Outgoing> items, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var late = clock.CreateTimer(_ => patience.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        var delivery = Delivery.Run(store, items, patience.Token);
        try
        {
            Arrived(await delivery.WaitAsync(patience.Token));
            return true;
        }
        catch (StoreException e)
        {
            Failed(e.Failure);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Failed(new(FailureKind.Unreachable, $"the database does not answer within {Patience.TotalSeconds:0} s"));
            _ = Late(delivery);
        }
        return false;
    }

    /// <summary>It was given up, and may come about all the same: then it is announced now, for what waits in its name will change nothing.</summary>
    private async Task Late(Task<Delivered> delivery)
    {
        try
        {
            Arrived(await delivery);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            // as expected
        }
    }

    private void Arrived(Delivered delivered)
    {
        if (Interlocked.Exchange(ref away, null) is not null) Back(log);
        foreach (var row in delivered.Passages) announcer.Say("passage", PassageView.Of(row), row.SiteId);
        foreach (var row in delivered.Cases) announcer.Say("case", CaseView.Of(row), row.SiteId);
        foreach (var row in delivered.Alerts) announcer.Say("watch", AlertView.Of(row, delivered.Passages.FirstOrDefault(p => p.Id == row.PassageId)), row.SiteId);
    }

    private void Failed(Failure failure)
    {
        if (Interlocked.Exchange(ref away, failure.Text) is null) Gone(log, failure.Text);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why}; what the cameras find waits on this machine's disk")]
    private static partial void Gone(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the database answers again; what waited is being stored")]
    private static partial void Back(ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "what waits for the database cannot be sent")]
    private static partial void Bug(ILogger log, Exception bug);
}
