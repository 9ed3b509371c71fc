using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Line;
using Qyran.Line.Live;
using Qyran.Media.Recording;
using Qyran.Server.Cameras;
using Qyran.Storage.Files;

namespace Qyran.Server.Scenes;

/// <summary>
/// Drafts that are tried over recorded minutes: the same line as the camera's, on a file taken out of its recordings, into memory alone. One for each camera,
/// and one at a time in the program: the cameras' own lines come first.
/// </summary>
internal sealed class SceneTrials(CameraBoard board, IRecordingRows rows, DataFolder folder, ServerSettings settings, TimeProvider clock) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, (SceneTrial Trial, Task Ran)> all = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock beginning = new();

    public SceneTrial? Find(string camera) => all.TryGetValue(camera, out var one) ? one.Trial : null;

    /// <summary>Null where one runs for this camera already.</summary>
    public SceneTrial? Begin(string camera, string site, Scene draft, TimeSpan length)
    {
        lock (beginning)
        {
            if (Find(camera) is { Runs: true }) return null;
            var trial = new SceneTrial(site, ending.Token);
            all[camera] = (trial, Task.Run(() => Run(camera, trial, draft, length), CancellationToken.None));
            return trial;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await ending.CancelAsync();
        await Task.WhenAll(all.Values.Select(one => one.Ran));
    }

    public void Dispose()
    {
        foreach (var (trial, _) in all.Values) trial.Dispose();
        ending.Dispose();
        turn.Dispose();
    }

    private async Task Run(string camera, SceneTrial trial, Scene draft, TimeSpan length)
    {
        var mine = false;
        var place = Directory.CreateTempSubdirectory("qyran-trial-").FullName;
        try
        {
            await turn.WaitAsync(trial.Stopped);
            mine = true;
            var (path, until) = (Path.Combine(place, "recorded.mp4"), clock.GetUtcNow().Us());
            var from = until - (long)length.TotalMicroseconds;
            var live = board.Find(camera);
            var (span, failure) = live is not null ? await live.Export(from, until, path, trial.Stopped)
                : await RecordingExport.Write(folder.Root, await rows.Covering(camera, from, until, trial.Stopped), from, until, path, trial.Stopped);
            if (span is not null)
            {
                trial.Begin(span.FromUs, span.UntilUs);
                // a file only counts its pictures; what the camera's own stamps were found to be holds for it too
                if (draft.Camera.Clock is null && live?.Status is { Time: TimeQuality.Exact or TimeQuality.Jittered, TimeWhy: var why }) draft = draft with { Camera = draft.Camera with { Clock = why } };
                failure = await Task.Run(() => Measure(trial, path, draft), CancellationToken.None);
            }
            if (failure is null || trial.Stopped.IsCancellationRequested) trial.End();
            else trial.Fail(failure);
        }
        catch (OperationCanceledException)
        {
            trial.End();
        }
        finally
        {
            if (trial.Runs) trial.Fail(new(FailureKind.Unreadable, "the trial broke")); // a bug: its task carries it
            if (mine) turn.Release();
            Directory.Delete(place, recursive: true);
        }
    }

    private Failure? Measure(SceneTrial trial, string path, Scene draft)
    {
        var (video, failure) = LineOpening.ReadVideo(path, trial.Stopped);
        if (video is null) return failure;
        (var setup, failure) = LineOpening.Assemble(path, video, draft, settings.Detector, null);
        if (setup is null) return failure;
        using var detector = setup.Detector;
        new CameraLine(setup).Run((outcome, _) => trial.Add(outcome), (_, us) => trial.Reached(us / 1e6), trial.Stopped);
        return null;
    }
}
