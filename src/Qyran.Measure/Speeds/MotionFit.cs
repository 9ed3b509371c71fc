using MathNet.Numerics.LinearAlgebra;

namespace Qyran.Measure.Speeds;

/// <summary>
/// Robust fit of way against time: s = a + b·t (+ c·t² (+ d·t³)), iteratively reweighted with Tukey's biweight from a median start.
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

    /// <summary>2c, the acceleration at time 0, m/s²; 0 for the linear motion.</summary>
    public double Acceleration => Coefficients.Length > 2 ? 2 * Coefficients[2] : 0;

    /// <summary>6d, m/s³.</summary>
    private double AccelerationChange => Coefficients.Length > 3 ? 6 * Coefficients[3] : 0;

    /// <summary>The factor of the highest power of time.</summary>
    public double Bend => Coefficients[^1];

    /// <summary>Bend = Σ BendFunctional[i]·s[i].</summary>
    public required double[] BendFunctional { get; init; }

    /// <summary>a, b, c, …: way, m, by powers of time, s.</summary>
    public required double[] Coefficients { get; init; }

    public int Parameters => Coefficients.Length;

    /// <summary>Fitted mean speed between two times of the track, m/s.</summary>
    public double SpeedBetween(double from, double to) => (At(Coefficients, to) - At(Coefficients, from)) / (to - from);

    /// <summary>The acceleration that is largest in size between two times, m/s²: it changes by a constant rate, so at one of them.</summary>
    public double HardestAcceleration(double from, double to)
    {
        var (first, last) = (Acceleration + (AccelerationChange * from), Acceleration + (AccelerationChange * to));
        return Math.Abs(first) > Math.Abs(last) ? first : last;
    }

    /// <summary>The least speed in the direction of the mean one between two times, m/s; below 0 where it drove back.</summary>
    public double Slowest(double from, double to)
    {
        var change = AccelerationChange;
        var least = Math.Min(Ahead(from), Ahead(to));
        // where there is no acceleration the speed turns
        return change != 0 && -Acceleration / change is var turn && turn > from && turn < to ? Math.Min(least, Ahead(turn)) : least;

        double Ahead(double at) => Math.Sign(Speed) * (Coefficients[1] + (Acceleration * at) + (change / 2 * at * at));
    }

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

    /// <summary>How far the highest power of time takes the motion from the nearest one without it, m: of tⁿ over a stretch of 2r that is rⁿ/2ⁿ⁻¹ at most (Chebyshev).</summary>
    public double BendM(double from, double to) => Math.Abs(Bend) * Math.Pow((to - from) / 2, Parameters - 1) / Math.Pow(2, Parameters - 2);

    /// <summary>Positions that lie as near to the motion as a fit whose scatter is so many times the expected one takes for agreeing.</summary>
    public int Within(double scale, double[] sigma)
    {
        var count = 0;
        for (var i = 0; i < sigma.Length; i++)
            if (Math.Abs(Residuals[i]) < Tukey * scale * sigma[i]) count++;
        return count;
    }

    /// <param name="t">Seconds, ascending, around 0.</param>
    /// <param name="s">Way, m.</param>
    /// <param name="sigma">Expected standard deviation of every position, m.</param>
    /// <param name="degree">Highest power of time, 1 to 3.</param>
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
            for (var i = 0; i < n; i++) residuals[i] = s[i] - At(beta, t[i]);
            if (round > 6 && change < 1e-6) break;
        }
        // mean speed between the ends: (s(t_n) − s(t_0)) / (t_n − t_0) = b + c·(t_0 + t_n) + d·(t_0² + t_0·t_n + t_n²)
        var mean = new[] { 0, 1, t[0] + t[^1], (t[0] * t[0]) + (t[0] * t[^1]) + (t[^1] * t[^1]) }[..(degree + 1)];
        var highest = new double[degree + 1];
        highest[degree] = 1;
        if (Functionals(t, weights, mean) is not { } functional || Functionals(t, weights, highest) is not { } bend) return null;
        return new() { Weights = weights, Residuals = residuals, Scale = scale, Functional = functional, Speed = Dot(functional, s), Coefficients = beta!, BendFunctional = bend };
    }

    /// <summary>The polynomial's value.</summary>
    private static double At(double[] coefficients, double t)
    {
        double value = 0;
        for (var power = coefficients.Length - 1; power >= 0; power--) value = (value * t) + coefficients[power];
        return value;
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
        var right = new double[degree + 1];
        for (var i = 0; i < t.Length; i++)
        {
            var part = w[i] * s[i];
            for (var power = 0; power <= degree; power++, part *= t[i]) right[power] += part;
        }
        return Solved(t, w, right);
    }

    /// <summary>Row vector c·(XᵀWX)⁻¹XᵀW.</summary>
    private static double[]? Functionals(double[] t, double[] w, double[] c)
    {
        if (Solved(t, w, c) is not { } g) return null; // XᵀWX is symmetric
        var f = new double[t.Length];
        for (var i = 0; i < t.Length; i++) f[i] = w[i] * At(g, t[i]);
        return f;
    }

    /// <summary>(XᵀWX)⁻¹·<paramref name="right"/>; null where the times are too few or too close together for it.</summary>
    private static double[]? Solved(double[] t, double[] w, double[] right)
    {
        var n = right.Length;
        var sums = new double[(2 * n) - 1];
        for (var i = 0; i < t.Length; i++)
        {
            var part = w[i];
            for (var power = 0; power < sums.Length; power++, part *= t[i]) sums[power] += part;
        }
        var diagonal = 1.0;
        for (var power = 0; power < n; power++) diagonal *= sums[2 * power];
        var normal = Matrix<double>.Build.Dense(n, n, (row, column) => sums[row + column]).LU();
        return normal.Determinant > 1e-12 * diagonal ? normal.Solve(Vector<double>.Build.Dense(right)).AsArray() : null;
    }
}
