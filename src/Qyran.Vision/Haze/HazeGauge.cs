using Qyran.Domain.Frames;

namespace Qyran.Vision.Haze;

/// <summary>
/// Says whether fog or thick snowfall lies over the whole picture: it adds its own light before everything, so nothing is dark any more (the dark channel of He, Sun and Tang, 2009).
/// Looks once a second at every eighth pixel of every eighth row; needs three seconds to change its mind. One instance belongs to one camera and one thread; allocates nothing.
/// </summary>
internal sealed class HazeGauge
{
    private const long EveryUs = 1_000_000, LongestUs = 6_000_000;
    private const int Step = 8, Confirmations = 3;

    /// <summary>Share of the pixels that may be darker: text burnt into the picture, a wiper, a post before the lens.</summary>
    private const double Dark = 0.02;

    /// <summary>The darkest of the others, video range 16…235, from which on there is haze, and below which there is none any more. By day some road, tree or tyre is below 85 in clear weather, below 110 against a low sun.</summary>
    private const int From = 120, Until = 112;

    private readonly int[] _levels = new int[256];
    private long _next = long.MinValue, _last = long.MinValue, _hazyUs;
    private int _against;

    /// <summary>The darkest but <see cref="Dark"/> of the pixels at the last look, 0…255.</summary>
    public int Darkest { get; private set; }

    public bool IsHazy { get; private set; }

    /// <summary>For how long it has been hazy in all, s.</summary>
    public int Seconds => (int)Math.Round(_hazyUs / 1e6);

    /// <summary>Looks where it is time to. Returns <see cref="IsHazy"/>.</summary>
    public bool Look(in FrameView frame)
    {
        var now = frame.Time.MediaUs;
        if (now >= _last && now < _next) return IsHazy;
        // where nothing moves nobody looks for seconds; over more the video was away
        if (IsHazy) _hazyUs += Math.Clamp(now - _last, 0, LongestUs);
        (_last, _next) = (now, now + EveryUs);
        Darkest = DarkestOf(frame);
        var says = IsHazy ? Darkest >= Until : Darkest >= From;
        _against = says == IsHazy ? 0 : _against + 1;
        if (_against < Confirmations) return IsHazy;
        (IsHazy, _against) = (says, 0);
        return IsHazy;
    }

    private int DarkestOf(in FrameView frame)
    {
        Array.Clear(_levels);
        var count = 0;
        for (var y = Step / 2; y < frame.Height; y += Step)
        {
            var row = frame.Y.Slice(y * frame.Width, frame.Width);
            for (var x = Step / 2; x < row.Length; x += Step, count++) _levels[row[x]]++;
        }
        var left = (int)(Dark * count);
        var level = 0;
        while (level < 255 && (left -= _levels[level]) >= 0) level++;
        return level;
    }
}
