namespace Qyran.Measure.Speeds;

/// <summary>Noise of the positions as their residuals show it: scale, correlation of neighbours, and how many independent positions that leaves.</summary>
internal sealed class Autocorrelation
{
    private readonly double[] _sigma;
    private readonly double[] _steps;

    /// <summary>Correlation of positions one median frame apart, 0…0.98.</summary>
    public double Correlation { get; }

    /// <summary>Standard deviation of the residuals relative to the expected, corrected for the effective number of positions.</summary>
    public double Scale { get; }

    /// <summary>Effective number of independent positions less the fitted numbers, at least 1.</summary>
    public double Freedom { get; }

    /// <param name="wholeBias">False: only the bias of a subtracted mean is put back, as in measurements of before.</param>
    public Autocorrelation(MotionFit fit, double[] sigma, double[] t, bool wholeBias)
    {
        _sigma = sigma;
        var n = t.Length;
        var gaps = new double[n - 1];
        for (var i = 1; i < n; i++) gaps[i - 1] = t[i] - t[i - 1];
        var frame = MotionFit.Median(gaps);
        _steps = new double[n];
        for (var i = 1; i < n; i++) _steps[i] = _steps[i - 1] + ((t[i] - t[i - 1]) / frame);
        double own = 0, next = 0, used = 0, ownNext = 0;
        for (var i = 0; i < n; i++)
        {
            if (fit.Weights[i] <= 0) continue;
            var u = fit.Residuals[i] / sigma[i];
            own += u * u;
            used++;
            if (i + 1 >= n || fit.Weights[i + 1] <= 0 || _steps[i + 1] - _steps[i] > 1.5) continue;
            next += u * (fit.Residuals[i + 1] / sigma[i + 1]);
            ownNext += u * u;
        }
        // a fit eats low frequencies, each of its numbers some: of p numbers a lag-1 correlation ρ shows as ρ − (p + 2pρ)/n (after Marriott and Pope, 1954)
        var r = ownNext > 0 ? next / ownNext : 0;
        var p = fit.Parameters;
        Correlation = Math.Clamp(wholeBias ? ((r * used) + p) / Math.Max(1, used - (2 * p)) : r + ((1 + (4 * Math.Max(0, r))) / used), 0, 0.98);
        var effective = used * (1 - Correlation) / (1 + Correlation);
        Freedom = Math.Max(1, effective - fit.Parameters);
        Scale = Math.Sqrt(own / Math.Max(1, used - (fit.Parameters * used / Math.Max(fit.Parameters + 1, effective))));
    }

    /// <summary>Standard uncertainty of Σ functional·position under this noise.</summary>
    public double StandardOf(double[] functional)
    {
        double sum = 0;
        for (var i = 0; i < functional.Length; i++)
        {
            if (functional[i] == 0) continue;
            var a = functional[i] * _sigma[i];
            sum += a * a;
            for (var j = i + 1; j < functional.Length; j++)
            {
                var c = Math.Pow(Correlation, _steps[j] - _steps[i]);
                if (c < 1e-6) break;
                sum += 2 * a * functional[j] * _sigma[j] * c;
            }
        }
        return Scale * Math.Sqrt(Math.Max(0, sum));
    }
}
