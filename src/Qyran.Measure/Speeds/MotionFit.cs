namespace Qyran.Measure.Speeds;

/// <summary>
/// Robust fit of way against time: s = a + b·t (+ c·t²), iteratively reweighted with Tukey's biweight from a median start.
/// The mean speed over the zone is a linear function of the positions, so any correlated error of theirs goes straight through it.
/// </summary>
internal sealed class MotionFit
{
    /// <summary>Tukey's constant: 95 % efficiency under normal noise.</summary>
    private const double Tukey = 4.685;

    /// <summary>Weights of this fit, inverse variances × robust factor; 0 = outlier.</summary>
    public required double[] Weights { get; init; }

    public required double[] Residuals { get; init; }

    /// <summary>Robust ratio of the seen scatter to the expected one.</summary>
    public required double Scale { get; init; }

    /// <summary>Mean speed = Σ Functional[i]·s[i].</summary>
    public required double[] Functional { get; init; }

    /// <summary>Mean speed over the zone, m/s.</summary>
    public required double Speed { get; init; }

    /// <summary>2c, m/s²; 0 for the linear motion.</summary>
    public required double Acceleration { get; init; }

    /// <summary>Acceleration = Σ AccelerationFunctional[i]·s[i]; empty for the linear motion.</summary>
    public required double[] AccelerationFunctional { get; init; }

    public required int Parameters { get; init; }

    /// <summary>Fitted mean speed between two times of the track, m/s.</summary>
    public double SpeedBetween(double from, double to) => Slope + (Acceleration / 2 * (from + to));

    /// <summary>Fitted speed at time 0, m/s.</summary>
    public required double Slope { get; init; }

    /// <summary>The first and the last position that agree well with the motion (robust factor at least a half).</summary>
    public (int First, int Last) Photos(double[] sigma)
    {
        var first = Array.FindIndex(Weights, w => w > 0);
        var last = Array.FindLastIndex(Weights, w => w > 0);
        for (var i = first; i < last; i++)
            if (Weights[i] * sigma[i] * sigma[i] >= 0.5)
            {
                first = i;
                break;
            }
        for (var i = last; i > first; i--)
            if (Weights[i] * sigma[i] * sigma[i] >= 0.5)
            {
                last = i;
                break;
            }
        return (first, last);
    }

    /// <summary>Positions that agree with the motion (weight above 0).</summary>
    public int Agreeing => Weights.Count(w => w > 0);

    /// <param name="t">Seconds, ascending, around 0.</param>
    /// <param name="s">Way, m.</param>
    /// <param name="sigma">Expected standard deviation of every position, m.</param>
    /// <param name="degree">1 or 2.</param>
    public static MotionFit? Solve(double[] t, double[] s, double[] sigma, int degree)
    {
        var n = t.Length;
        var (slope, offset) = Start(t, s);
        var residuals = new double[n];
        for (var i = 0; i < n; i++) residuals[i] = s[i] - offset - (slope * t[i]);
        var weights = new double[n];
        var scale = 1.0;
        double[]? beta = null;
        var robust = new double[n];
        for (var round = 0; round < 30; round++)
        {
            scale = Math.Max(1e-3, Spread(residuals, sigma));
            var change = 0.0;
            for (var i = 0; i < n; i++)
            {
                var u = residuals[i] / (sigma[i] * scale);
                // the first rounds only bend the weights (Huber), so that a poor start cannot throw good positions out
                var w = round < 5 ? Math.Min(1, 1.345 / Math.Max(1e-9, Math.Abs(u)))
                    : Math.Abs(u) < Tukey ? Math.Pow(1 - (u * u / (Tukey * Tukey)), 2) : 0;
                change = Math.Max(change, Math.Abs(w - robust[i]));
                robust[i] = w;
                weights[i] = w / (sigma[i] * sigma[i]);
            }
            if (Weighted(t, s, weights, degree) is not { } solved) return null;
            beta = solved;
            for (var i = 0; i < n; i++) residuals[i] = s[i] - beta[0] - (beta[1] * t[i]) - (degree == 2 ? beta[2] * t[i] * t[i] : 0);
            if (round > 6 && change < 1e-6) break;
        }
        // mean speed between the ends: (s(t_n) − s(t_0)) / (t_n − t_0) = b + c·(t_0 + t_n)
        var mean = degree == 2 ? new[] { 0, 1, t[0] + t[^1] } : [0, 1];
        if (Functionals(t, weights, degree, mean) is not { } functional) return null;
        var bend = degree == 2 ? Functionals(t, weights, degree, [0, 0, 2]) : [];
        return bend is null ? null : new()
        {
            Weights = weights, Residuals = residuals, Scale = scale, Functional = functional, Speed = Dot(functional, s), Parameters = degree + 1, Slope = beta![1],
            Acceleration = degree == 2 ? 2 * beta[2] : 0, AccelerationFunctional = bend,
        };
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Median slope over half-track pairs and median offset: up to a quarter of wild positions do not move it far.</summary>
    private static (double Slope, double Offset) Start(double[] t, double[] s)
    {
        var half = t.Length / 2;
        var slopes = new double[t.Length - half];
        for (var i = 0; i < slopes.Length; i++) slopes[i] = (s[i + half] - s[i]) / (t[i + half] - t[i]);
        var slope = Median(slopes);
        var offsets = new double[t.Length];
        for (var i = 0; i < t.Length; i++) offsets[i] = s[i] - (slope * t[i]);
        return (slope, Median(offsets));
    }

    /// <summary>1.4826 × median of |r/σ|: the standard deviation for normal noise.</summary>
    private static double Spread(double[] residuals, double[] sigma)
    {
        var a = new double[residuals.Length];
        for (var i = 0; i < a.Length; i++) a[i] = Math.Abs(residuals[i] / sigma[i]);
        return 1.4826 * Median(a);
    }

    public static double Median(double[] values)
    {
        Array.Sort(values);
        var m = values.Length / 2;
        return values.Length % 2 == 1 ? values[m] : (values[m - 1] + values[m]) / 2;
    }

    private static double[]? Weighted(double[] t, double[] s, double[] w, int degree)
    {
        var right = new double[3];
        for (var i = 0; i < t.Length; i++)
        {
            right[0] += w[i] * s[i];
            right[1] += w[i] * s[i] * t[i];
            right[2] += w[i] * s[i] * t[i] * t[i];
        }
        return Inverse(t, w, degree) is { } m ? Times(m, right, degree + 1) : null;
    }

    /// <summary>Row vector c·(XᵀWX)⁻¹XᵀW.</summary>
    private static double[]? Functionals(double[] t, double[] w, int degree, double[] c)
    {
        if (Inverse(t, w, degree) is not { } m) return null;
        var g = Times(m, c, degree + 1); // the inverse is symmetric
        var f = new double[t.Length];
        for (var i = 0; i < t.Length; i++) f[i] = w[i] * (g[0] + (g[1] * t[i]) + (degree == 2 ? g[2] * t[i] * t[i] : 0));
        return f;
    }

    private static double[] Times(double[,] m, double[] v, int n)
    {
        var r = new double[n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) r[i] += m[i, j] * v[j];
        return r;
    }

    private static double[,]? Inverse(double[] t, double[] w, int degree)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0;
        for (var i = 0; i < t.Length; i++)
        {
            double q = t[i] * t[i];
            s0 += w[i];
            s1 += w[i] * t[i];
            s2 += w[i] * q;
            s3 += w[i] * q * t[i];
            s4 += w[i] * q * q;
        }
        if (degree == 1)
        {
            var d = (s0 * s2) - (s1 * s1);
            return d > 1e-12 * s0 * s2 ? new[,] { { s2 / d, -s1 / d }, { -s1 / d, s0 / d } } : null;
        }
        double a = (s2 * s4) - (s3 * s3), b = (s2 * s3) - (s1 * s4), c = (s1 * s3) - (s2 * s2);
        var det = (s0 * a) + (s1 * b) + (s2 * c);
        if (!(det > 1e-12 * s0 * s2 * s4)) return null;
        double e = (s0 * s4) - (s2 * s2), f = (s1 * s2) - (s0 * s3), h = (s0 * s2) - (s1 * s1);
        return new[,] { { a / det, b / det, c / det }, { b / det, e / det, f / det }, { c / det, f / det, h / det } };
    }
}
