using System.Collections.Immutable;
using System.Threading.Channels;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Line.Sections;
using Qyran.Media;
using Qyran.Media.Recording;
using Qyran.Rules;

namespace Qyran.Line.Live;

/// <summary>
/// One camera's evidence task: waits until the video after a case is on the disk, cuts it out of the recordings and packs it. One at a time, in order, so that the camera's chain
/// has one order. A full disk makes a case wait, never drop; what waits is on the disk itself (<see cref="PendingCases"/>), so a killed program packs it when it runs again. What could not be
/// made for another reason, and may be made later, stays there too.
/// </summary>
internal sealed class LiveEvidence(LiveHouse house, string cameraId, LiveRecordings recordings, LiveTold told, LiveTroubles troubles, Func<LiveSettings> settings)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250), Patience = TimeSpan.FromSeconds(30), Again = TimeSpan.FromSeconds(10);
    private const int Tries = 3;

    /// <summary>Less than two pictures are apart, and more than times lose by being rounded, µs.</summary>
    private const long MomentUs = 1_000;
    private readonly Channel<PackContents> waiting = Channel.CreateBounded<PackContents>(256);
    private readonly TaskCompletionSource hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PendingCases pending = PendingCases.Of(house, cameraId);
    private Task? task;
    private volatile bool more;

    private string Folder => Path.Combine(house.DataFolder, "evidence", cameraId);

    public void Start() => task = Task.Run(Run);

    /// <summary>From the line's thread: makes the case last, and its video. The disk may refuse; it is packed all the same then, if the program lives.</summary>
    public void Note(PackContents words)
    {
        // many may be packed before it
        var (from, until) = PendingCases.Span(words, settings());
        recordings.Hold(from, until);
        while (pending.Keep(words) is { Kind: FailureKind.CannotWrite } && recordings.IsFull() && recordings.MakeRoom()) { }
    }

    /// <summary>From the line's thread. When 256 wait already it waits on the disk; the thread waits only where the disk has refused it.</summary>
    public void Add(PackContents words)
    {
        if (waiting.Writer.TryWrite(words)) return;
        if (pending.Has(words.CaseId)) more = true;
        else waiting.Writer.WriteAsync(words).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>No post-roll is waited for any more; what waits is packed with the video there is.</summary>
    public async Task End()
    {
        hurry.TrySetResult();
        waiting.Writer.TryComplete();
        if (task is not null) await task;
    }

    private async Task Run()
    {
        await Try(Earlier);
        await foreach (var words in waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            await Try(() => Settle(words));
            if (!more || waiting.Reader.Count > 0) continue;
            more = false;
            await Try(Earlier);
        }
    }

    /// <summary>A folder of waiting cases that refuses, as on a disk that has become read-only, does not end the packing of those that come; what lies in it is tried again behind the next.</summary>
    private async Task Try(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            more = true;
            troubles.Set(LiveTrouble.Disk, PendingCases.Refused(e));
        }
    }

    /// <summary>What waits on the disk only: an earlier run left it, or too many waited at once.</summary>
    private async Task Earlier()
    {
        foreach (var words in pending.All())
        {
            // it may not have been told before the program was killed
            await told.Insist(stop => house.Sink.Found(new LiveCase(cameraId, words.Case with { Evidence = null }, words.Case.Verdict.AtUs + Offset(words)), stop));
            await Settle(words);
        }
        if (troubles.Now.TryGetValue(LiveTrouble.Disk, out var said) && PendingCases.IsRefused(said)) troubles.Set(LiveTrouble.Disk, null);
    }

    private async Task Settle(PackContents words)
    {
        var (from, until) = PendingCases.Span(words, settings());
        await PostRoll(until);
        LivePack? pack;
        FailureKind? failed;
        for (var left = Tries; ;)
        {
            (pack, failed) = await Pack(words, from, until);
            // the program ends while the table of recordings is away: it stays pending
            if (pack is null) return;
            if (failed is null) break;
            if (failed is not FailureKind.CannotWrite || !recordings.IsFull())
            {
                if (--left == 0) break;
            }
            else if (recordings.MakeRoom())
            {
                continue;
            }
            // it stays pending: the next run of the program tries again
            if (hurry.Task.IsCompleted) return;
            await Wait(Again);
        }
        troubles.Set(LiveTrouble.Evidence, pack.Path is null ? $"a case has no evidence: {pack.Why}" : null);
        // what another try may still make stays pending: the next run of the program tries again
        if (await told.Insist(stop => house.Sink.Recorded(pack, stop)) && (failed is null || pack.Path is not null)) pending.Drop(words.CaseId);
    }

    private static long Offset(PackContents words) => words.Track.First.Time.UtcOffsetUs ?? 0;

    /// <summary>Until the video after it is on the disk, or none will come.</summary>
    private async Task PostRoll(long until)
    {
        var late = until + (Patience.Ticks / 10);
        while (!hurry.Task.IsCompleted && recordings.Recorder.SafeUntilUs < until && LiveClock.NowUs(house.Clock) < late) await Wait(Look);
    }

    /// <returns>No pack when the table of recordings does not answer and the program ends. Failed where another try may do what this one could not: null when it is made, or there is nothing to make it of.</returns>
    private async Task<(LivePack? Pack, FailureKind? Failed)> Pack(PackContents words, long from, long until)
    {
        var scratch = Path.Combine(house.DataFolder, "scratch", cameraId);
        var (cutting, spans) = (Path.Combine(scratch, "clip"), Path.Combine(scratch, "span"));
        LivePack None(string why) => new(cameraId, words.CaseId, null, why, from, until);
        try
        {
            if (Finished(words) is var (before, unlinked)) return (new LivePack(cameraId, words.CaseId, before, null, from, until), unlinked ? FailureKind.CannotWrite : null);
            if (!await told.Insist(stop => recordings.Guard(from, until, stop))) return (null, null);
            Empty(cutting);
            Empty(spans);
            Directory.CreateDirectory(spans);
            var files = ImmutableArray<RecordedFile>.Empty;
            if (!await told.Insist(async stop => files = await recordings.Covering(from, until, stop))) return (null, null);
            var (span, failure) = await RecordingExport.Write(house.DataFolder, files, from, until, Path.Combine(spans, "clip.mp4"), CancellationToken.None);
            // nothing is recorded of that time, nor will be
            if (span is null) return (None(failure!.Text), failure.Kind is FailureKind.NotFound or FailureKind.Invalid ? null : failure.Kind);
            var plate = PlateReadingsJson.Best(words.ReadingsJson, words.Passage.Plate);
            return await AtEntry(words, spans) is { } photos && await Elsewhere(words, plate, span, spans) is { } stills
                ? Write(words with { Photos = photos }, plate, span, stills, cutting) : (null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (None(e.Message), FailureKind.CannotWrite);
        }
        finally
        {
            TryEmpty(cutting);
            TryEmpty(spans);
        }
    }

    /// <summary>The vehicle at the entry of the section it was too fast in, out of that camera's recordings; null when their table does not answer and the program ends.</summary>
    private async Task<ImmutableArray<PackPicture>?> AtEntry(PackContents words, string spans)
    {
        if (words.EntryJson is not { } json || GateJson.Read(json).FirstOrDefault() is not { } entry) return [];
        var files = ImmutableArray<RecordedFile>.Empty;
        if (!await told.Insist(async stop => files = await house.Covering(entry.Camera, entry.EarliestUtcUs, entry.LatestUtcUs + 1, stop))) return null;
        var taken = await EntryPhotos.Of(entry, house.DataFolder, files, Path.Combine(spans, "entry.mp4"));
        return [.. taken.Select(p => p with { MediaUs = p.MediaUs - Offset(words) })];
    }

    /// <summary>
    /// Pictures of the moments that the clip of who stays long does not show, the plate's among them, stamped as in the clip; null when the table of recordings does not answer and
    /// the program ends.
    /// </summary>
    private async Task<List<Still>?> Elsewhere(PackContents words, PlateRegion? plate, ExportedSpan span, string spans)
    {
        List<Still> stills = [];
        foreach (var at in EvidencePacker.Asked(words.Case.Verdict, words.Track, plate).Select(t => t + Offset(words)).Where(t => t < span.FromUs || t > span.UntilUs))
        {
            var files = ImmutableArray<RecordedFile>.Empty;
            if (!await told.Insist(async stop => files = await recordings.Covering(at, at + MomentUs, stop))) return null;
            var (moment, _) = await RecordingExport.Write(house.DataFolder, files, at, at + MomentUs, Path.Combine(spans, "moment.mp4"), CancellationToken.None);
            if (moment is null) continue;
            stills.AddRange(StillGrabber.Grab(moment.Path, [at - moment.OffsetUs], CancellationToken.None, out _).Select(s => s with { PtsUs = s.PtsUs + moment.OffsetUs - span.OffsetUs }));
            File.Delete(moment.Path);
        }
        return stills;
    }

    private (LivePack Pack, FailureKind? Failed) Write(PackContents words, PlateRegion? plate, ExportedSpan span, List<Still> stills, string cutting)
    {
        LivePack Told(string? path, string? why) => new(cameraId, words.CaseId, path, why, span.FromUs, span.UntilUs);
        // opened anew for each: a full disk may have left its last line unwritten
        if (ChainFile.Open(Folder, out var broken) is not { } chain) return (Told(null, broken!.Text), broken!.Kind);
        if (CatchUp(chain) is { } behind) return (Told(null, behind.Text), behind.Kind);
        if (SceneFile.Read(words.SceneFile.Span, RuleBook.KnownRules, out var errors) is not { } scene) return (Told(null, $"its scene cannot be read: {errors[0]}"), null);
        using var packer = new EvidencePacker(Folder, cutting, house.Key, chain, scene, scene.Camera.Width, scene.Camera.Height, house.Stamper);
        var video = new EvidenceVideo(span.Path, Offset(words) - span.OffsetUs)
        {
            Elsewhere = stills,
            Clip = new ClipInfo(span.Path, span.FromUs - span.OffsetUs, span.UntilUs - span.OffsetUs, 0, TimesExact: true, CodecCopied: true),
        };
        var (path, _, failure) = packer.Record(words with { CreatedAtUtc = house.Clock.GetUtcNow() }, plate, video, CancellationToken.None);
        if (failure?.Kind == FailureKind.CannotWrite) troubles.Set(LiveTrouble.Disk, failure.Text);
        if (path is null) return (Told(null, failure?.Text ?? "no picture could be taken"), failure?.Kind ?? FailureKind.Unreadable);
        troubles.Set(LiveTrouble.TimeStamp, packer.Unstamped is { } why ? $"{why}; evidence is made without its time stamp" : null);
        // a pack without its line in the chain is there, but not done with: the next try adds the line
        return (Told(Below(path), null), failure?.Kind);
    }

    /// <summary>A run that was killed may have packed it already and only not said so, or a full disk have refused its line in the chain. What was left half-written goes.</summary>
    /// <returns>Null when it is still to be packed; Unlinked where its line is refused again.</returns>
    private (string Pack, bool Unlinked)? Finished(PackContents words)
    {
        var path = Path.Combine(Folder, words.CaseId + ".zip");
        if (File.Exists(path + PackWriter.PartialEnding)) File.Delete(path + PackWriter.PartialEnding);
        if (!File.Exists(path) || PackVerifier.Verify(path, new VerifyOptions()).State != PackState.Sound) return null;
        // a chain that is none any more is for verify to name: no later try mends it
        var behind = ChainFile.Open(Folder, out var broken) is { } chain ? CatchUp(chain) : broken;
        return (Below(path), behind is { Kind: FailureKind.CannotWrite });
    }

    private Failure? CatchUp(ChainFile chain)
    {
        var behind = chain.CatchUp(house.Key);
        if (behind is not null) troubles.Set(LiveTrouble.Disk, behind.Text);
        return behind;
    }

    private string Below(string path) => Path.GetRelativePath(house.DataFolder, path).Replace('\\', '/');

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

    private Task Wait(TimeSpan time) => Task.WhenAny(Task.Delay(time, house.Clock), hurry.Task);
}
