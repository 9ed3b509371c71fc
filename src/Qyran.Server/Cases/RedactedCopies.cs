using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Extensions.Hosting;
using Qyran.Line.Redacting;
using Qyran.Storage.Files;

namespace Qyran.Server.Cases;

/// <summary>
/// Copies of packs to be handed out, made when somebody asks: one at a time, for the cameras come first. They lie in <c>copies/</c> of the data folder; the newest are kept until the program ends, for a
/// copy can always be made again.
/// </summary>
internal sealed class RedactedCopies(DataFolder data, TimeProvider clock) : IHostedService, IDisposable
{
    private const int Most = 20;
    private readonly ConcurrentDictionary<string, Work> all = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock beginning = new();
    private readonly string place = Path.Combine(data.Root, "copies");

    private sealed class Work(string pack)
    {
        public string Pack => pack;
        public RedactedCopy Now { get; set; } = new("waiting");
        public string? Zip { get; set; }
        public Task Ran { get; set; } = Task.CompletedTask;
    }

    /// <summary>Begins one, or gives the one that is being made or is there.</summary>
    /// <param name="pack">Full path; a case whose pack lies elsewhere now gets a new copy.</param>
    public RedactedCopy Begin(string caseId, string pack)
    {
        lock (beginning)
        {
            if (all.TryGetValue(caseId, out var there))
            {
                if (there.Now.State is "waiting" or "running" || (there.Pack == pack && there.Now.State == "done")) return there.Now;
                if (there.Zip is { } former) File.Delete(former);
            }
            foreach (var old in all.Where(o => o.Value.Now.State is "done" or "failed").OrderBy(o => o.Value.Zip is { } zip ? File.GetLastWriteTimeUtc(zip) : default).Take(Math.Max(0, all.Count + 1 - Most)).ToArray())
                if (all.TryRemove(old.Key, out var gone) && gone.Zip is { } zip) File.Delete(zip);
            var work = all[caseId] = new Work(pack);
            work.Ran = Task.Run(() => Make(work), CancellationToken.None);
            return work.Now;
        }
    }

    public RedactedCopy Of(string caseId) => all.TryGetValue(caseId, out var work) ? work.Now : new("none");

    /// <summary>Full path of the finished copy, a ZIP; null where there is none.</summary>
    public string? PathOf(string caseId) => all.TryGetValue(caseId, out var work) && work is { Now.State: "done", Zip: { } zip } ? zip : null;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Empty(); // of a run that was killed
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ending.IsCancellationRequested) return;
        await ending.CancelAsync();
        await Task.WhenAll(all.Values.Select(w => w.Ran));
        Empty();
    }

    public void Dispose()
    {
        ending.Dispose();
        turn.Dispose();
    }

    private void Empty()
    {
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
    }

    private async Task Make(Work work)
    {
        var folder = Path.Combine(place, Guid.NewGuid().ToString("n"));
        var mine = false;
        try
        {
            await turn.WaitAsync(ending.Token);
            mine = true;
            var (report, failure) = await Task.Factory.StartNew(() => Redaction.Run(work.Pack, folder, null, clock,
                p => work.Now = new("running", p.Step, p.OfSeconds is > 0 and var of ? Math.Clamp(p.DoneSeconds / of, 0, 1) : 0), ending.Token),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (report is null)
            {
                // names of files on this machine are nobody's business
                work.Now = new("failed", Why: failure!.Text.Replace(work.Pack, "the pack", StringComparison.Ordinal).Replace(folder, "copies", StringComparison.Ordinal));
                return;
            }
            var zip = folder + ".zip";
            ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.NoCompression, includeBaseDirectory: false);
            work.Zip = zip;
            work.Now = new("done", null, 1, null, report.Frames, report.HiddenFrames, report.LeftOut.Length);
        }
        catch (OperationCanceledException)
        {
            work.Now = new("failed", Why: "the program was stopped");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            work.Now = new("failed", Why: e.Message.Replace(place, "copies", StringComparison.Ordinal));
        }
        finally
        {
            if (work.Now.State is "waiting" or "running") work.Now = new("failed", Why: "this run broke"); // a bug: its task carries it
            if (mine) turn.Release();
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
