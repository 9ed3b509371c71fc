using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Qyran.Domain.Failures;
using Qyran.Line.Live;
using Qyran.Media.Recording;
using Qyran.Server.Cameras;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Scenes;

/// <summary>
/// Scenes that are tried and proposed over recorded minutes: on a file taken out of the camera's recordings, into memory alone. One of a kind for each camera,
/// and one at a time in the program: the cameras' own lines come first.
/// </summary>
internal sealed class RecordedRuns(CameraBoard board, IRecordingRows rows, DataFolder folder, TimeProvider clock) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<(string Camera, Type Kind), (RecordedRun Run, Task Ran)> all = [];
    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock beginning = new();
    private bool stopped;

    /// <summary>The last one of this kind for a camera; null where there was none, or it was for another camera of this id, at another site.</summary>
    public async Task<TRun?> Of<TRun>(string camera, Store store, CancellationToken stop) where TRun : RecordedRun =>
        await store.Sites.FindCamera(camera, stop) is { } row && Find<TRun>(camera) is { } run && run.Site == row.SiteId ? run : null;

    private TRun? Find<TRun>(string camera) where TRun : RecordedRun => all.TryGetValue((camera, typeof(TRun)), out var one) ? (TRun)one.Run : null;

    /// <summary>Null where one of this kind runs for this camera already.</summary>
    /// <param name="make">Given when the program ends.</param>
    public TRun? Begin<TRun>(string camera, TimeSpan length, Func<CancellationToken, TRun> make) where TRun : RecordedRun
    {
        lock (beginning)
        {
            if (Find<TRun>(camera) is { Runs: true }) return null;
            var run = make(ending.Token);
            all[(camera, typeof(TRun))] = (run, Task.Run(() => Run(camera, run, length), CancellationToken.None));
            return run;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // a host may be stopped once more when it is closed already
        if (stopped) return;
        stopped = true;
        await ending.CancelAsync();
        await Task.WhenAll(all.Values.Select(one => one.Ran));
    }

    public void Dispose()
    {
        foreach (var (run, _) in all.Values) run.Dispose();
        ending.Dispose();
        turn.Dispose();
    }

    private async Task Run(string camera, RecordedRun run, TimeSpan length)
    {
        var mine = false;
        string? place = null;
        try
        {
            await turn.WaitAsync(run.Stopped);
            mine = true;
            place = Directory.CreateTempSubdirectory("qyran-recorded-").FullName;
            var (path, until) = (Path.Combine(place, "recorded.mp4"), clock.GetUtcNow().Us());
            var from = until - (long)length.TotalMicroseconds;
            var live = board.Find(camera);
            var (span, failure) = live is not null ? await live.Export(from, until, path, run.Stopped)
                : await RecordingExport.Write(folder.Root, await rows.Covering(camera, from, until, run.Stopped), from, until, path, run.Stopped);
            if (span is not null)
            {
                run.Begin(span.FromUs, span.UntilUs);
                failure = await Task.Factory.StartNew(() => run.Work(path, live?.Status), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            if (failure is null || run.Stopped.IsCancellationRequested) run.End();
            else run.Fail(failure);
        }
        catch (OperationCanceledException)
        {
            run.End();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            run.Fail(new(FailureKind.CannotWrite, $"the recorded minutes cannot be taken into the temporary folder: {e.Message}"));
        }
        finally
        {
            if (run.Runs) run.Fail(new(FailureKind.Unreadable, "this run broke")); // a bug: its task carries it
            if (mine) turn.Release();
            if (place is not null) Directory.Delete(place, recursive: true);
        }
    }
}
