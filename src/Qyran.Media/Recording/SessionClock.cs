namespace Qyran.Media.Recording;

/// <summary>
/// What must be added to a stamp of one connection to get UTC, the same for frames and fragments, so that both stay on one clock to the microsecond.
/// What comes first has lain in ffmpeg while that was finding out what the stream is, a second or two: its arrival says nothing of its time. So a live
/// connection's clock settles first: of all arrivals the promptest counts, until none has been prompter for a while. Safe from any thread.
/// </summary>
/// <param name="settles">False for what is read at its own pace from its first picture on, a played file: the first arrival is the clock.</param>
public sealed class SessionClock(TimeProvider clock, bool settles = false)
{
    /// <summary>Settled when nothing has come prompter for this long, and at the latest after that long, µs.</summary>
    private const long QuietUs = 1_000_000, LongestUs = 8_000_000;

    /// <summary>Less than this is the network's jitter, µs: the promptest counts all the same, but it need not be waited for.</summary>
    private const long JitterUs = 20_000;

    /// <summary>Nothing lies in a buffer this long, µs.</summary>
    private const long SetUs = 10_000_000;

    /// <summary>So long the promptest arrival is looked for once the clock has settled, µs: what is said of it is of the last twice as long.</summary>
    private const long WindowUs = 10_000_000;
    private readonly Lock gate = new();
    private long? offset, firstUs, least, leastBefore;
    private long promptUs, windowUs;
    private bool settled;

    /// <summary>
    /// How far the stamps and our clock have come apart since the clock settled, by the promptest arrivals of late, µs; the offset never follows. Above 0 what is stamped now may have been by so much later than
    /// the offset says: the stamps run slow, or all of it lies somewhere longer than it did; below 0 earlier. 0 for a played file, and before anything has come since it settled.
    /// </summary>
    public long ApartUs
    {
        get
        {
            lock (gate) return offset is { } known && least is { } lately ? Math.Min(lately, leastBefore ?? lately) - known : 0;
        }
    }

    /// <summary>What has this stamp (µs) has just arrived.</summary>
    /// <returns>The offset; null while it is not settled.</returns>
    public long? Arrived(long stampUs)
    {
        lock (gate)
        {
            var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
            var here = now - stampUs;
            if (settled)
            {
                if (settles) Hold(here, now);
                return offset;
            }
            firstUs ??= now;
            if (offset is not { } before || (here < before - JitterUs && here > before - SetUs)) promptUs = now;
            // stamps that leap belong to another clock, which whoever watches the connection finds out
            offset = offset is { } known && here < known - SetUs ? known : Math.Min(offset ?? long.MaxValue, here);
            settled = !settles || now - promptUs >= QuietUs || now - firstUs >= LongestUs;
            return settled ? offset : null;
        }
    }

    /// <summary>The connection has ended before it settled: what is known must do.</summary>
    public long Settle()
    {
        lock (gate)
        {
            settled = true;
            return offset ?? 0;
        }
    }

    private void Hold(long here, long now)
    {
        if (least is not { } before || now - windowUs >= WindowUs)
        {
            leastBefore = now - windowUs < 2 * WindowUs ? least : null;
            (least, windowUs) = (here, now);
        }
        else
        {
            least = Math.Min(before, here);
        }
    }
}
