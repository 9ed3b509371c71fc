namespace Qyran.Media.Recording;

/// <summary>
/// What must be added to a stamp of one connection to get UTC. Set once, by whatever comes first, and the same for frames and fragments, so that both stay on one clock to the
/// microsecond. Safe from any thread.
/// </summary>
public sealed class SessionClock(TimeProvider clock)
{
    private const long Unknown = long.MinValue;
    private long _offset = Unknown;

    /// <summary>µs to add; null before anything came.</summary>
    public long? OffsetUs => Interlocked.Read(ref _offset) is var v && v == Unknown ? null : v;

    /// <summary>The offset; the first call sets it: what has this stamp (µs) has just arrived.</summary>
    public long Arrived(long stampUs)
    {
        Interlocked.CompareExchange(ref _offset, NowUs - stampUs, Unknown);
        return Interlocked.Read(ref _offset);
    }

    /// <summary>By how much something with this stamp is late now against the clock as it was set, µs; negative: the camera's clock runs ahead.</summary>
    public long LateUs(long stampUs) => NowUs - stampUs - Arrived(stampUs);

    private long NowUs => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
}
