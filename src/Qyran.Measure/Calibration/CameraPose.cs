using Qyran.Domain.Geometry;

namespace Qyran.Measure.Calibration;

/// <summary>Where the camera stands over the road and how it looks, as far as the calibration tells.</summary>
/// <param name="Foot">The road point straight below the lens, m.</param>
/// <param name="HeightM">Lens above the road plane, m.</param>
/// <param name="FocalPx">Focal length, px.</param>
public sealed record CameraPose(RoadPoint Foot, double HeightM, double FocalPx)
{
    /// <summary>
    /// Reads the pose out of a homography (undistorted pixel → road), assuming square pixels and the given principal point
    /// (R. Hartley, A. Zisserman, "Multiple View Geometry", 2nd ed., §8.8). Null when the view is too steep or too flat to tell.
    /// </summary>
    public static CameraPose? From(in Homography toRoad, double cx, double cy)
    {
        var p = toRoad.Inverse();
        // centre the pixels
        double a1 = p.M11 - (cx * p.M31), a2 = p.M12 - (cx * p.M32), a3 = p.M13 - (cx * p.M33);
        double b1 = p.M21 - (cy * p.M31), b2 = p.M22 - (cy * p.M32), b3 = p.M23 - (cy * p.M33);
        // turn the road axes so that the first runs parallel to the horizon: its third row entry vanishes
        var n = double.Hypot(p.M31, p.M32);
        if (n < 1e-15) return null;
        double c = p.M32 / n, s = p.M31 / n; // new axes: e1 = (c, −s), e2 = (s, c)
        double u1 = (a1 * c) - (a2 * s), v1 = (b1 * c) - (b2 * s);
        double u2 = (a1 * s) + (a2 * c), v2 = (b1 * s) + (b2 * c);
        var across = (u1 * u1) + (v1 * v1);
        var f2 = (across - (u2 * u2) - (v2 * v2)) / (n * n);
        // |K⁻¹p1|² = |K⁻¹p2|²: across/f² = (u2² + v2²)/f² + n²
        if (!(f2 > 0) || !double.IsFinite(f2)) return null;
        var f = Math.Sqrt(f2);
        var k = f / Math.Sqrt(across);
        double r1x = k * u1 / f, r1y = k * v1 / f, r1z = 0;
        double r2x = k * u2 / f, r2y = k * v2 / f, r2z = k * n;
        double tx = k * a3 / f, ty = k * b3 / f, tz = k * p.M33;
        double r3x = (r1y * r2z) - (r1z * r2y), r3y = (r1z * r2x) - (r1x * r2z), r3z = (r1x * r2y) - (r1y * r2x);
        var e1 = -((r1x * tx) + (r1y * ty) + (r1z * tz));
        var e2 = -((r2x * tx) + (r2y * ty) + (r2z * tz));
        var h = Math.Abs((r3x * tx) + (r3y * ty) + (r3z * tz));
        if (!double.IsFinite(h) || h < 0.5 || h > 500) return null;
        return new(new((c * e1) + (s * e2), (-s * e1) + (c * e2)), h, f);
    }
}
