using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qyran.Domain.Failures;
using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server.Cameras;

/// <summary>
/// The cameras that run: one <see cref="LiveCamera"/> for every row that is not paused, from the server's start to its end. Changes are made one after
/// the other; asking is free from any thread.
/// </summary>
internal sealed partial class CameraBoard(Store store, DataFolder folder, CameraSecrets secrets, CameraSites sites, LiveHouse house, ServerSettings settings, ILogger<CameraBoard> log) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim changing = new(1);

    public LiveCamera? Find(string id) => running.TryGetValue(id, out var one) ? one.Camera : null;

    public IEnumerable<(string Id, LiveCamera Camera)> All => running.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Value.Camera));

    public CameraState State(string id) => running.TryGetValue(id, out var one)
        ? one.Refused is { } refused ? CameraState.Off(refused.Text) with { LastFailure = refused.Text } : CameraState.Of(one.Camera)
        : CameraState.Off("paused");

    /// <summary>Makes what runs agree with what is stored of a camera: starts, changes or stops its line, stops it also where nothing is stored any more.</summary>
    public async Task Apply(string id, CancellationToken stop)
    {
        await changing.WaitAsync(stop);
        try
        {
            // read here: of two changes at once the one stored last counts, whichever comes here last
            if (await store.Sites.FindCamera(id, stop) is not { } row)
            {
                await End(id);
                return;
            }
            sites.Set(row.Id, row.SiteId);
            if (row.Paused)
            {
                await End(row.Id);
                return;
            }
            var (wanted, failure) = await Settings(row, stop);
            if (failure is not null || LiveCamera.Refusal(wanted!) is { } refused && (failure = refused) is not null)
            {
                // said in its state; the others run
                await End(row.Id);
                running[row.Id] = Running.Not(wanted ?? new LiveSettings(row.Id, new MediaSource.Played("")), house, failure);
            }
            else if (running.TryGetValue(row.Id, out var now) && now.Refused is null) now.Camera.Apply(wanted!);
            else running[row.Id] = Running.Start(wanted!, house, Broke);
        }
        finally
        {
            changing.Release();
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await store.Sites.Cameras(cancellationToken)) await Apply(row.Id, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(running.Keys.Select(End));

    public void Dispose() => changing.Dispose();

    private async Task End(string id)
    {
        if (running.TryRemove(id, out var one)) await one.End();
    }

    private async Task<(LiveSettings?, Failure?)> Settings(CameraRow row, CancellationToken stop)
    {
        var set = CameraSettings.Of(row.Settings);
        // names are looked up again: what they point at may have changed since the camera was added
        if (await CameraSource.Refusal(set.Source, folder, settings.AllowLoopback, stop) is { } refused && refused.Kind is not FailureKind.NotFound) return (null, refused);
        var source = CameraSource.Of(set.Source, folder, secrets.Open(row.SealedSecret));
        var (detector, unused) = CameraDetector.Of(folder, row.Id, settings.Detector);
        if (unused is not null) NotAdapted(log, row.Id, unused.Text);
        return (new LiveSettings(row.Id, source)
        {
            SceneFile = set.Scene is null ? default : Encoding.UTF8.GetBytes(set.Scene),
            Detector = detector,
            KeepFor = TimeSpan.FromDays(set.KeepDays),
            KeepBytes = set.KeepGb is { } gb ? gb * 1_000_000_000L : null,
            Suspended = set.Suspended,
            Blackened = BlackenedZone.Zones(set.Blackened),
        }, null);
    }

    private void Broke(string camera, Exception bug) => Bug(log, camera, bug);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the line of camera {Camera} broke")]
    private static partial void Bug(ILogger log, string camera, Exception bug);

    [LoggerMessage(Level = LogLevel.Warning, Message = "camera {Camera} does not use the detector that was adapted for it: {Why}")]
    private static partial void NotAdapted(ILogger log, string camera, string why);

    private sealed record Running(LiveCamera Camera, Failure? Refused, CancellationTokenSource Stop, Task Ran)
    {
        public static Running Start(LiveSettings settings, LiveHouse house, Action<string, Exception> broke)
        {
            var (camera, stop) = (new LiveCamera(settings, house), new CancellationTokenSource());
            return new(camera, null, stop, Task.Run(async () =>
            {
                try
                {
                    await camera.RunAsync(stop.Token);
                }
                catch (Exception bug) when (bug is not OperationCanceledException)
                {
                    broke(settings.Id, bug); // a bug in one camera's line must not take the others along
                }
            }, CancellationToken.None));
        }

        public static Running Not(LiveSettings settings, LiveHouse house, Failure why)
        {
            var camera = new LiveCamera(settings, house);
            camera.Video.End(); // it never runs: nobody is to wait for its video
            return new(camera, why, new CancellationTokenSource(), Task.CompletedTask);
        }

        public async Task End()
        {
            await Stop.CancelAsync();
            try
            {
                await Ran;
            }
            catch (OperationCanceledException)
            {
                // that is how it ends
            }
            Stop.Dispose();
        }
    }
}
