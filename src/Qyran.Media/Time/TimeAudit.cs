using System.Globalization;
using Qyran.Domain.Time;

namespace Qyran.Media;

/// <summary>
/// Judges the stamps of one source, frame by frame, in delivery order: docs/design/time.md. What it is told is all it knows: no clock, no files.
/// <see cref="Add"/> is for the reading thread; the rest may be called from any thread meanwhile. A frame costs no allocation.
/// </summary>
public sealed class TimeAudit
{
    /// <summary>Up to this jitter, µs, stamps are even: what rounding to whole milliseconds leaves (289 µs), and a margin.</summary>
    public const double EvenUs = 500;

    private const int FewestFrames = 8, JudgeEvery = 16;
    private const int SameEvent = 32; // frames: ffmpeg's words and the pictures they are about come by two pipes
    private const long FileJumpUs = 3_600_000_000, LiveJumpUs = 3_000_000;

    // formats that carry pictures and no stamps: whatever time ffmpeg gives them is its own
    private static readonly string[] ClocklessFormats = ["h264", "hevc", "vvc", "m4v", "mjpeg", "mjpeg_2000", "mpjpeg", "obu", "av1", "vc1", "mpegvideo", "h263", "h261", "cavsvideo", "dirac"];

    private readonly Lock _gate = new();
    private readonly VideoInfo _video;
    private readonly double _tickUs;
    private readonly bool _clockless;
    private readonly StampJitter _jitter = new();
    private readonly TimeBreaks _breaks = new();
    private readonly ClockRate? _rate;
    private long _frames, _firstPts, _lastPts, _lastArrival;
    private (long Frame, long ArrivalUs) _older, _newer; // marks of the delivered rate: half a minute to a minute back
    private int _rewritten;
    private long _brokenAt = long.MinValue / 2, _notedAt = -1; // frame numbers
    private string? _synthetic;

    public TimeAudit(VideoInfo video)
    {
        _video = video;
        _tickUs = 1e6 * video.TimeBaseNum / video.TimeBaseDen;
        _clockless = ClocklessFormats.Contains(video.Container);
        _rate = video.IsLive ? new ClockRate() : null;
    }

    /// <summary>The next frame.</summary>
    /// <param name="ptsUs">The source's stamp.</param>
    /// <param name="arrivalUs">Our monotonic clock; needed from a live source, ignored for a file.</param>
    /// <returns>The verdict as of this frame.</returns>
    public TimeQuality Add(long ptsUs, long? arrivalUs)
    {
        lock (_gate)
        {
            var arrival = arrivalUs ?? 0;
            if (_frames == 0)
                (_firstPts, _older, _newer) = (ptsUs, (0, arrival), (0, arrival));
            else
                Step(ptsUs, arrival);
            if (arrival - _newer.ArrivalUs >= 30_000_000)
                (_older, _newer) = (_newer, (_frames, arrival));
            _rate?.Add(ptsUs, arrival, _jitter.MedianStepUs);
            (_lastPts, _lastArrival) = (ptsUs, arrival);
            _frames++;
            if (_frames % JudgeEvery == 0 || _frames is 4 or FewestFrames)
                _jitter.Judge();
            var quality = Quality(ptsUs - _firstPts);
            if (quality == TimeQuality.Synthetic)
                _synthetic ??= Why(quality);
            return quality;
        }
    }

    /// <summary>ffmpeg said that it changed a stamp because it did not grow; counted with the next frame.</summary>
    public void NoteRewritten() => Interlocked.Exchange(ref _rewritten, 1);

    /// <summary>The verdict on the stamps of the last minute.</summary>
    public TimeAuditResult Now()
    {
        lock (_gate)
            return From(_lastPts - _firstPts - 60_000_000);
    }

    /// <summary>The verdict on the stamps from a media time (µs since the first frame) to now: what something seen since then is measured with.</summary>
    public TimeAuditResult Since(long mediaUs)
    {
        lock (_gate)
            return From(mediaUs);
    }

    /// <summary>The verdict on the whole source until now. A stretch that was made up counts however long ago it was; single breaks are told, not held against the rest.</summary>
    public TimeAuditResult Whole()
    {
        lock (_gate)
        {
            Hear();
            if (_notedAt >= 0)
                Break(_breaks.Rewritten, _lastPts - _firstPts);
            _jitter.Judge();
            if (_synthetic is { } why)
                return Result(TimeQuality.Synthetic, why);
            if (_breaks.Severe)
                return Result(TimeQuality.Broken, Broken) with { Broke = true };
            var quality = Quality(long.MaxValue);
            return Result(quality, _breaks.Count == 0 ? null : $"{Why(quality)}; of the stamps {_breaks.What()}: no speed across that");
        }
    }

    private void Step(long ptsUs, long arrival)
    {
        var (step, at) = (ptsUs - _lastPts, ptsUs - _firstPts);
        Hear();
        // a stamp that stands one tick after the last where frames are many ticks apart was moved there by ffmpeg; in the very beginning
        // nobody knows how far apart they are, but no road camera makes a thousand pictures a second
        var wide = _jitter.MedianStepUs >= 8 * _tickUs || (_jitter.MedianStepUs == 0 && _video.TicksFinely);
        var moved = step > 0 && step <= (_tickUs * 1.01) + 1 && wide;
        var jump = _rate is null ? step > FileJumpUs : step > arrival - _lastArrival + LiveJumpUs;
        if (step < 0)
            Break(_breaks.Back, at);
        else if (step == 0)
            Break(_breaks.Same, at);
        else if (moved || (_notedAt >= 0 && _frames - _notedAt >= SameEvent))
            Break(_breaks.Rewritten, at);
        else if (jump)
            Break(_breaks.Jump, at);
        if (step < 0 || jump)
            _rate?.Reset();
        if (step <= 0 || moved || jump)
            _jitter.Part();
        else
            _jitter.Add(step);
    }

    // what ffmpeg said waits for the stamp it is about, so that one event counts once; meanwhile nothing is trusted
    private void Hear()
    {
        if (Interlocked.Exchange(ref _rewritten, 0) != 0 && _notedAt < 0 && _frames - _brokenAt > SameEvent)
            _notedAt = _frames;
    }

    private void Break(Action<long> note, long atUs)
    {
        note(atUs);
        (_brokenAt, _notedAt) = (_frames, -1);
    }

    /// <param name="sinceUs">Media time from which on a break counts.</param>
    private TimeQuality Quality(long sinceUs)
    {
        if (_clockless || _rate is { Contradicts: true })
            return TimeQuality.Synthetic;
        if (Broke(sinceUs))
            return TimeQuality.Broken;
        if (_frames < FewestFrames || _rate is { Rate: null })
            return TimeQuality.Unknown;
        if (InBursts) return TimeQuality.Broken;
        // even stamps in a file may be no more than a count of its frames, uneven ones no more than when they were written, and both may hold a clock that was set
        if (!_video.IsLive) return TimeQuality.Counted;
        return _jitter.SigmaUs > EvenUs ? TimeQuality.Jittered : TimeQuality.Exact;
    }

    private bool Broke(long sinceUs) => _notedAt >= 0 || _breaks.LastUs >= sinceUs || _breaks.Often(_lastPts - _firstPts);

    private bool InBursts => _jitter.SigmaUs > _jitter.MeanStepUs / 2;

    // the container counts its steps, it does not time the frames
    private bool Constant => !_video.IsLive && _jitter.SpreadUs <= Math.Max(2, Math.Min(_tickUs * 1.01, 50));

    private double? DeliveredFps
    {
        get
        {
            var (frames, us) = _video.IsLive ? (_frames - 1 - _older.Frame, _lastArrival - _older.ArrivalUs) : (_frames - 1, _lastPts - _firstPts);
            return frames > 0 && us > 0 ? frames * 1e6 / us : null;
        }
    }

    private TimeAuditResult From(long sinceUs)
    {
        var quality = Quality(sinceUs);
        return Result(quality, null) with { Broke = quality == TimeQuality.Broken && Broke(sinceUs) };
    }

    private TimeAuditResult Result(TimeQuality quality, string? why) =>
        new(quality, Constant ? 0 : _jitter.SigmaUs, _video.DeclaredFps, DeliveredFps, why ?? Why(quality));

    private string Why(TimeQuality quality)
    {
        var (jitter, step) = (Ms(_jitter.SigmaUs), Ms(_jitter.MedianStepUs));
        return quality switch
        {
            TimeQuality.Synthetic when _clockless => $"made-up time stamps: a raw {_video.Container} stream carries no clock",
            TimeQuality.Synthetic => string.Create(CultureInfo.InvariantCulture,
                $"made-up time stamps: in one second the stream's clock advances {_rate!.Rate:0.000} s (±{_rate.Tolerance:0.000}); declared {Fps(_video.DeclaredFps)}, delivered {Fps(DeliveredFps)}"),
            TimeQuality.Broken when _notedAt >= 0 || _breaks.Count > 0 => Broken,
            TimeQuality.Broken => $"broken time stamps: they come in bursts ({jitter} of jitter in steps of {Ms(_jitter.MeanStepUs)}) and tell when frames were written, not exposed",
            TimeQuality.Unknown when _frames < FewestFrames => string.Create(CultureInfo.InvariantCulture, $"{_frames} frames are too few to judge the time stamps"),
            TimeQuality.Unknown => string.Create(CultureInfo.InvariantCulture,
                $"the camera's clock is not known well enough yet (watched for {_rate!.Watched} s, at least {ClockRate.FewestBlocks} s are needed)"),
            TimeQuality.Counted when Constant => $"a constant step of {step} by the file's own count: nothing contradicts it, nothing proves it",
            TimeQuality.Counted when _jitter.SigmaUs > EvenUs => $"uneven time stamps: {jitter} of jitter in steps of {step}, taken into the error of every speed: frames that are only written late look so too; nothing proves that they were timed",
            TimeQuality.Counted => $"even steps of {step} but for {jitter} of rounding: frames that were counted look so; nothing proves that they were timed",
            TimeQuality.Exact => $"steady time stamps: {jitter} of jitter in steps of {step}{Against()}",
            TimeQuality.Jittered => $"real but uneven time stamps: {jitter} of jitter in steps of {step}, taken into the error of every speed{Against()}",
            _ => throw new InvalidOperationException($"time quality {quality}"),
        };
    }

    private string Broken => _breaks.Count == 0 ? "broken time stamps: one did not grow and was moved" : $"broken time stamps: {_breaks.What()}";

    private string Against() => _rate is { Rate: { } rate } ? string.Create(CultureInfo.InvariantCulture, $"; its clock runs {rate:0.0000} of ours (±{_rate.Tolerance:0.0000})") : "";

    private static string Ms(double us) => string.Create(CultureInfo.InvariantCulture, $"{us / 1000:0.00} ms");

    private static string Fps(double? fps) => fps is { } f ? string.Create(CultureInfo.InvariantCulture, $"{f:0.##} fps") : "nothing";
}
