using Qyran.Domain.Time;

namespace Qyran.Media;

/// <summary>
/// Watches the stamps of a source, one frame at a time, in delivery order. Pure: what it is told is all it knows. Not safe from two threads.
/// </summary>
public sealed class TimeAudit
{
    private readonly double? _declaredFps;
    private readonly bool _live;
    private long _frames, _firstPts, _lastPts, _firstArrival, _lastArrival;
    private long _back, _same;

    public TimeAudit(double? declaredFps, bool live) => (_declaredFps, _live) = (declaredFps, live);

    /// <summary>The verdict so far; cheap, for every frame's stamp.</summary>
    public TimeQuality Quality { get; private set; }

    /// <param name="ptsUs">The source's stamp.</param>
    /// <param name="arrivalUs">Our monotonic clock; null for a file.</param>
    public void Add(long ptsUs, long? arrivalUs)
    {
        if (_frames == 0)
            (_firstPts, _firstArrival) = (ptsUs, arrivalUs ?? 0);
        else if (ptsUs < _lastPts)
            _back++;
        else if (ptsUs == _lastPts)
            _same++;
        (_lastPts, _lastArrival) = (ptsUs, arrivalUs ?? 0);
        _frames++;
        Quality = _back + _same > 0 ? TimeQuality.Broken : _live ? TimeQuality.Unknown : TimeQuality.Exact;
    }

    /// <summary>ffmpeg had to change a stamp that did not grow.</summary>
    public void NoteRewritten() => _back++;

    public TimeAuditResult Result() => new(Quality, 0, _declaredFps,
        _frames > 1 && _lastPts > _firstPts ? (_frames - 1) * 1e6 / (_lastPts - _firstPts) : null, "");
}
