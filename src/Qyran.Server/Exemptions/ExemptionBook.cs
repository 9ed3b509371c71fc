using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Line.Live;
using Qyran.Rules.Exemptions;
using Qyran.Storage.Files;

namespace Qyran.Server.Exemptions;

/// <summary>
/// The data folder's list of exemptions, as the running cameras judge by it: read at the start and whenever it changes. A version that does not read, or a file that is gone,
/// leaves the one before in force; where there is none before, nobody is accused by his plate until it reads.
/// </summary>
internal sealed partial class ExemptionBook(LiveHouse house, DataFolder folder, TimeProvider clock, ILogger<ExemptionBook> log) : BackgroundService
{
    /// <summary>In the data folder.</summary>
    public const string FileName = "exemptions.yaml";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly string path = Path.Combine(folder.Root, FileName);
    private (DateTime WrittenUtc, long Length)? seen, taken;
    private Standing now = new(0, null, null);

    /// <param name="Entries">In force.</param>
    /// <param name="ReadAt">Since when; null: no list has been read.</param>
    /// <param name="Trouble">Why what lies there is not what is in force; null when it is.</param>
    internal sealed record Standing(int Entries, DateTimeOffset? ReadAt, string? Trouble);

    public Standing Now => Volatile.Read(ref now);

    /// <summary>Before the cameras.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look(atOnce: true);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look(atOnce: false);
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    /// <summary>Takes what has changed. From the owner's task.</summary>
    /// <param name="atOnce">False: only what looks as it did the last time, for half a list reads as well as a whole one while it is being written.</param>
    internal void Look(bool atOnce)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            (seen, taken) = (null, null);
            if (Now.ReadAt is not null)
            {
                Tell(Now with { Trouble = "it is gone; the list before stays in force until the next start (write a list without entries to end it)" });
                return;
            }
            house.Exemptions.Set(ExemptionList.None);
            Volatile.Write(ref now, new(0, null, null));
            return;
        }
        var stamp = (file.LastWriteTimeUtc, file.Length);
        if (stamp == taken) return;
        if (!atOnce && stamp != seen)
        {
            seen = stamp;
            return;
        }
        var (list, failure) = Exempting.Open(path);
        // what the disk refuses is tried again, what is written wrongly not before it is written anew
        taken = failure is null or { Kind: FailureKind.Invalid } ? stamp : null;
        seen = stamp;
        if (list is not null)
        {
            house.Exemptions.Set(list);
            Volatile.Write(ref now, new(list.Count, clock.GetUtcNow(), null));
            return;
        }
        if (Now.ReadAt is null) house.Exemptions.Set(ExemptionList.Unreadable);
        Tell(Now with { Trouble = failure!.Text.Replace(path, FileName, StringComparison.Ordinal) });
    }

    /// <summary>What is wrong may name a plate: the page has it, the log does not.</summary>
    private void Tell(Standing standing)
    {
        if (standing.Trouble != Now.Trouble) Trouble(log, FileName, standing.ReadAt is null ? "nobody is accused by his plate until it can" : "the list before stays in force");
        Volatile.Write(ref now, standing);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be taken: {Instead}; the page System says why")]
    private static partial void Trouble(ILogger log, string file, string instead);
}
