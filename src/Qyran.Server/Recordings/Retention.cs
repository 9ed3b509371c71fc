using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qyran.Line.Live;
using Qyran.Server.Cameras;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Recordings;

/// <summary>
/// Recycles recordings of every camera that has any, also of one that is paused, refused or removed: of a removed one by what was last set of it. A running line does the same
/// by itself, more often. Protection ends here alone.
/// </summary>
internal sealed partial class Retention(Store store, DataFolder folder, LiveHouse house, TimeProvider clock, ILogger<Retention> log) : BackgroundService
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>What ended within this may be of a case that is just being found, and stays protected.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <summary>Of whom nothing is known any more: as long as a camera keeps them for which nobody chose otherwise.</summary>
    private static readonly Kept Usual = Kept.Of(new CameraSettings(""));

    /// <summary>Here what was last set outlives its camera.</summary>
    private string Remembered => Path.Combine(folder.Root, "retention.json");

    internal sealed record Kept(int KeepDays, int? KeepGb)
    {
        public static Kept Of(CameraSettings settings) => new(settings.KeepDays, settings.KeepGb);
    }

    /// <summary>Once through all cameras. What refuses is said in the log and tried again the next time.</summary>
    internal async Task Round(CancellationToken stop)
    {
        try
        {
            var ids = await store.Recordings.Cameras(stop);
            var before = Read();
            var now = (before ?? []).Where(k => ids.Contains(k.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
            foreach (var row in await store.Sites.Cameras(stop)) now[row.Id] = Kept.Of(CameraSettings.Of(row.Settings));
            if (before is not null && (now.Count != before.Count || now.Except(before).Any())) Write(now);
            foreach (var id in ids)
            {
                await Try(() => Release(id, stop));
                if (now.TryGetValue(id, out var kept) || before is not null) await Try(() => Recycle(id, kept ?? Usual, stop));
            }
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            Refused(log, e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Round(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    /// <summary>What its cases' packs hold may go by age and space again. Of a case that waits for its pack and has no row yet nobody can say which video it needs: then nothing is released.</summary>
    private async Task Release(string id, CancellationToken stop)
    {
        foreach (var waiting in LiveRetention.Waiting(house, id))
            if (await store.Cases.Find(waiting, stop) is null) return;
        await store.Recordings.Release(id, (clock.GetUtcNow() - Settled).Us(), stop);
    }

    private Task Recycle(string id, Kept kept, CancellationToken stop) =>
        LiveRetention.Recycle(house, id, TimeSpan.FromDays(kept.KeepDays), kept.KeepGb is { } gb ? gb * 1_000_000_000L : null, stop);

    /// <summary>A file that cannot be deleted, or a folder that cannot be read, must not keep the others.</summary>
    private async Task Try(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            Refused(log, e.Message);
        }
    }

    /// <summary>Null when the file is damaged: then nobody knows how long a removed camera's are kept, and they stay until somebody mends it or takes it away.</summary>
    private Dictionary<string, Kept>? Read()
    {
        if (!File.Exists(Remembered)) return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Kept>>(File.ReadAllText(Remembered), Options);
        }
        catch (JsonException e)
        {
            Refused(log, $"'{Remembered}' is damaged, so those of removed cameras stay until it is mended or taken away: {e.Message}");
            return null;
        }
    }

    private void Write(Dictionary<string, Kept> kept)
    {
        var partial = Remembered + DataFolder.Partial;
        using (var to = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(to, kept, Options);
            to.Flush(flushToDisk: true);
        }
        File.Move(partial, Remembered, overwrite: true);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "old recordings cannot be recycled: {Why}")]
    private static partial void Refused(ILogger log, string why);
}
