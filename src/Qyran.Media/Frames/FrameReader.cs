using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Domain.Time;

namespace Qyran.Media;

/// <summary>
/// Reads a source once, from its first frame to its end: one ffmpeg child decodes it, makes the analysed picture and the crops, and hands both
/// over a pipe with the source's exact stamps. Nothing of the child outlives <see cref="Run"/>.
/// </summary>
public sealed class FrameReader
{
    private const int MostCrops = 16, PipeBytes = 1 << 20, Pending = 4;
    private readonly MediaSource _source;
    private readonly VideoInfo _video;
    private readonly FrameReaderSettings _settings;
    private readonly FrameLayout _layout;
    private readonly FramePool _pool;
    private readonly Failure? _refusal;
    private int _started;
    private readonly TimeAudit _audit;
    private readonly GapFinder _gaps;
    private long _startPtsUs = long.MinValue;
    private NutStream _clock;

    public FrameReader(MediaSource source, VideoInfo video, FrameReaderSettings settings)
    {
        (_source, _video, _settings) = (source, video, settings);
        var crops = ImmutableArray.CreateBuilder<CropBox>();
        foreach (var asked in settings.Crops)
        {
            if (asked.Fit(video.Width, video.Height) is { } box)
                crops.Add(box);
            else
                _refusal ??= new Failure(FailureKind.Invalid, $"a crop at {asked.X},{asked.Y} lies outside the {video.Width}x{video.Height} picture");
        }
        if (crops.Count > MostCrops)
            _refusal ??= new Failure(FailureKind.Invalid, $"at most {MostCrops} crops can be read with a frame, {crops.Count} were asked");
        if (settings.RecordTo is { } record && source is MediaSource.Live && File.Exists(record))
            _refusal ??= new Failure(FailureKind.CannotWrite, $"{Path.GetFileName(record)} exists already; a recording is never written over another");
        var (width, height) = FrameLayout.Analysed(video.Width, video.Height, settings.MaxAnalysisWidth, settings.MaxAnalysisHeight);
        _layout = new FrameLayout(video.Width, video.Height, width, height, crops.ToImmutable(), settings.WholeEvery is not null);
        _pool = new FramePool(_layout);
        _audit = new TimeAudit(video);
        _gaps = new GapFinder(8 + settings.DecodeThreads + (int)(PipeBytes / _layout.Total), video.TicksFinely ? (1_000_000 * video.TimeBaseNum / video.TimeBaseDen) + 1 : 0);
    }

    /// <summary>Size of the analysed picture, pixels.</summary>
    public int AnalysisWidth => _layout.Part(0).Width;
    public int AnalysisHeight => _layout.Part(0).Height;

    /// <summary>The source's own stamp of the first frame, µs: what must be added to a media time to find it in the file again. Null before the first frame.</summary>
    public long? StartPtsUs => Interlocked.Read(ref _startPtsUs) is var v && v == long.MinValue ? null : v;

    /// <summary>Frames that were handed out and not disposed yet.</summary>
    public int FramesOut => _pool.Out;

    /// <summary>What the audit of the source's stamps says now; from any thread, while the reader runs. <see cref="ReadEnd.Time"/> judges the whole.</summary>
    public TimeAuditResult TimeSoFar => _audit.Now();

    /// <summary>As <see cref="TimeSoFar"/>, for what was seen from this media time on: a break before it does not count, one after it always does.</summary>
    public TimeAuditResult TimeSince(long mediaUs) => _audit.Since(mediaUs);

    /// <summary>The gaps known so far; from any thread, while the reader runs.</summary>
    public ImmutableArray<Gap> GapsSoFar => _gaps.SoFar();

    /// <summary>
    /// Reads until the source ends, fails or <paramref name="stop"/> is raised; blocks, and may be called once. <paramref name="onFrame"/> is called on this
    /// thread, in order, and owns the frame it gets. While it blocks, a file waits and a live source loses frames in ffmpeg: put a <see cref="FrameLink{T}"/> between.
    /// </summary>
    public ReadEnd Run(Action<Frame> onFrame, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("a reader runs once");
        var (audit, gaps) = (_audit, _gaps);
        if ((_source.Refusal() ?? _refusal) is { } refusal)
            return new ReadEnd(0, [], audit.Whole(), 0, refusal);
        void Hear(string line)
        {
            if (Complaint.IsStampRewritten(line))
                audit.NoteRewritten();
            else if (Complaint.IsDamage(line))
                gaps.Damage("damaged data; the pictures may be wrong");
        }
        // disposed after the child: then all that it sent is told
        using var socket = Socket(out var blocked);
        if (blocked is not null)
            return new ReadEnd(0, [], audit.Whole(), 0, blocked);
        using var child = Child.Start("ffmpeg", ReadCommand.Arguments(_source, _video, _settings, _layout, socket?.Address), feed: false, Hear, out var failure);
        if (child is null)
            return new ReadEnd(0, [], audit.Whole(), 0, failure);
        using var killOnStop = stop.Register(child.Kill);
        using var watch = new Watchdog(child, _settings, _source.InRealTime);
        var nut = new NutReader(child.Output);
        long delivered;
        try
        {
            delivered = Deliver(nut, onFrame, audit, gaps, watch, stop);
        }
        finally
        {
            _pool.Close();
            child.Kill(nut.EndedBetweenFrames);
        }
        var code = child.Wait();
        failure = WhyEnded(nut, delivered, code, child, watch, stop);
        var end = gaps.End(Declared(gaps.Last, failure is not null, stop), failure is not null);
        return new ReadEnd(delivered, end, audit.Whole(), child.CpuSeconds, failure);
    }

    /// <summary>
    /// How long the file says its pictures last, µs; null where it does not say and after a stop. Where it tells one length for pictures and sound, sound may be the longer: then it is the pictures' only
    /// where no stream comes near it, for such a file was cut off, or where the decoder broke off before it.
    /// </summary>
    private long? Declared(long lastUs, bool broke, CancellationToken stop)
    {
        if (_source is not MediaSource.File file || stop.IsCancellationRequested)
            return null;
        if (_video.PicturesLast is { } pictures)
            return (long)(pictures.TotalSeconds * 1e6);
        if (_video.Duration is not { TotalSeconds: var whole } || StartPtsUs is not { } startUs)
            return null;
        // a recorder's figure is not exact, and the last packet lasts a while
        var near = whole - Math.Max(2, 0.02 * whole);
        return (startUs + lastUs) / 1e6 < near && (broke || Probe.LastStamp(file, stop) < near) ? (long)(whole * 1e6) - Math.Max(0, startUs) : null;
    }

    /// <summary>The way of the coded video, where it is wanted. A full temporary folder is a reason to try again later, not to end.</summary>
    private Recording.FragmentSocket? Socket(out Failure? failure)
    {
        failure = null;
        if (_settings.Fragments is not { } outlet || !_source.InRealTime)
            return null;
        try
        {
            return new(outlet, ReadCommand.ShiftOf(_video, _settings));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            failure = new(FailureKind.CannotWrite, $"no way for the camera's video can be made in the temporary folder: {e.Message}");
            return null;
        }
    }

    private long Deliver(NutReader nut, Action<Frame> onFrame, TimeAudit audit, GapFinder gaps, Watchdog watch, CancellationToken stop)
    {
        if (!nut.ReadHeaders() || !IsPromised(nut))
            return 0;
        _clock = nut.Streams[0];
        var open = new List<Assembly>(Pending + 1);
        var parts = (1 << _layout.Parts) - 1;
        var telling = new Telling(this, onFrame, audit, gaps, watch);
        try
        {
            while (!stop.IsCancellationRequested && nut.Next(out var packet))
            {
                var at = Waiting(open, packet);
                if (at < 0 && packet.Stream == _layout.Parts)
                    continue; // the whole picture of a frame that was handed out without it
                if (at < 0)
                {
                    // the next frame has begun: those before it that have all their parts get no more
                    while (open.Count > 0 && open[0].Have == parts)
                        telling.Tell(Taken(open, 0));
                    if (open.Count == Pending)
                        Drop(open, 0); // ffmpeg gave a picture without all of its crops
                    open.Add(new Assembly(packet.Pts, _pool.Rent(), 0, _source.InRealTime ? watch.ElapsedUs : null));
                    at = open.Count - 1;
                }
                var now = open[at];
                var whole = packet.Stream == _layout.Parts;
                if (packet.Size != (whole ? _layout.WholeBytes : _layout.PartBytes(packet.Stream)) || !nut.ReadPayload(whole ? now.Frame.TakeWhole() : now.Frame.Bytes(packet.Stream)))
                    break;
                now = now with { Have = now.Have | (1 << packet.Stream) };
                open[at] = now;
                if (now.Have != (1 << _layout.Streams) - 1)
                    continue;
                while (at > 0)
                {
                    if (open[0].Have == parts) telling.Tell(Taken(open, 0));
                    else Drop(open, 0);
                    at--;
                }
                telling.Tell(Taken(open, 0));
            }
            while (!stop.IsCancellationRequested && open.Count > 0 && open[0].Have == parts)
                telling.Tell(Taken(open, 0));
        }
        finally
        {
            while (open.Count > 0)
                Drop(open, open.Count - 1);
        }
        return telling.Delivered;
    }

    // a loop, not a lambda: it runs for every picture and must not allocate
    private static int Waiting(List<Assembly> open, NutPacket packet)
    {
        for (var i = 0; i < open.Count; i++)
        {
            if (open[i].Pts == packet.Pts && (open[i].Have & (1 << packet.Stream)) == 0)
                return i;
        }
        return -1;
    }

    private static Assembly Taken(List<Assembly> open, int at)
    {
        var taken = open[at];
        open.RemoveAt(at);
        return taken;
    }

    private static void Drop(List<Assembly> open, int at)
    {
        open[at].Frame.Dispose();
        open.RemoveAt(at);
    }

    // what comes is checked against what was asked for: sizes decide where bytes are written
    private bool IsPromised(NutReader nut)
    {
        if (nut.Streams.Length != _layout.Streams)
            return false;
        for (var i = 0; i < _layout.Parts; i++)
        {
            var (width, height, _) = _layout.Part(i);
            if (nut.Streams[i].Width != width || nut.Streams[i].Height != height || nut.Streams[i].FourCc != "I420")
                return false;
        }
        return !_layout.HasWhole || (nut.Streams[^1].Width == _layout.RawWidth && nut.Streams[^1].Height == _layout.RawHeight && nut.Streams[^1].FourCc == "Y800");
    }

    private Failure? WhyEnded(NutReader nut, long delivered, int code, Child child, Watchdog watch, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return new Failure(FailureKind.Cancelled, "stopped");
        if (watch.Stalled)
            return new Failure(FailureKind.Unreachable, $"{_source} sent no frame for {(delivered == 0 ? _settings.FirstFrame : _settings.Stall).TotalSeconds:0} s");
        if (delivered == 0 && code == 0 && nut.Fault is { } fault && !nut.EndedBetweenFrames)
            return new Failure(FailureKind.Unreadable, $"{_source}: what ffmpeg gave is not understood ({fault})");
        if (delivered == 0)
            return Complaint.Explain(_source, child.LastLines);
        if (_source.InRealTime)
            return new Failure(FailureKind.Unreachable, $"{_source} ended the stream");
        return nut.EndedBetweenFrames && (code == 0 || (code < 128 && !child.LastLines.Any(Complaint.IsFatal))) ? null
            : new Failure(FailureKind.Unreadable, string.Create(CultureInfo.InvariantCulture, $"ffmpeg broke off in the middle of {_source} (code {code})"));
    }

    /// <param name="Have">One bit for each stream that has come.</param>
    /// <param name="ArrivalUs">When its first part came; null for a file.</param>
    private readonly record struct Assembly(long Pts, Frame Frame, int Have, long? ArrivalUs);

    /// <summary>Gives frames their number and time and hands them out.</summary>
    private sealed class Telling(FrameReader reader, Action<Frame> onFrame, TimeAudit audit, GapFinder gaps, Watchdog watch)
    {
        private long? _utcOffset = reader._settings.StartUtc is { } start ? (start - DateTimeOffset.UnixEpoch).Ticks / 10 : null;

        public long Delivered { get; private set; }

        public void Tell(in Assembly whole)
        {
            var ptsUs = ReadCommand.ToUs(reader._clock, whole.Pts, reader._video);
            watch.Alive();
            if (Delivered == 0 && !Begins(ptsUs))
            {
                // its time is not known yet: it is recorded, but not looked at
                whole.Frame.Dispose();
                return;
            }
            var quality = audit.Add(ptsUs, whole.ArrivalUs);
            var media = ptsUs - reader._startPtsUs;
            gaps.Add(media);
            whole.Frame.Stamp(Delivered, new CaptureTime(media, whole.ArrivalUs, _utcOffset, quality));
            Delivered++;
            onFrame(whole.Frame);
            watch.Alive();
        }

        private bool Begins(long ptsUs)
        {
            if (reader._settings.Fragments is { } shared)
            {
                if (shared.Clock.Arrived(ptsUs) is not { } offset) return false;
                _utcOffset = offset + ptsUs;
            }
            else if (reader._source.InRealTime)
            {
                _utcOffset ??= (reader._settings.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
            }
            Interlocked.Exchange(ref reader._startPtsUs, ptsUs);
            return true;
        }
    }
}
