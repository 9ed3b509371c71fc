using System.Collections.Immutable;
using System.Globalization;

namespace Qyran.Media;

/// <summary>
/// Collects the stretches of a video that cannot be relied on, from holes between stamps and from what ffmpeg complains about.
/// <see cref="Damage"/> and <see cref="SoFar"/> may come from other threads; everything else from the reading one.
/// </summary>
/// <param name="slack">ffmpeg's complaint comes before the picture it is about: at most this many frames before.</param>
/// <param name="movedUs">A step no longer than this was made where the clock did not go on, and says nothing of the flow.</param>
internal sealed class GapFinder(int slack, long movedUs)
{
    private const int Remembered = 16, MostGaps = 4096;
    private readonly long[] _recent = new long[Remembered];
    private readonly long[] _steps = new long[Remembered];
    private readonly long[] _sorted = new long[Remembered];
    private readonly Lock _gate = new();
    private readonly Queue<Gap> _gaps = new();
    private string? _damage;
    private long _frames, _damageFrom, _damageUntilFrame = -1;
    private string _damageWhy = "";

    /// <summary>ffmpeg said that what it just read or decoded is damaged.</summary>
    public void Damage(string why) => Volatile.Write(ref _damage, why);

    /// <summary>The gaps found until now, in the order they were found; a damaged stretch that still goes on ends at the last frame.</summary>
    public ImmutableArray<Gap> SoFar()
    {
        lock (_gate)
            return _damageUntilFrame < 0 ? [.. _gaps] : [.. _gaps, new Gap(_damageFrom, Last, _damageWhy)];
    }

    /// <summary>The last frame's media time, µs; 0 before the first.</summary>
    public long Last => _frames == 0 ? 0 : _recent[(_frames - 1) % Remembered];

    // a camera runs for months: what is long past was told when it happened
    private void Remember(Gap gap)
    {
        if (_gaps.Count == MostGaps)
            _gaps.Dequeue();
        _gaps.Enqueue(gap);
    }

    public void Add(long mediaUs)
    {
        lock (_gate)
            Take(mediaUs);
    }

    private void Take(long mediaUs)
    {
        if (_frames > 0)
            Hole(_recent[(_frames - 1) % Remembered], mediaUs);
        if (Interlocked.Exchange(ref _damage, null) is { } why)
        {
            if (_damageUntilFrame < 0)
                (_damageFrom, _damageWhy) = (_frames == 0 ? mediaUs : _recent[_frames > 8 ? (_frames - 8) % Remembered : 0], why);
            _damageUntilFrame = _frames + slack;
        }
        if (_damageUntilFrame >= 0 && _frames >= _damageUntilFrame)
        {
            Remember(new Gap(_damageFrom, mediaUs, _damageWhy));
            _damageUntilFrame = -1;
        }
        _recent[_frames % Remembered] = mediaUs;
        _frames++;
    }

    /// <summary>All gaps, merged, in time order.</summary>
    /// <param name="declaredUs">How long the file says its pictures last, µs; null when it does not say.</param>
    /// <param name="broke">The decoder did not come to the file's end: what is missing is not the file's fault.</param>
    public ImmutableArray<Gap> End(long? declaredUs, bool broke)
    {
        using var hold = _gate.EnterScope();
        var last = Last;
        var step = Median();
        if (_damageUntilFrame >= 0)
            Remember(new Gap(_damageFrom, last, _damageWhy));
        else if (_damage is { } late && _frames > 0)
            Remember(new Gap(_recent[_frames > 8 ? (_frames - 8) % Remembered : 0], last, late));
        if (declaredUs is { } all && _frames > (broke ? 0 : 1) && all - (last + step) > Math.Max(500_000, 5 * step))
            Remember(new Gap(last, all, broke ? "the decoder broke off" : "the file ends before the length it declares"));
        var merged = ImmutableArray.CreateBuilder<Gap>();
        foreach (var gap in _gaps.OrderBy(g => g.FromUs))
        {
            if (merged.Count > 0 && gap.FromUs <= merged[^1].ToUs && gap.Why == merged[^1].Why)
                merged[^1] = merged[^1] with { ToUs = Math.Max(gap.ToUs, merged[^1].ToUs) };
            else
                merged.Add(gap);
        }
        return merged.ToImmutable();
    }

    // in an even flow every missing frame counts; where the step varies by nature only a long silence does
    private void Hole(long before, long now)
    {
        var step = now - before;
        if (_frames > Remembered)
        {
            var median = Median();
            var even = _sorted[1] * 10 > median * 8 && _sorted[Remembered - 2] * 10 < median * 12;
            var limit = even ? median * 7 / 4 : Math.Max(1_000_000, median * 10);
            if (median > 0 && step > limit)
            {
                var missing = (long)Math.Round((double)step / median) - 1;
                Remember(new Gap(before, now, even ? string.Create(CultureInfo.InvariantCulture, $"{missing} {(missing == 1 ? "frame is" : "frames are")} missing")
                    : "no frame for a long time") { ByStamps = true });
            }
        }
        if (step > movedUs)
            _steps[_frames % Remembered] = step;
    }

    private long Median()
    {
        _steps.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        return _sorted[Remembered / 2];
    }
}
