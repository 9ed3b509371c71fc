namespace Qyran.Media.Recording;

/// <summary>Where a live source's coded video goes, beside or instead of its frames: fragments, told as soon as they are complete.</summary>
/// <param name="Session">Given to each <see cref="Fragment"/>.</param>
/// <param name="Clock">This connection's; shared with its frames.</param>
/// <param name="OnFragment">On a thread of the reading; must not take long, or the camera waits.</param>
public sealed record FragmentOutlet(long Session, SessionClock Clock, Action<Fragment> OnFragment)
{
    /// <summary>Reads what ffmpeg writes until it ends. What comes before the clock has settled waits for it, and is told then.</summary>
    /// <param name="shiftSeconds">How far stamps were moved up on the way.</param>
    internal void Drain(Stream from, long shiftSeconds)
    {
        var stream = new FragmentStream(from);
        if (!stream.ReadInit())
            return;
        var (init, scale) = (stream.Init!, 1e6 / stream.Init!.TicksPerSecond);
        List<Fragment>? held = [];
        while (stream.Next(out var bytes, out var head, out _, out _))
        {
            var (first, end) = (Us(head.FirstTicks), Us(head.EndTicks));
            var fragment = new Fragment(init, Session, first, end, head.DecodeTicks, (long)Math.Round((head.FirstTicks - head.DecodeTicks) * scale), head.StartsWithKey, bytes)
            {
                VideoUntilUs = Us(head.VideoUntilTicks(init.TicksPerSecond)),
                Pictures = head.Pictures,
            };
            if (Clock.Arrived(end) is not { } offset)
            {
                held!.Add(fragment);
                continue;
            }
            Tell(offset);
            OnFragment(fragment.Moved(offset));
        }
        if (held is { Count: > 0 }) Tell(Clock.Settle());

        void Tell(long offset)
        {
            foreach (var fragment in held ?? []) OnFragment(fragment.Moved(offset));
            held = null;
        }

        long Us(long ticks) => (long)((((Int128)ticks * 1_000_000) + (init.TicksPerSecond / 2)) / init.TicksPerSecond) - (shiftSeconds * 1_000_000);
    }
}
