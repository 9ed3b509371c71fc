using Qyran.Domain.Failures;
using Qyran.Domain.Time;
using Qyran.Media.Recording;

namespace Qyran.Line.Live;

/// <summary>
/// One camera around the clock: connects for ever, records, runs the line, tells the house. One owner runs it; everything else may be called from any thread.
/// </summary>
public sealed class LiveCamera(LiveSettings settings, LiveHouse house)
{
    private LiveSettings now = settings;

    /// <summary>Live video.</summary>
    public FragmentFeed Video { get; } = new();

    /// <summary>What is seen in it.</summary>
    public FactFeed Facts { get; } = new();

    public LiveSettings Settings => Volatile.Read(ref now);

    public LiveStatus Status { get; private set; } =
        new(LiveState.Stopped, 0, ["not started"], null, null, 0, 0, 0, null, null, TimeQuality.Unknown, "not judged", settings.Suspended, [], null, 0, null);

    /// <summary>Null when these settings can be run; says what is wrong otherwise. Does not touch the network; reads scene and model.</summary>
    public static Failure? Refusal(LiveSettings settings) => settings.Source.Refusal();

    /// <summary>Runs until <paramref name="stop"/>; then what is being recorded is finished, open cases get their packs with what video there is, and it returns.</summary>
    public Task RunAsync(CancellationToken stop)
    {
        return Task.Delay(Timeout.InfiniteTimeSpan, house.Clock, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>From now on like this; the id stays. A changed source, scene or detector makes a new connection (a gap of a second or two in the recording).</summary>
    public void Apply(LiveSettings changed) => Volatile.Write(ref now, changed);

    /// <summary>Somebody has looked: the view is the one the scene was drawn on. Measuring goes on, with what is seen now as the reference.</summary>
    public void ConfirmView() => Apply(Settings with { Suspended = null });

    /// <summary>The picture as it is now, full size, JPEG; null while there is none. Costs a decoding of a second of video.</summary>
    public Task<byte[]?> Snapshot(CancellationToken stop) => Task.FromResult(Video.Last is null ? null : (byte[]?)null);

    /// <summary>Any recorded span (µs UTC) as one MP4 by stream copy, into a new file. Starts at the key picture at or before.</summary>
    public Task<(ExportedSpan? Span, Failure? Failure)> Export(long fromUs, long untilUs, string path, CancellationToken stop) =>
        RecordingExport.Write(house.DataFolder, [], fromUs, untilUs, path, stop);
}
