using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qyran.Domain.Audit;
using Qyran.Evidence;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Audit;

/// <summary>
/// Signs the audit log's end once a minute while it grows, at the start and at the stop, and adds it to a file beside the database: what is cut off the log in the
/// database is missed there. At most 0.6 MB a day.
/// </summary>
internal sealed partial class AuditSeal(Store store, DataFolder folder, DeviceKey key, TimeProvider clock, ILogger<AuditSeal> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private long signed = -1;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Sign(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Try(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Try(CancellationToken.None);
    }

    public override void Dispose()
    {
        key.Dispose();
        base.Dispose();
    }

    /// <summary>Signs the log's end if it has grown since.</summary>
    internal async Task Sign(CancellationToken stop)
    {
        var last = await store.Audit.Last(stop);
        var (sequence, sha256) = last is null ? (0, AuditEntry.NoPrevious) : (last.Entry.Sequence, last.Sha256);
        if (sequence == signed) return;
        var path = AuditHeads.Path(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(AuditHead.Sign(sequence, sha256, clock.GetUtcNow().Us(), key)), stop);
        file.Flush(flushToDisk: true);
        signed = sequence;
    }

    private async Task Try(CancellationToken stop)
    {
        try
        {
            await Sign(stop);
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            Unsigned(log, e.Message); // tried again in a minute
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the audit log's end could not be signed: {Why}")]
    private static partial void Unsigned(ILogger log, string why);
}
