using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>First homography from points: normalised direct linear transformation (Hartley and Zisserman, §4.4).</summary>
internal static class DirectLinear
{
    /// <summary>Road → undistorted pixel with w &gt; 0 at every point; null with the reason for degenerate or contradicting points.</summary>
    public static Homography? Solve(SceneCamera camera, LensModel? lens, ImmutableArray<SurveyPoint> points, out string refused)
    {
        refused = "";
        var n = points.Length;
        var pixels = new (double X, double Y)[n];
        for (var i = 0; i < n; i++)
        {
            pixels[i] = (points[i].Image.X, points[i].Image.Y);
            if (lens is null) continue;
            if (!LensGeometry.TryUndistort(lens, points[i].Image, out var u))
            {
                refused = $"point {i + 1} lies where the lens model cannot be inverted";
                return null;
            }
            pixels[i] = (u.X, u.Y);
        }
        var roads = points.Select(p => (p.Road.X, p.Road.Y)).ToArray();
        if (Thin(pixels) < 0.005 || Thin(roads) < 0.005)
        {
            refused = "the points lie on one line: add points to the side of it";
            return null;
        }
        Homography fromPixel = Normal(pixels, out var a), fromRoad = Normal(roads, out var b);
        var m = Matrix<double>.Build.Dense(2 * n, 9);
        for (var i = 0; i < n; i++)
        {
            var ((x, y), (u, v)) = (b[i], a[i]);
            m.SetRow(2 * i, [x, y, 1, 0, 0, 0, -u * x, -u * y, -u]);
            m.SetRow((2 * i) + 1, [0, 0, 0, x, y, 1, -v * x, -v * y, -v]);
        }
        var svd = m.TransposeThisAndMultiply(m).Evd(Symmetricity.Symmetric);
        // eigenvalues ascend: a second one near 0 means that more than one homography fits
        if (Math.Sqrt(Math.Max(0, svd.EigenValues[1].Real)) < 1e-3 * Math.Sqrt(svd.EigenValues[8].Real))
        {
            refused = "three of the points lie on one line: the view is not fixed";
            return null;
        }
        var h = svd.EigenVectors.Column(0);
        var normal = new Homography(h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8]);
        var toPixel = fromPixel.Inverse() * normal * fromRoad;
        var positive = 0;
        foreach (var (x, y) in roads)
        {
            toPixel.Map(x, y, out var w);
            if (w > 0) positive++;
        }
        if (positive != 0 && positive != n)
        {
            refused = "some points lie beyond the horizon the others define: a point is misplaced or two are swapped";
            return null;
        }
        if (positive == 0) toPixel = toPixel.Scaled(-1);
        if (toPixel.Determinant is var d && !double.IsFinite(1 / d))
        {
            refused = "the points lie on one line: the view is not fixed";
            return null;
        }
        return toPixel;
    }

    /// <summary>Similarity that brings the points to mean 0 and mean distance √2.</summary>
    private static Homography Normal((double X, double Y)[] points, out (double X, double Y)[] normal)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        var s = Math.Sqrt(2) / points.Average(p => double.Hypot(p.X - x, p.Y - y));
        normal = [.. points.Select(p => (s * (p.X - x), s * (p.Y - y)))];
        return new(s, 0, -s * x, 0, s, -s * y, 0, 0, 1);
    }

    /// <summary>Ratio of the short to the long axis of the points' scatter: 0 on a line.</summary>
    private static double Thin((double X, double Y)[] points)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        double xx = 0, xy = 0, yy = 0;
        foreach (var p in points)
        {
            xx += (p.X - x) * (p.X - x);
            xy += (p.X - x) * (p.Y - y);
            yy += (p.Y - y) * (p.Y - y);
        }
        double half = (xx + yy) / 2, root = double.Hypot((xx - yy) / 2, xy);
        return half + root <= 0 ? 0 : Math.Sqrt(Math.Max(0, half - root) / (half + root));
    }
}
