namespace Qyran.Vision.View;

/// <summary>
/// The last checks and what they say together: each place is the median of some checks in a row, counted from where the view was in the
/// beginning. Bounded: the last 2048 checks, a quarter of an hour; of what was before, only when the view was away is kept.
/// </summary>
internal sealed class ViewLog(ViewWatchSettings settings)
{
    private const int Kept = 2048, MostMedian = 15, MostAway = 128;
    private readonly ViewCheck[] _checks = new ViewCheck[Kept];
    private readonly List<Away> _away = new(MostAway + 1); // in order
    private long _count, _known;
    private bool _isAway;
    private long? _firstKnownUs;
    private long? _movedSinceUs, _lostSinceUs, _everLostUs;
    private (double X, double Y)? _zero;
    private (double Px, long AtUs)? _largest;
    private double _errors, _lastPx;

    /// <summary>Shift up to which measurements stand, raw pixels.</summary>
    public double LimitPx { get; set; }

    public void Add(in ViewCheck check)
    {
        _checks[_count++ % Kept] = check;
        if (check.State == ViewState.Lost)
        {
            _lostSinceUs ??= check.AtUs;
            _everLostUs ??= check.AtUs;
            Stay(check.AtUs, check.AtUs, 0, lost: true);
        }
        if (check.State != ViewState.Held) return;
        _lostSinceUs = null;
        _known++;
        _errors += check.ErrorPx;
        _firstKnownUs ??= check.AtUs;
        if (_zero is null && check.AtUs - _firstKnownUs >= settings.StartSeconds * 1e6) _zero = Middle(Math.Max(0, _count - Kept), _count - 1);
        if (_zero is null || Shift(_count - 1) is not { } shift) return;
        _lastPx = shift;
        // the median of the last checks is where the view was at the middle one
        var settled = _count - 1 - (settings.MedianChecks / 2);
        _movedSinceUs = shift <= LimitPx ? null : _movedSinceUs ?? At(Math.Max(Oldest, settled)).AtUs;
        if (_movedSinceUs is { } since) Stay(since, check.AtUs, shift, lost: false);
        else _isAway = false;
        if (settled >= Oldest && Shift(settled) is { } px && (_largest is null || px > _largest.Value.Px)) _largest = (px, At(settled).AtUs);
    }

    /// <summary>The view from the last check before <paramref name="fromUs"/> to the first after <paramref name="untilUs"/>.</summary>
    public ViewStay Over(long fromUs, long untilUs)
    {
        var first = _count - 1;
        while (first > Oldest && At(first).AtUs > fromUs) first--;
        var (largest, known) = (0.0, false);
        long? moved = null, lost = null;
        for (var i = Math.Max(first, 0); i < _count; i++)
        {
            var check = At(i);
            if (check.State == ViewState.Lost) lost ??= i == first ? _lostSinceUs ?? check.AtUs : check.AtUs;
            if (Shift(i) is { } shift)
            {
                largest = Math.Max(largest, shift);
                // already away when the stretch began: since then
                if (shift > LimitPx) moved ??= !known && _movedSinceUs < check.AtUs ? _movedSinceUs : check.AtUs;
                known = true;
            }
            if (check.AtUs >= untilUs) break;
        }
        // what lies before the oldest check that is kept
        if (first <= Oldest && Oldest > 0)
            foreach (var away in _away)
            {
                if (away.UntilUs < fromUs || away.FromUs > untilUs || away.FromUs >= At(Oldest).AtUs) continue;
                if (away.Lost) lost = Math.Min(lost ?? long.MaxValue, away.FromUs);
                else (moved, largest) = (Math.Min(moved ?? long.MaxValue, away.FromUs), Math.Max(largest, away.Px));
            }
        // last seen away from its place and not seen since: still away, as far as anybody knows
        if (!known && moved is null && _movedSinceUs is { } since && since <= untilUs && _largest is { } last) (moved, largest) = (since, last.Px);
        else if (!known) largest = _lastPx;
        return new ViewStay(lost is not null ? ViewState.Lost : moved is not null ? ViewState.Moved : known ? ViewState.Held : ViewState.Unknown,
            largest, LimitPx, lost ?? moved);
    }

    public ViewRun Run()
    {
        var last = _count == 0 ? new ViewStay(ViewState.Unknown, 0, LimitPx, null) : Over(At(_count - 1).AtUs, long.MaxValue);
        // the newest place may be the farthest
        var largest = last.State != ViewState.Unknown && last.ShiftPx > (_largest?.Px ?? 0) ? (last.ShiftPx, At(_count - 1).AtUs) : _largest;
        return new ViewRun(last, largest?.Px ?? 0, largest?.AtUs, _everLostUs, _count == 0 ? 0 : (double)_known / _count, _known == 0 ? 0 : _errors / _known);
    }

    /// <summary>The view is away now: the stretch goes on, or begins.</summary>
    private void Stay(long fromUs, long untilUs, double px, bool lost)
    {
        if (_isAway && _away[^1].Lost == lost)
        {
            _away[^1] = _away[^1] with { UntilUs = untilUs, Px = Math.Max(_away[^1].Px, px) };
            return;
        }
        _isAway = true;
        _away.Add(new(fromUs, untilUs, px, lost));
        if (_away.Count <= MostAway) return;
        // of very many the two oldest are one
        var (a, b) = (_away[0], _away[1]);
        _away[1] = new(a.FromUs, b.UntilUs, Math.Max(a.Px, b.Px), a.Lost && b.Lost);
        _away.RemoveAt(0);
    }

    private long Oldest => Math.Max(0, _count - Kept);

    private ref readonly ViewCheck At(long index) => ref _checks[index % Kept];

    /// <summary>How far the view is from its place about this check; null where it was not found then.</summary>
    private double? Shift(long at)
    {
        if (At(at).State != ViewState.Held) return null;
        var to = Math.Min(at + (settings.MedianChecks / 2), _count - 1);
        var from = Math.Max(Oldest, to - settings.MedianChecks + 1);
        if (Middle(from, to) is not { } here) return null;
        var zero = _zero ?? Middle(Oldest, Math.Min(_count - 1, Oldest + MostMedian)) ?? here;
        return double.Hypot(here.X - zero.X, here.Y - zero.Y) + Turned(from, to);
    }

    private (double X, double Y)? Middle(long from, long to)
    {
        Span<double> x = stackalloc double[MostMedian], y = stackalloc double[MostMedian];
        var n = 0;
        for (var i = from; i <= to && n < MostMedian; i++)
            if (At(i) is { State: ViewState.Held } check) (x[n], y[n++]) = (check.X, check.Y);
        return n == 0 ? null : (Median(x[..n]), Median(y[..n]));
    }

    private double Turned(long from, long to)
    {
        Span<double> all = stackalloc double[MostMedian];
        var n = 0;
        for (var i = from; i <= to && n < MostMedian; i++)
            if (At(i) is { State: ViewState.Held } check) all[n++] = check.Turned;
        return n == 0 ? 0 : Median(all[..n]);
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    /// <summary>A stretch in which the view was not in its place, or not found at all.</summary>
    private readonly record struct Away(long FromUs, long UntilUs, double Px, bool Lost);
}
