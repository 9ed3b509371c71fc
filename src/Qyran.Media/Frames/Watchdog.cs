namespace Qyran.Media;

/// <summary>Kills the child of a live source that gives no frame for too long. Also the clock of arrivals, from the opening of the source.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _opened;
    private readonly ITimer? _timer;
    private long _last;
    private int _stalled;
    private bool _alive;

    public Watchdog(Child child, FrameReaderSettings settings, bool live)
    {
        _clock = settings.Clock;
        _opened = _last = _clock.GetTimestamp();
        if (!live)
            return; // a file's consumer may take all the time it wants
        var period = TimeSpan.FromSeconds(Math.Clamp(settings.Stall.TotalSeconds / 8, 0.02, 1));
        _timer = _clock.CreateTimer(_ =>
        {
            var patience = Volatile.Read(ref _alive) ? settings.Stall : settings.FirstFrame;
            if (_clock.GetElapsedTime(Interlocked.Read(ref _last)) < patience)
                return;
            Interlocked.Exchange(ref _stalled, 1);
            child.Kill();
        }, null, period, period);
    }

    public bool Stalled => Volatile.Read(ref _stalled) != 0;

    public long ElapsedUs => (long)(_clock.GetElapsedTime(_opened).TotalSeconds * 1e6);

    /// <summary>A frame came and was dealt with.</summary>
    public void Alive()
    {
        Interlocked.Exchange(ref _last, _clock.GetTimestamp());
        Volatile.Write(ref _alive, true);
    }

    public void Dispose() => _timer?.Dispose();
}
