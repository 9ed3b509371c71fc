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
        await Append(path, System.Text.Encoding.UTF8.GetBytes(AuditHead.Sign(sequence, sha256, clock.GetUtcNow().Us(), key)), stop);
        signed = sequence;
    }

    /// <summary>Adds a line, whole or not at all. Half a line that a kill has left goes before: this one would be glued to it, and the check would find a line that nobody signed.</summary>
    private static async Task Append(string path, byte[] line, CancellationToken stop)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var whole = file.Length;
        while (whole > 0)
        {
            file.Position = whole - 1;
            if (file.ReadByte() == '\n') break;
            whole--;
        }
        if (whole < file.Length) file.SetLength(whole);
        file.Position = whole;
        try
        {
            await file.WriteAsync(line, stop);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            file.SetLength(whole); // a full disk must not leave half a line
            throw;
        }
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
