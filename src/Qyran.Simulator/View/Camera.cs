using System.Numerics;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>
/// Projects road-frame points (m, z up) to raw pixels: pinhole with Brown–Conrady distortion (D. Brown, "Decentering distortion of
/// lenses", 1966), exactly as the written scene says. Beyond the picture's corner the polynomial goes on straight, so that it
/// never folds back into the picture.
/// </summary>
internal sealed class Camera
{
    private const double Near = 0.4;
    private readonly double px, py, pz, fx, fy, fz, rx, ry, rz, dx, dy, dz;
    private readonly LensModel lens;
    private readonly double mostR, atMost, slope;

    public Camera(CameraPlan plan, double panDeg = 0, double tiltDeg = 0, double rollDeg = 0)
    {
        Plan = plan;
        lens = plan.Lens;
        (px, py, pz) = (plan.At.X, plan.At.Y, plan.HeightM);
        var (sy, cy) = Math.SinCos((plan.PanDeg + panDeg) * Math.PI / 180);
        var (st, ct) = Math.SinCos((plan.TiltDeg + tiltDeg) * Math.PI / 180);
        var (sr, cr) = Math.SinCos((plan.RollDeg + rollDeg) * Math.PI / 180);
        (fx, fy, fz) = (sy * ct, cy * ct, -st);
        double r0x = cy, r0y = -sy, d0x = -fz * r0y, d0y = fz * r0x, d0z = (fx * r0y) - (fy * r0x);
        (rx, ry, rz) = ((cr * r0x) + (sr * d0x), (cr * r0y) + (sr * d0y), sr * d0z);
        (dx, dy, dz) = ((cr * d0x) - (sr * r0x), (cr * d0y) - (sr * r0y), cr * d0z);
        // outermost radius (before distortion) that can be seen, with a tenth to spare; the fold, if nearer, ends it
        var corner = 1.1 * double.Hypot(plan.Width / 2.0 / lens.Fx, plan.Height / 2.0 / lens.Fy);
        mostR = 0;
        for (var r = 0.0; r < 4 && Radial(r) <= corner && Slope(r) > 0.05; r += 0.002) mostR = r;
        (atMost, slope) = (Radial(mostR), Math.Max(0.05, Slope(mostR)));
    }

    public CameraPlan Plan { get; }

    public Vector3 At => new((float)px, (float)py, (float)pz);

    /// <summary>Distance along the optical axis, m.</summary>
    public double Depth(double x, double y, double z) => ((x - px) * fx) + ((y - py) * fy) + ((z - pz) * fz);

    /// <summary>Raw pixel of a point; false behind the camera.</summary>
    public bool TryProject(double x, double y, double z, out double u, out double v, out double depth)
    {
        double ex = x - px, ey = y - py, ez = z - pz;
        depth = (ex * fx) + (ey * fy) + (ez * fz);
        if (depth < Near)
        {
            u = v = 0;
            return false;
        }
        var a = ((ex * rx) + (ey * ry) + (ez * rz)) / depth;
        var b = ((ex * dx) + (ey * dy) + (ez * dz)) / depth;
        (a, b) = Distorted(a, b);
        (u, v) = ((lens.Fx * a) + lens.Cx, (lens.Fy * b) + lens.Cy);
        return true;
    }

    public RawPixel? Project(RoadPoint p, double z = 0) => TryProject(p.X, p.Y, z, out var u, out var v, out _) ? new(u, v) : null;

    /// <summary>Farther away nothing is judged, m.</summary>
    public const double FarthestM = 200;

    /// <summary>True when the road point is seen within the picture and not too far away to judge.</summary>
    /// <param name="sightM">How far the weather lets one see.</param>
    public bool Sees(RoadPoint p, double sightM = FarthestM) => p.DistanceTo(Plan.At) < Math.Min(FarthestM, sightM) && Project(p) is { } at && at.X >= 0 && at.Y >= 0 && at.X < Plan.Width && at.Y < Plan.Height;

    /// <summary>Unit direction of sight through a raw pixel (need not lie within the picture).</summary>
    public Vector3 Ray(double u, double v)
    {
        var (a, b) = Undistorted((u - lens.Cx) / lens.Fx, (v - lens.Cy) / lens.Fy);
        return Vector3.Normalize(new((float)(fx + (a * rx) + (b * dx)), (float)(fy + (a * ry) + (b * dy)), (float)(fz + (a * rz) + (b * dz))));
    }

    /// <summary>Pixels of one metre across the view at a depth.</summary>
    public double PixelsPerMetre(double depth) => lens.Fx / Math.Max(Near, depth);

    private (double A, double B) Distorted(double a, double b)
    {
        var r = double.Hypot(a, b);
        if (r <= mostR || r < 1e-12)
        {
            var r2 = r * r;
            var k = 1 + (r2 * (lens.K1 + (r2 * (lens.K2 + (r2 * lens.K3)))));
            return ((a * k) + (2 * lens.P1 * a * b) + (lens.P2 * (r2 + (2 * a * a))), (b * k) + (lens.P1 * (r2 + (2 * b * b))) + (2 * lens.P2 * a * b));
        }
        var beyond = (atMost + (slope * (r - mostR))) / r;
        return (a * beyond, b * beyond);
    }

    private (double A, double B) Undistorted(double a, double b)
    {
        double x = a, y = b;
        for (var i = 0; i < 25; i++)
        {
            var (u, v) = Distorted(x, y);
            double ex = a - u, ey = b - v;
            (x, y) = (x + ex, y + ey);
            if ((ex * ex) + (ey * ey) < 1e-18) break;
        }
        return (x, y);
    }

    private double Radial(double r) => r * (1 + (r * r * (lens.K1 + (r * r * (lens.K2 + (r * r * lens.K3))))));

    private double Slope(double r) => 1 + (r * r * ((3 * lens.K1) + (r * r * ((5 * lens.K2) + (7 * r * r * lens.K3)))));
}
