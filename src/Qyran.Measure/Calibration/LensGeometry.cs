using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>
/// Brown–Conrady distortion (D. C. Brown, "Decentering distortion of lenses", 1966) and its numerical inverse.
/// Undistorted pixels use the same camera matrix, so without distortion both frames are equal.
/// </summary>
public static class LensGeometry
{
    private const int Iterations = 60;

    /// <summary>Where the real lens shows the point a perfect lens would show here.</summary>
    public static RawPixel Distort(LensModel lens, UndistortedPixel p)
    {
        var (x, y) = Apply(lens, (p.X - lens.Cx) / lens.Fx, (p.Y - lens.Cy) / lens.Fy);
        return new((lens.Fx * x) + lens.Cx, (lens.Fy * y) + lens.Cy);
    }

    /// <summary>
    /// Inverse of <see cref="Distort"/> by Newton's method; false where it does not come back within 10⁻⁶ px or where the lens
    /// model folds over (the polynomial is no longer monotonic there, so the pixel has no single origin).
    /// </summary>
    public static bool TryUndistort(LensModel lens, RawPixel p, out UndistortedPixel undistorted)
    {
        double tx = (p.X - lens.Cx) / lens.Fx, ty = (p.Y - lens.Cy) / lens.Fy, x = tx, y = ty;
        undistorted = default;
        for (var i = 0; i < Iterations; i++)
        {
            var (ax, ay) = Apply(lens, x, y);
            double ex = ax - tx, ey = ay - ty;
            var (a, b, d) = Jacobian(lens, x, y);
            var det = (a * d) - (b * b);
            // the fold is where the Jacobian loses its positive determinant on the way out from the centre
            if (!double.IsFinite(ex) || !double.IsFinite(ey) || det <= 1e-6 || a + d <= 0) return false;
            if (Math.Abs(ex) * lens.Fx < 1e-9 && Math.Abs(ey) * lens.Fy < 1e-9)
            {
                undistorted = new((lens.Fx * x) + lens.Cx, (lens.Fy * y) + lens.Cy);
                return true;
            }
            double dx = ((d * ex) - (b * ey)) / det, dy = ((a * ey) - (b * ex)) / det;
            var step = Math.Min(1, 0.3 / Math.Max(1e-12, double.Hypot(dx, dy))); // short steps stay on this side of a fold
            x -= step * dx;
            y -= step * dy;
        }
        var (lx, ly) = Apply(lens, x, y);
        undistorted = new((lens.Fx * x) + lens.Cx, (lens.Fy * y) + lens.Cy);
        return double.Hypot((lx - tx) * lens.Fx, (ly - ty) * lens.Fy) < 1e-6;
    }

    private static (double X, double Y) Apply(LensModel lens, double x, double y)
    {
        var r2 = (x * x) + (y * y);
        var radial = 1 + (r2 * (lens.K1 + (r2 * (lens.K2 + (r2 * lens.K3)))));
        return ((x * radial) + (2 * lens.P1 * x * y) + (lens.P2 * (r2 + (2 * x * x))),
            (y * radial) + (lens.P1 * (r2 + (2 * y * y))) + (2 * lens.P2 * x * y));
    }

    /// <summary>Symmetric 2×2 Jacobian of <see cref="Apply"/>: (xx, xy, yy).</summary>
    private static (double Xx, double Xy, double Yy) Jacobian(LensModel lens, double x, double y)
    {
        var r2 = (x * x) + (y * y);
        var radial = 1 + (r2 * (lens.K1 + (r2 * (lens.K2 + (r2 * lens.K3)))));
        var slope = 2 * (lens.K1 + (r2 * ((2 * lens.K2) + (3 * r2 * lens.K3)))); // d(radial)/d(r²)·2
        return (radial + (x * x * slope) + (2 * lens.P1 * y) + (6 * lens.P2 * x),
            (x * y * slope) + (2 * lens.P1 * x) + (2 * lens.P2 * y),
            radial + (y * y * slope) + (6 * lens.P1 * y) + (2 * lens.P2 * x));
    }
}
