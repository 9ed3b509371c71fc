namespace Qyran.Media;

/// <summary>
/// How fast a live source's clock runs against ours. A frame's delay is its arrival less its stamp; the network and the decoder only ever add to it, often in
/// bursts, so of each second the least delayed frame counts, and the trend of these over the last minute is the median of the slopes between all pairs
/// (Theil and Sen): a few bad seconds do not move it. Allocates only when made. Not safe from two threads.
/// </summary>
internal sealed class ClockRate
{
    public const int FewestBlocks = 8;
    private const int Blocks = 60;
    private const long BlockUs = 1_000_000;
    private const double Floor = 0.001, TooCoarse = 0.03;
    private readonly (long ArrivalUs, long DelayUs)[] _blocks = new (long, long)[Blocks];
    private readonly double[] _slopes = new double[Blocks * (Blocks - 1) / 2];
    private readonly double[] _residuals = new double[Blocks];
    private long _count, _opened;
    private (long ArrivalUs, long DelayUs)? _best;

    /// <summary>Whole seconds watched since the last <see cref="Reset"/>, at most a minute.</summary>
    public int Watched => (int)Math.Min(_count, Blocks);

    /// <summary>Seconds of the source's clock in one of ours; null while that is not known well enough.</summary>
    public double? Rate { get; private set; }

    /// <summary>What <see cref="Rate"/> may differ from 1 without the clock being wrong: 0.1 % and four of its own standard deviations.</summary>
    public double Tolerance { get; private set; }

    public bool Contradicts => Rate is { } rate && Math.Abs(rate - 1) > Tolerance;

    /// <param name="stepUs">The usual time between two frames: no delay is known better than a part of it.</param>
    public void Add(long ptsUs, long arrivalUs, double stepUs)
    {
        var delay = arrivalUs - ptsUs;
        if (_best is not null && arrivalUs - _opened >= BlockUs)
        {
            _blocks[_count++ % Blocks] = _best.Value;
            _best = null;
            Judge(stepUs);
        }
        if (_best is null)
            _opened = arrivalUs;
        if (_best is null || delay < _best.Value.DelayUs)
            _best = (arrivalUs, delay);
    }

    /// <summary>The source's clock was set: what was learned is void.</summary>
    public void Reset()
    {
        (_count, _best, Rate) = (0, null, null);
    }

    private void Judge(double stepUs)
    {
        var n = Watched;
        Rate = null;
        if (n < FewestBlocks)
            return;
        var pairs = 0;
        long first = long.MaxValue, last = long.MinValue;
        for (var i = 0; i < n; i++)
        {
            (first, last) = (Math.Min(first, _blocks[i].ArrivalUs), Math.Max(last, _blocks[i].ArrivalUs));
            for (var j = i + 1; j < n; j++)
            {
                if (_blocks[j].ArrivalUs != _blocks[i].ArrivalUs)
                    _slopes[pairs++] = (double)(_blocks[j].DelayUs - _blocks[i].DelayUs) / (_blocks[j].ArrivalUs - _blocks[i].ArrivalUs);
            }
        }
        if (pairs == 0)
            return;
        var slope = Median(_slopes, pairs);
        for (var i = 0; i < n; i++)
            _residuals[i] = _blocks[i].DelayUs - _blocks[0].DelayUs - (slope * (_blocks[i].ArrivalUs - _blocks[0].ArrivalUs));
        var middle = Median(_residuals, n);
        for (var i = 0; i < n; i++)
            _residuals[i] = Math.Abs(_residuals[i] - middle);
        var sigma = Math.Max(1.4826 * Median(_residuals, n), Math.Max(5_000, stepUs / 4));
        Tolerance = Floor + (4 * sigma * Math.Sqrt(12.0 / n) / (last - first));
        // a slope of the delay: per second of ours the source's clock falls behind by that much
        Rate = Tolerance <= TooCoarse ? 1 - slope : null;
    }

    private static double Median(double[] values, int n)
    {
        Array.Sort(values, 0, n);
        return (n & 1) != 0 ? values[n / 2] : (values[n / 2] + values[(n / 2) - 1]) / 2;
    }
}
