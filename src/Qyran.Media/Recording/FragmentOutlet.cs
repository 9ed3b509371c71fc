namespace Qyran.Media.Recording;

/// <summary>Where a live source's coded video goes, beside or instead of its frames: fragments, told as soon as they are complete.</summary>
/// <param name="Session">Given to each <see cref="Fragment"/>.</param>
/// <param name="Clock">This connection's; shared with its frames.</param>
/// <param name="OnFragment">On a thread of the reading; must not take long, or the camera waits.</param>
public sealed record FragmentOutlet(long Session, SessionClock Clock, Action<Fragment> OnFragment)
{
    /// <summary>Fragments are a little longer than this, µs: live video is late by as much, and so much is lost when everything dies.</summary>
    internal const long LengthUs = 250_000;

    /// <summary>ffmpeg's options for it; the address is added by the caller. Stamps stay the source's own, moved up so that none is negative.</summary>
    internal static string[] Options => ["-map", "0:V:0", "-c", "copy", "-avoid_negative_ts", "disabled",
        "-output_ts_offset", ReadCommand.ShiftSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof+frag_discont",
        "-frag_duration", LengthUs.ToString(System.Globalization.CultureInfo.InvariantCulture), "-flush_packets", "1"];

    /// <summary>Reads what ffmpeg writes until it ends.</summary>
    internal void Drain(Stream from)
    {
        var stream = new FragmentStream(from);
        if (!stream.ReadInit())
            return;
        var (init, scale) = (stream.Init!, 1e6 / stream.Init!.TicksPerSecond);
        while (stream.Next(out var bytes, out var head, out _, out _))
        {
            var (first, end) = (Us(head.FirstTicks), Us(head.EndTicks));
            var offset = Clock.Arrived(end);
            OnFragment(new Fragment(init, Session, first + offset, end + offset, head.DecodeTicks, (long)Math.Round((head.FirstTicks - head.DecodeTicks) * scale), head.StartsWithKey, bytes));
        }

        long Us(long ticks) => (long)((((Int128)ticks * 1_000_000) + (init.TicksPerSecond / 2)) / init.TicksPerSecond) - (ReadCommand.ShiftSeconds * 1_000_000);
    }
}
