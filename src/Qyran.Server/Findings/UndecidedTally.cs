using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Findings;

/// <summary>
/// Counts the passages that the rules leave undecided and adds them to the database twice a minute and at the stop. While that is away they wait in memory; a kill loses
/// half a minute of counts and nothing else. Any thread.
/// </summary>
internal sealed partial class UndecidedTally(Store store, TimeProvider clock, ILogger<UndecidedTally> log) : BackgroundService
{
    /// <summary>What is counted together, µs.</summary>
    public const long HourUs = 3_600_000_000;

    /// <summary>Different counts that wait for the database; beyond that passages are counted without their reason.</summary>
    private const int MostWaiting = 20_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<(string Camera, long Hour, string Rule, string Reason), long> waiting = new();
    private readonly ConcurrentDictionary<string, long> sinceStart = new(StringComparer.Ordinal);

    /// <summary>How many of this camera since the program began; a passage counts once for each rule.</summary>
    public long Of(string camera) => sinceStart.GetValueOrDefault(camera);

    /// <param name="atUs">When the vehicle was first seen, µs UTC.</param>
    /// <param name="why">The verdict's sentence.</param>
    public void Add(string camera, long atUs, string rule, string why)
    {
        var (hour, reason) = (atUs / HourUs, UndecidedReason.Of(why));
        if (waiting.Count >= MostWaiting && !waiting.ContainsKey((camera, hour, rule, reason))) reason = Undecided.Other;
        waiting.AddOrUpdate((camera, hour, rule, reason), 1, (_, n) => n + 1);
        sinceStart.AddOrUpdate(camera, 1, (_, n) => n + 1);
    }

    /// <summary>Adds to the database what was counted since; what that does not take waits for the next time.</summary>
    internal async Task Save()
    {
        var rows = ImmutableArray.CreateBuilder<UndecidedRow>();
        foreach (var key in waiting.Keys)
            if (waiting.TryRemove(key, out var passages)) rows.Add(new(key.Camera, key.Hour, key.Rule, key.Reason, passages));
        if (rows.Count == 0) return;
        try
        {
            // given up half way nobody knew whether to count it again
            await store.Undecided.Add(rows.ToImmutable(), CancellationToken.None);
        }
        catch (StoreException)
        {
            foreach (var row in rows) waiting.AddOrUpdate((row.CameraId, row.Hour, row.Rule, row.Reason), row.Passages, (_, n) => n + row.Passages);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            Lost(log, rows.Count, bug); // counts are not worth the server
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Save();
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Save();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Counts} counts of undecided passages are lost")]
    private static partial void Lost(ILogger log, int counts, Exception bug);
}
