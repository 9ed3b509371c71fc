using System.Collections.Immutable;
using System.Threading.Channels;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Media.Recording;

namespace Qyran.Line.Live;

/// <summary>
/// One camera's evidence task: waits until the video after a case is on the disk, cuts it out of the recordings and packs it. One at a time, in order, so that the camera's chain
/// has one order. A full disk makes a case wait, never drop.
/// </summary>
internal sealed class LiveEvidence(LiveHouse house, string cameraId, LiveRecordings recordings, LiveTold told, LiveTroubles troubles) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250), Patience = TimeSpan.FromSeconds(30), Again = TimeSpan.FromSeconds(10);
    private readonly Channel<Pending> waiting = Channel.CreateBounded<Pending>(256);
    private readonly CancellationTokenSource hurry = new();
    private Task? task;

    /// <param name="UtcOffsetUs">Media time plus this is UTC.</param>
    internal sealed record Pending(Case Made, TrackOutcome Outcome, LineSetup Line, ReadOnlyMemory<byte> SceneFile, long UtcOffsetUs, TimeSpan PreRoll, TimeSpan PostRoll)
    {
        public long FromUs => Outcome.Track.First.Time.MediaUs + UtcOffsetUs - (PreRoll.Ticks / 10);
        public long UntilUs => Outcome.Track.Last.Time.MediaUs + UtcOffsetUs + (PostRoll.Ticks / 10);
    }

    public void Start() => task = Task.Run(Run);

    /// <summary>From the line's thread, which waits when 256 wait already.</summary>
    public void Add(Pending pending) => waiting.Writer.WriteAsync(pending).AsTask().GetAwaiter().GetResult();

    /// <summary>No post-roll is waited for any more; what waits is packed with the video there is.</summary>
    public async ValueTask DisposeAsync()
    {
        await hurry.CancelAsync();
        waiting.Writer.TryComplete();
        if (task is not null) await task;
        hurry.Dispose();
    }

    private async Task Run()
    {
        await foreach (var pending in waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            await PostRoll(pending);
            LivePack pack;
            while (true)
            {
                (pack, var full) = await Pack(pending);
                if (!full || (hurry.IsCancellationRequested && !recordings.MakeRoom())) break;
                if (!recordings.MakeRoom()) await Wait(Again);
            }
            await told.Insist(stop => house.Sink.Recorded(pack, stop));
        }
    }

    /// <summary>Until the video after it is on the disk, or none will come.</summary>
    private async Task PostRoll(Pending pending)
    {
        var until = pending.UntilUs;
        var late = until + (Patience.Ticks / 10);
        while (!hurry.IsCancellationRequested && recordings.Recorder.SafeUntilUs < until && LiveClock.NowUs(house.Clock) < late) await Wait(Look);
    }

    private async Task<(LivePack Pack, bool Full)> Pack(Pending pending)
    {
        var scratch = Path.Combine(house.DataFolder, "scratch", cameraId);
        var video = Path.Combine(scratch + "-video", "span.mp4");
        var (from, until) = (pending.FromUs, pending.UntilUs);
        LivePack None(string why) => new(cameraId, pending.Made.Id, null, why, from, until);
        try
        {
            if (!await told.Insist(stop => recordings.Guard(from, until, stop))) return (None("the table of recordings does not answer"), false);
            Empty(scratch);
            Empty(Path.GetDirectoryName(video)!);
            Directory.CreateDirectory(Path.GetDirectoryName(video)!);
            var files = ImmutableArray<RecordedFile>.Empty;
            if (!await told.Insist(async stop => files = await recordings.Covering(from, until, stop))) return (None("the table of recordings does not answer"), false);
            var (span, failure) = await RecordingExport.Write(house.DataFolder, files, from, until, video, CancellationToken.None);
            if (span is null) return (None(failure!.Text), failure.Kind == FailureKind.CannotWrite);
            return Write(pending, span, scratch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (None(e.Message), true);
        }
        finally
        {
            TryEmpty(scratch);
            TryEmpty(Path.GetDirectoryName(video)!);
        }
    }

    private (LivePack Pack, bool Full) Write(Pending pending, ExportedSpan span, string scratch)
    {
        var folder = Path.Combine(house.DataFolder, "evidence", cameraId);
        LivePack Told(string? path, string? why) => new(cameraId, pending.Made.Id, path, why, span.FromUs, span.UntilUs);
        // opened anew for each: a full disk may have left its last line unwritten
        if (ChainFile.Open(folder, out var broken) is not { } chain) return (Told(null, broken!.Text), broken!.Kind == FailureKind.CannotWrite);
        var setup = new EvidenceSetup(pending.Line, span.Path, pending.SceneFile, folder, house.Key, house.Clock) { Scratch = scratch };
        using var packer = new EvidencePacker(setup, chain);
        var video = new EvidenceVideo(span.Path, pending.UtcOffsetUs - span.OffsetUs) { PreRollUs = pending.PreRoll.Ticks / 10, PostRollUs = pending.PostRoll.Ticks / 10 };
        var (path, _, failure) = packer.Record(pending.Made, pending.Outcome, video, CancellationToken.None);
        if (path is not null) return (Told(Path.GetRelativePath(house.DataFolder, path).Replace('\\', '/'), null), false);
        if (failure?.Kind == FailureKind.CannotWrite) troubles.Set(LiveTrouble.Disk, failure.Text);
        return (Told(null, failure?.Text ?? "no picture could be taken"), failure?.Kind == FailureKind.CannotWrite && !File.Exists(Path.Combine(folder, pending.Made.Id + ".zip")));
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static void TryEmpty(string folder)
    {
        try
        {
            Empty(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the next pack empties it
        }
    }

    private async Task Wait(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, house.Clock, hurry.Token);
        }
        catch (OperationCanceledException)
        {
            // hurried
        }
    }
}
