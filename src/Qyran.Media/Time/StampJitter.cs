namespace Qyran.Media;

/// <summary>
/// How evenly the last stamps follow each other. A stamp's distance from the middle of its two neighbours is half the difference of its two steps; for
/// independent errors of one sigma its variance is 1.5 sigma². The largest twentieth is left out, so that lost frames do not look like jitter, and what is
/// left is scaled as for a normal distribution. Allocates only when made. Not safe from two threads.
/// </summary>
internal sealed class StampJitter
{
    private const int Window = 256, Trimmed = 20;
    private const double TrimScale = 1.148; // sigma over the root mean square of a normal distribution without its outer twentieth
    private readonly double[] _steps = new double[Window], _bends = new double[Window], _sorted = new double[Window];
    private long _stepCount, _bendCount;
    private bool _joined;

    /// <summary>Of the last <see cref="Window"/> steps, µs; 0 before the first. Known after <see cref="Judge"/>, like everything below.</summary>
    public double MedianStepUs { get; private set; }

    public double MeanStepUs { get; private set; }

    /// <summary>Largest less smallest step, µs.</summary>
    public double SpreadUs { get; private set; }

    /// <summary>One sigma of a stamp about the even flow of its neighbours, µs.</summary>
    public double SigmaUs { get; private set; }

    public void Add(double stepUs)
    {
        if (_joined)
            _bends[_bendCount++ % Window] = Math.Abs(stepUs - _steps[(_stepCount - 1) % Window]) / 2;
        _steps[_stepCount++ % Window] = stepUs;
        _joined = true;
    }

    /// <summary>The next step does not continue the last one.</summary>
    public void Part() => _joined = false;

    public void Judge()
    {
        var n = (int)Math.Min(_stepCount, Window);
        if (n > 0)
        {
            _steps.AsSpan(0, n).CopyTo(_sorted);
            Array.Sort(_sorted, 0, n);
            (MedianStepUs, SpreadUs, MeanStepUs) = (_sorted[n / 2], _sorted[n - 1] - _sorted[0], Sum(n, square: false) / n);
        }
        var all = (int)Math.Min(_bendCount, Window);
        var kept = all - (all / Trimmed);
        if (kept == 0)
            return;
        _bends.AsSpan(0, all).CopyTo(_sorted);
        Array.Sort(_sorted, 0, all);
        SigmaUs = Math.Sqrt(Sum(kept, square: true) / kept / 1.5) * (kept < all ? TrimScale : 1);
    }

    private double Sum(int n, bool square)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
            sum += square ? _sorted[i] * _sorted[i] : _sorted[i];
        return sum;
    }
}
