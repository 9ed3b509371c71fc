using MathNet.Numerics.LinearAlgebra;

namespace Qyran.Measure.Calibration;

/// <summary>Levenberg–Marquardt on normalised residuals (K. Madsen et al., "Methods for non-linear least squares problems", 2004).</summary>
internal static class LeastSquares
{
    /// <summary>Fills residuals for parameters; returns false where the parameters make no sense (a mark behind the camera).</summary>
    public delegate bool Residuals(ReadOnlySpan<double> parameters, Span<double> residuals);

    /// <param name="Parameters">At the minimum.</param>
    /// <param name="Cost">Sum of squared normalised residuals there.</param>
    /// <param name="Covariance">(JᵀJ)⁻¹, null when the normal matrix cannot be inverted.</param>
    public sealed record Solution(double[] Parameters, double[] Values, double Cost, Matrix<double>? Covariance);

    /// <summary>Null when the start already makes no sense. Deterministic.</summary>
    /// <param name="steps">Difference step per parameter.</param>
    public static Solution? Minimise(Residuals f, double[] start, double[] steps, int rows, int iterations)
    {
        var p = (double[])start.Clone();
        var r = new double[rows];
        if (!f(p, r)) return null;
        var cost = Dot(r);
        if (!double.IsFinite(cost)) return null;
        var lambda = 1e-3;
        var trial = new double[p.Length];
        var trialR = new double[rows];
        for (var i = 0; i < iterations; i++)
        {
            if (Jacobian(f, p, steps, rows) is not { } j) break;
            var normal = j.TransposeThisAndMultiply(j);
            var gradient = j.TransposeThisAndMultiply(Vector<double>.Build.Dense(r));
            var better = false;
            var gain = 0.0;
            for (var attempt = 0; attempt < 12 && !better; attempt++)
            {
                var damped = normal.Clone();
                for (var k = 0; k < p.Length; k++) damped[k, k] += (lambda * damped[k, k]) + 1e-15;
                if (Solve(damped, gradient) is { } step)
                {
                    for (var k = 0; k < p.Length; k++) trial[k] = p[k] - step[k];
                    if (f(trial, trialR) && Dot(trialR) is var c && c < cost)
                    {
                        gain = cost - c;
                        cost = c;
                        (p, trial) = (trial, p);
                        (r, trialR) = (trialR, r);
                        lambda = Math.Max(lambda / 10, 1e-12);
                        better = true;
                        continue;
                    }
                }
                lambda = Math.Min(lambda * 10, 1e12);
            }
            if (!better || gain < 1e-12 * (1 + cost)) break;
        }
        return new(p, r, cost, Covariance(f, p, steps, rows));
    }

    private static Matrix<double>? Covariance(Residuals f, double[] p, double[] steps, int rows)
    {
        if (Jacobian(f, p, steps, rows) is not { } j) return null;
        var normal = j.TransposeThisAndMultiply(j);
        // scale to unit diagonal: parameters differ by many orders of magnitude
        var scale = new double[p.Length];
        for (var k = 0; k < p.Length; k++)
        {
            if (!(normal[k, k] > 0)) return null;
            scale[k] = 1 / Math.Sqrt(normal[k, k]);
        }
        var unit = normal.Clone();
        unit.MapIndexedInplace((a, b, v) => v * scale[a] * scale[b]);
        if (Factor(unit) is not { } cholesky) return null;
        var inverse = cholesky.Solve(Matrix<double>.Build.DenseIdentity(p.Length));
        inverse.MapIndexedInplace((a, b, v) => v * scale[a] * scale[b]);
        for (var k = 0; k < p.Length; k++)
            if (!(inverse[k, k] > 0) || !double.IsFinite(inverse[k, k])) return null;
        return inverse;
    }

    private static Matrix<double>? Jacobian(Residuals f, double[] p, double[] steps, int rows)
    {
        var j = Matrix<double>.Build.Dense(rows, p.Length);
        var at = (double[])p.Clone();
        double[] plus = new double[rows], minus = new double[rows];
        for (var k = 0; k < p.Length; k++)
        {
            at[k] = p[k] + steps[k];
            if (!f(at, plus)) return null;
            at[k] = p[k] - steps[k];
            if (!f(at, minus)) return null;
            at[k] = p[k];
            for (var i = 0; i < rows; i++) j[i, k] = (plus[i] - minus[i]) / (2 * steps[k]);
        }
        return j;
    }

    private static Vector<double>? Solve(Matrix<double> a, Vector<double> b) => Factor(a)?.Solve(b);

    private static MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double>? Factor(Matrix<double> a)
    {
        try
        {
            return a.Cholesky();
        }
        catch (ArgumentException)
        {
            return null; // not positive definite: the library has no other way to say so
        }
    }

    private static double Dot(ReadOnlySpan<double> r)
    {
        double sum = 0;
        foreach (var v in r) sum += v * v;
        return sum;
    }
}
