using Qyran.Domain.Cases;
using Qyran.Domain.Tracks;

namespace Qyran.Line.Cases;

/// <summary>What a case's clip shows of its vehicle's way.</summary>
internal static class ClipSpan
{
    /// <summary>Who parks for hours would make a clip that no pack can hold; the moments the verdict rests on are shown by photos all the same.</summary>
    private const long LongestUs = 300_000_000, AfterUs = 60_000_000;

    /// <summary>From first to last sight; of who stays longer than five minutes four before the offence and one after it. µs on the source's clock, without pre- and post-roll.</summary>
    public static (long FromUs, long UntilUs) Of(Track track, Verdict.Broken verdict)
    {
        var (first, last) = (track.First.Time.MediaUs, track.Last.Time.MediaUs);
        if (last - first <= LongestUs) return (first, last);
        var until = Math.Clamp(verdict.AtUs + AfterUs, first + LongestUs, last);
        return (until - LongestUs, until);
    }
}
