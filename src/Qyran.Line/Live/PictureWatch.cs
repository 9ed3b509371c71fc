using Qyran.Domain.Frames;

namespace Qyran.Line.Live;

/// <summary>
/// What the picture as a whole is like: whether it changes at all, how bright it is. A tenth of a millisecond a few times a second. A frozen camera goes on sending one picture;
/// a living one never sends the same twice for long, since its sensor has noise and its encoder makes whole pictures now and then.
/// </summary>
internal sealed class PictureWatch(TimeSpan frozenAfter)
{
    private const long EveryUs = 200_000;
    private const int Stride = 41; // prime, so that all columns are met
    private const double Dark = 22, Bright = 236;
    private long? lookedUs;
    private long sameUs;
    private ulong before;
    private bool frozen;
    private double mean = 128;

    public bool Frozen => Volatile.Read(ref frozen);

    /// <summary>Null when there is light enough and not too much.</summary>
    public string? Light => Volatile.Read(ref mean) switch
    {
        < Dark => "the picture is almost black",
        > Bright => "the picture is almost white",
        _ => null,
    };

    /// <summary>A new connection: its clock begins anew, but the same picture is still the same picture.</summary>
    public void Begin() => lookedUs = null;

    public void Step(in FrameView frame)
    {
        var us = frame.Time.MediaUs;
        if (lookedUs is { } looked && us >= looked && us - looked < EveryUs) return;
        var (hash, sum, n) = (14_695_981_039_346_656_037UL, 0L, 0);
        for (var i = 0; i < frame.Y.Length; i += Stride)
        {
            hash = (hash ^ frame.Y[i]) * 1_099_511_628_211UL;
            sum += frame.Y[i];
            n++;
        }
        sameUs = hash == before ? sameUs + Math.Max(0, us - (lookedUs ?? us)) : 0;
        (before, lookedUs) = (hash, us);
        Volatile.Write(ref mean, n == 0 ? 128 : (double)sum / n);
        Volatile.Write(ref frozen, sameUs >= frozenAfter.Ticks / 10);
    }
}
