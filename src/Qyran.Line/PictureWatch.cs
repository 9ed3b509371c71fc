using System.Numerics;
using Qyran.Domain.Frames;

namespace Qyran.Line;

/// <summary>
/// What the picture as a whole is like: whether it changes at all, how bright it is. A tenth of a millisecond a few times a second. A frozen camera goes on sending one picture, and who
/// encodes that anew changes hardly a pixel of it (0.005 % of them by more than 3 grey levels); of two pictures of a living one five seconds apart some differ always (2 % and more on all real clips).
/// </summary>
/// <param name="frozenAfter">One picture for so long is <see cref="Frozen"/>.</param>
internal sealed class PictureWatch(TimeSpan frozenAfter)
{
    /// <summary>One picture for so long says nothing of what happened meanwhile, µs.</summary>
    public const long StillUs = 3_000_000;

    private const long EveryUs = 200_000;
    private const int Stride = 41; // prime, so that all columns are met

    // two pictures are one where no more than this share of the pixels differ by more than so many grey levels; a dark one has nothing else, and is one only where it is the very same
    private const byte Levels = 3;
    private const double Share = 0.001;
    private const int MostStills = 256;
    private const double Dark = 22, Bright = 236;
    private readonly List<(long FromUs, long UntilUs)> stills = [];
    private long? lookedUs;
    private long sinceUs, sameUs, stillsUs;
    private byte[] first = []; // of the pictures that are one
    private bool frozen;
    private double mean = 128;

    public bool Frozen => Volatile.Read(ref frozen);

    /// <summary>
    /// Stretches of <see cref="StillUs"/> and more without a change, the one that lasts among them, µs on the source's clock since <see cref="Begin"/>, in order; of very many the oldest are
    /// told as one. For the thread that calls <see cref="Step"/>.
    /// </summary>
    public IEnumerable<(long FromUs, long UntilUs)> Stills => Lasting is { } now ? stills.Append(now) : stills;

    /// <summary>How long they are together, rounded down, s.</summary>
    public int StillSeconds => (int)((stillsUs + (Lasting is { } now ? now.UntilUs - now.FromUs : 0)) / 1_000_000);

    private (long FromUs, long UntilUs)? Lasting => lookedUs is { } at && at - sinceUs >= StillUs ? (sinceUs, at) : null;

    /// <summary>Null when there is light enough and not too much.</summary>
    public string? Light => Volatile.Read(ref mean) switch
    {
        < Dark => "the picture is almost black",
        > Bright => "the picture is almost white",
        _ => null,
    };

    /// <summary>A new connection: its clock begins anew, but the same picture is still the same picture.</summary>
    public void Begin()
    {
        (lookedUs, stillsUs) = (null, 0);
        stills.Clear();
    }

    public void Step(in FrameView frame)
    {
        var us = frame.Time.MediaUs;
        if (lookedUs is { } looked && us >= looked && us - looked < EveryUs) return;
        var (sum, n) = (0L, 0);
        for (var i = 0; i < frame.Y.Length; i += Stride, n++) sum += frame.Y[i];
        var now = n == 0 ? 128 : (double)sum / n;
        if (IsFirst(frame.Y, now < Dark ? (byte)0 : Levels))
        {
            sameUs += Math.Max(0, us - (lookedUs ?? us));
            // a clock that jumps back begins a stretch of its own
            if (us < (lookedUs ?? long.MaxValue)) sinceUs = us;
        }
        else
        {
            if (Lasting is { } ended) Keep(ended.FromUs, us);
            (sinceUs, sameUs) = (us, 0);
            if (first.Length != frame.Y.Length) first = new byte[frame.Y.Length];
            frame.Y.CopyTo(first);
        }
        lookedUs = us;
        Volatile.Write(ref mean, now);
        Volatile.Write(ref frozen, sameUs >= frozenAfter.Ticks / 10);
    }

    private bool IsFirst(ReadOnlySpan<byte> picture, byte levels)
    {
        if (picture.Length != first.Length) return false;
        var (left, limit, at) = (levels == 0 ? 0 : (int)(Share * picture.Length), new Vector<byte>(levels), 0);
        for (; at <= picture.Length - Vector<byte>.Count && left >= 0; at += Vector<byte>.Count)
        {
            var (a, b) = (new Vector<byte>(picture[at..]), new Vector<byte>(first.AsSpan(at)));
            var differ = Vector.GreaterThan(Vector.Max(a, b) - Vector.Min(a, b), limit);
            if (differ != Vector<byte>.Zero) left -= Vector.Sum(differ & Vector<byte>.One);
        }
        for (; at < picture.Length && left >= 0; at++)
            if (Math.Abs(picture[at] - first[at]) > levels) left--;
        return left >= 0;
    }

    /// <summary>Up to the first other picture: when between the two looks it came nobody knows.</summary>
    private void Keep(long fromUs, long untilUs)
    {
        stillsUs += untilUs - fromUs;
        stills.Add((fromUs, untilUs));
        if (stills.Count <= MostStills) return;
        stills[1] = (stills[0].FromUs, stills[1].UntilUs);
        stills.RemoveAt(0);
    }
}
