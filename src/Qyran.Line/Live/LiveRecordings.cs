using System.Collections.Immutable;
using Qyran.Media.Recording;

namespace Qyran.Line.Live;

/// <summary>One camera's recordings: what is being written, their rows, what is protected, and what is recycled by age, by bytes and when the disk is full.</summary>
internal sealed class LiveRecordings : IDisposable
{
    /// <summary>More files than ten minutes have, however short they are.</summary>
    private const int MostFresh = 1000;
    private const string KeptIsTooMuch = "what evidence rests on takes more than this camera may keep: of the rest only the last ten minutes stay";
    private const long LeastFree = 64L << 20;
    private readonly LiveHouse house;
    private readonly string cameraId;
    private readonly LiveTroubles troubles;
    private readonly Recorder recorder;

    /// <summary>The table's own: while it does not answer, rows wait here, and gaps and alarms must not wait behind them.</summary>
    private readonly LiveTold rows;
    private readonly Lock gate = new();
    private readonly List<RecordedFile> unrowed = [];
    private readonly List<(long FromUs, long UntilUs)> guarded = [];

    /// <summary>Spans whose rows have not been told yet that evidence rests on them.</summary>
    private readonly List<(long FromUs, long UntilUs)> held = [];

    /// <summary>Starts recording what it is given; the caller disposes it.</summary>
    public static LiveRecordings Begin(LiveHouse house, string cameraId, LiveTold told, LiveTroubles troubles, TimeSpan fileLength) =>
        house.Recording[cameraId] = new(house, cameraId, told, troubles, fileLength);

    private LiveRecordings(LiveHouse house, string cameraId, LiveTold told, LiveTroubles troubles, TimeSpan fileLength)
    {
        (this.house, this.cameraId, this.troubles, rows) = (house, cameraId, troubles, new LiveTold(house.Clock));
        rows.Start();
        recorder = new Recorder(house.DataFolder, cameraId, house.Clock, Finished, _ => MakeRoom(),
            (on, why) => troubles.Set(LiveTrouble.Disk, on ? $"nothing is recorded: {why}" : null),
            (from, until) => told.Tell(stop => house.Sink.Missed(new LiveGap(cameraId, from, until, "the disk took no video"), stop)), fileLength);
    }

    public Recorder Recorder => recorder;

    /// <summary>Why the table of recordings did not take the last row; null when it did.</summary>
    public string? Refused => rows.Refused;

    /// <summary>From now on there is little patience left.</summary>
    public void Hurry() => rows.Hurry();

    /// <summary>The files that hold anything of a span, the one being written among them.</summary>
    public async Task<ImmutableArray<RecordedFile>> Covering(long fromUs, long untilUs, CancellationToken stop)
    {
        // in this order a file that goes from one list to the next meanwhile is met at least once
        var writing = recorder.SoFar;
        RecordedFile[] waiting;
        lock (gate) waiting = [.. unrowed];
        var rows = await house.Rows.Covering(cameraId, fromUs, untilUs, stop);
        return [.. rows.Concat(waiting).Concat(writing is null ? [] : [writing]).Where(f => f.StartUs < untilUs && f.EndUs > fromUs)
            .DistinctBy(f => f.Path.Replace(".partial", "", StringComparison.Ordinal)).OrderBy(f => f.StartUs)];
    }

    /// <summary>Evidence rests on this span: its files are kept, also those that get their row later.</summary>
    public async ValueTask Guard(long fromUs, long untilUs, CancellationToken stop)
    {
        lock (gate)
        {
            if (!guarded.Contains((fromUs, untilUs))) guarded.Add((fromUs, untilUs));
        }
        await house.Rows.Protect(cameraId, fromUs, untilUs, stop);
    }

    /// <summary>The same at once, from any thread: no disk that is full takes the span from here on, and its rows say so as soon as their table answers.</summary>
    public void Hold(long fromUs, long untilUs)
    {
        lock (gate)
        {
            held.Add((fromUs, untilUs));
            if (held.Count > 1) return; // what waits for the table tells it of all
        }
        rows.Tell(GuardHeld);
    }

    private async ValueTask GuardHeld(CancellationToken stop)
    {
        while (true)
        {
            (long FromUs, long UntilUs) span;
            lock (gate)
            {
                if (held.Count == 0) return;
                span = held[0];
            }
            await Guard(span.FromUs, span.UntilUs, stop);
            lock (gate) held.RemoveAt(0);
        }
    }

    /// <summary>Evidence rests on this file, whether or not its row says so yet.</summary>
    public bool Guards(RecordedFile file)
    {
        lock (gate) return guarded.Concat(held).Any(g => g.FromUs < file.EndUs && g.UntilUs > file.StartUs);
    }

    /// <summary>Recycles what is too old or too much; for being too much nothing that ended within the last ten minutes.</summary>
    public async Task Tidy(LiveSettings settings, CancellationToken stop)
    {
        if (await LiveRetention.Recycle(house, cameraId, settings.KeepFor, settings.KeepBytes, stop) is { } over) await SayWhatStays(over, stop);
    }

    /// <summary>The limit cannot be kept where protected files alone are above it; a fresh file more or less is not worth an alarm.</summary>
    /// <param name="over">Bytes above the limit, now that nothing more is recycled.</param>
    private async Task SayWhatStays(long over, CancellationToken stop)
    {
        var rest = over > 0 ? (await house.Rows.Oldest(cameraId, MostFresh, stop)).Sum(f => f.LengthBytes) : 0;
        // a full disk is the same trouble and the worse one: its words stay
        var said = troubles.Now.TryGetValue(LiveTrouble.Disk, out var why) ? why : null;
        if (over > rest && said is null) troubles.Set(LiveTrouble.Disk, KeptIsTooMuch);
        else if (over <= rest && said == KeptIsTooMuch) troubles.Set(LiveTrouble.Disk, null);
    }

    /// <summary>There is less room on the disk than a minute of video takes: what failed there may have failed for that.</summary>
    public bool IsFull()
    {
        try
        {
            return new DriveInfo(house.DataFolder).AvailableFreeSpace < LeastFree;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // nothing is recycled on a guess
        }
    }

    /// <summary>
    /// The disk is full: the oldest recordings of any camera make room. False when there is nothing left to recycle. May be called from any thread that can wait.
    /// </summary>
    public bool MakeRoom()
    {
        try
        {
            var freed = Task.Run(async () =>
            {
                for (var look = LiveRetention.AtATime; ; look *= 4)
                {
                    var oldest = await house.Rows.Oldest(null, look, CancellationToken.None);
                    // behind what cases wait for there may be others
                    string[] go = [.. oldest.Where(f => !house.IsGuarded(f)).Take(LiveRetention.AtATime).Select(f => f.Path)];
                    if (go.Length > 0) return await house.Rows.Recycle(go, CancellationToken.None);
                    if (oldest.Length < look) return 0;
                }
            }).GetAwaiter().GetResult();
            troubles.Set(LiveTrouble.Disk, freed > 0 ? "the disk is full: old recordings are recycled before their time" : "the disk is full and nothing is left to recycle");
            return freed > 0;
        }
        catch (Exception e) when (e is not (NullReferenceException or InvalidCastException or ArgumentException))
        {
            troubles.Set(LiveTrouble.Disk, $"the disk is full and recordings cannot be recycled: {e.Message}");
            return false;
        }
    }

    /// <summary>Finishes the file, ends the recorder's thread and tells the last row. Blocks.</summary>
    public void Dispose()
    {
        house.Recording.TryRemove(new(cameraId, this));
        recorder.Dispose();
        rows.End().GetAwaiter().GetResult();
    }

    private void Finished(RecordedFile file)
    {
        lock (gate) unrowed.Add(file);
        rows.Tell(async stop =>
        {
            await house.Rows.Add(cameraId, file, stop);
            (long FromUs, long UntilUs)[] spans;
            lock (gate) spans = [.. guarded.Where(g => g.FromUs < file.EndUs && g.UntilUs > file.StartUs)];
            foreach (var (from, until) in spans) await house.Rows.Protect(cameraId, Math.Max(from, file.StartUs), Math.Min(until, file.EndUs), stop);
            lock (gate)
            {
                unrowed.Remove(file);
                guarded.RemoveAll(g => g.UntilUs < file.StartUs);
            }
        });
    }
}
