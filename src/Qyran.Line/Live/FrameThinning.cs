using Qyran.Domain.Time;

namespace Qyran.Line.Live;

/// <summary>
/// How many of a live camera's frames are analysed. On a machine with too much to do the decoding falls behind, and video that comes ever later ends in a torn connection: fewer frames are
/// analysed before that, and soon as many as before. Reader's thread; <see cref="Every"/> from any.
/// </summary>
/// <remarks>Measured is how much later than usual the frames come, by the media clock: neither our clock nor the camera's matters. Each second counts by its earliest frame, so bunches of frames are no lateness.</remarks>
internal sealed class FrameThinning
{
    private const int Most = 4;
    private const long SecondUs = 1_000_000, LateUs = 1_000_000, CaughtUpUs = 300_000;

    /// <summary>So much may the camera's clock run slow, in µs a second.</summary>
    private const long DriftUs = 1000;

    /// <summary>After a change it stays for at least the first; each time fewer frames prove necessary again soon, twice as long, up to the last. µs.</summary>
    private const long FirstHoldUs = 30_000_000, SoonUs = 120_000_000, LongestHoldUs = 600_000_000;

    /// <summary>If it has not caught up in this time, it was not ours to mend (the network, the camera): that late is usual from now on. µs.</summary>
    private const long GiveUpUs = 60_000_000;
    private long frames, beganUs = long.MinValue, lowUs = long.MaxValue, usualUs = long.MaxValue, changedUs, moreUs = long.MinValue, holdUs = FirstHoldUs;
    private int every = 1;

    /// <summary>Every so many-th frame is analysed; 1: all, at most 4.</summary>
    public int Every => Volatile.Read(ref every);

    /// <summary>Whether this frame is analysed; asked once for each, in order. Without an arrival time it always is.</summary>
    public bool Takes(in CaptureTime time)
    {
        if (time.ArrivalUs is not { } arrivalUs) return true;
        if (beganUs == long.MinValue) beganUs = arrivalUs;
        lowUs = Math.Min(lowUs, arrivalUs - time.MediaUs);
        if (arrivalUs - beganUs >= SecondUs)
        {
            Judge(lowUs, arrivalUs);
            (beganUs, lowUs) = (arrivalUs, long.MaxValue);
        }
        return frames++ % every == 0;
    }

    private void Judge(long late, long nowUs)
    {
        usualUs = usualUs == long.MaxValue ? late : Math.Min(late, usualUs + DriftUs);
        var behind = late - usualUs;
        var need = behind > 2 * LateUs ? Most : behind > LateUs ? 2 : 1;
        if (need > every)
        {
            holdUs = moreUs == long.MinValue || nowUs - moreUs > SoonUs ? FirstHoldUs : Math.Min(holdUs * 2, LongestHoldUs);
            Change(need, nowUs);
        }
        else if (every > 1 && nowUs - changedUs >= (behind <= CaughtUpUs ? holdUs : Math.Max(holdUs, GiveUpUs)))
        {
            if (behind > CaughtUpUs) usualUs = late;
            moreUs = nowUs;
            Change(every / 2, nowUs);
        }
    }

    private void Change(int to, long nowUs)
    {
        Volatile.Write(ref every, to);
        changedUs = nowUs;
    }
}
