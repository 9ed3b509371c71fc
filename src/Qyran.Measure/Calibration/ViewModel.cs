using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>How a few numbers make the homography road → undistorted pixel. The last number is always the road's direction in the survey's frame, radians.</summary>
internal abstract class ViewModel
{
    private ViewModel() { }

    public abstract int Count { get; }

    /// <summary>Difference step of every number.</summary>
    public abstract double[] Steps { get; }

    /// <summary>Prior mean and standard deviation per number; infinite where nothing is known beforehand.</summary>
    public abstract (double Mean, double Error)[] Priors { get; }

    /// <summary>Numbers the survey itself has to determine, for the degrees of freedom.</summary>
    public abstract int Free { get; }

    /// <summary>Road → undistorted pixel, w &gt; 0 in front of the camera.</summary>
    public abstract Homography ToPixel(ReadOnlySpan<double> p);

    /// <summary>Eight free entries: right for any camera, needs four points with known road positions.</summary>
    /// <param name="roadX">Centre of the road points and</param><param name="roadScale">their extent, m: the numbers stay near 1.</param>
    public sealed class Free8(SceneCamera camera, double roadX, double roadY, double roadScale, bool direction) : ViewModel
    {
        public override int Count => 9;
        public override int Free => 8 + (direction ? 1 : 0);
        public override double[] Steps { get; } = [1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6];
        public override (double, double)[] Priors { get; } =
        [
            (0, double.PositiveInfinity), (0, double.PositiveInfinity), (0, double.PositiveInfinity), (0, double.PositiveInfinity),
            (0, double.PositiveInfinity), (0, double.PositiveInfinity), (0, double.PositiveInfinity), (0, double.PositiveInfinity),
            (0, direction ? double.PositiveInfinity : 1e-3),
        ];

        private readonly Homography _toNormal = new(1 / roadScale, 0, -roadX / roadScale, 0, 1 / roadScale, -roadY / roadScale, 0, 0, 1);
        private readonly Homography _fromNormal = new(camera.Width, 0, camera.Width / 2.0, 0, camera.Width, camera.Height / 2.0, 0, 0, 1);

        public override Homography ToPixel(ReadOnlySpan<double> p) =>
            _fromNormal * new Homography(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], 1) * _toNormal;

        /// <summary>The numbers of a homography road → pixel; null where the points' centre lies on the horizon.</summary>
        public double[]? Numbers(in Homography toPixel)
        {
            var n = _fromNormal.Inverse() * toPixel * _toNormal.Inverse();
            if (Math.Abs(n.M33) < 1e-9) return null;
            n = n.Scaled(1 / n.M33);
            return [n.M11, n.M12, n.M13, n.M21, n.M22, n.M23, n.M31, n.M32, 0];
        }
    }

    /// <summary>A camera with square pixels: ln(focal/width), principal point off the centre /width (2), tilt, roll, yaw, ln(height), foot (2), road direction.</summary>
    public sealed class Camera : ViewModel
    {
        public const int Focal = 0, Cx = 1, Cy = 2, Tilt = 3, Roll = 4, Yaw = 5, Height = 6, FootX = 7, FootY = 8, Road = 9;

        private readonly double _width, _height;

        /// <param name="framed">Whether survey points fix the road frame; otherwise it stands under the camera with Y along the road (or ahead).</param>
        /// <param name="direction">Whether a length is said to run along or across.</param>
        public Camera(SceneCamera camera, LensModel? lens, bool framed, bool direction)
        {
            (_width, _height) = (camera.Width, camera.Height);
            // a scene camera's optical centre lies within some 2 % of the picture's width; masts and roads lean by a few degrees
            Priors =
            [
                lens is null ? (Math.Log(1.5), 1.0) : (Math.Log(lens.Fx / _width), 0.003),
                lens is null ? (0, 0.02) : ((lens.Cx - (_width / 2)) / _width, 0.002),
                lens is null ? (0, 0.02) : ((lens.Cy - (_height / 2)) / _width, 0.002),
                (0.3, 3.0), (0, 0.06),
                framed || direction ? (0, 10.0) : (0, 1e-3),
                camera.HeightMetres is { } h ? (Math.Log(h), 0.1) : (Math.Log(8), 1.0),
                framed ? (0, 1e4) : (0, 1e-3), framed ? (0, 1e4) : (0, 1e-3),
                framed && direction ? (0, 10.0) : (0, 1e-6),
            ];
            Free = (lens is null ? 1 : 0) + 3 + (framed || direction ? 1 : 0) + (framed ? 2 : 0) + (framed && direction ? 1 : 0);
        }

        public override int Count => 10;
        public override int Free { get; }
        public override double[] Steps { get; } = [1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-5, 1e-5, 1e-6];
        public override (double Mean, double Error)[] Priors { get; }

        public override Homography ToPixel(ReadOnlySpan<double> p)
        {
            double f = _width * Math.Exp(p[Focal]), cx = (_width / 2) + (p[Cx] * _width), cy = (_height / 2) + (p[Cy] * _width), h = Math.Exp(p[Height]);
            var (st, ct) = Math.SinCos(p[Tilt]);
            var (sr, cr) = Math.SinCos(p[Roll]);
            var (sy, cyaw) = Math.SinCos(p[Yaw]);
            // forward, right, down in road axes (x right, y ahead, z up); yaw turns clockwise seen from above
            double fx = sy * ct, fy = cyaw * ct, fz = -st;
            double r0x = cyaw, r0y = -sy;
            double d0x = (fy * 0) - (fz * r0y), d0y = (fz * r0x) - (fx * 0), d0z = (fx * r0y) - (fy * r0x);
            double rx = (cr * r0x) + (sr * d0x), ry = (cr * r0y) + (sr * d0y), rz = sr * d0z;
            double dx = (cr * d0x) - (sr * r0x), dy = (cr * d0y) - (sr * r0y), dz = cr * d0z;
            double ax = (f * rx) + (cx * fx), ay = (f * ry) + (cx * fy), az = (f * rz) + (cx * fz);
            double bx = (f * dx) + (cy * fx), by = (f * dy) + (cy * fy), bz = (f * dz) + (cy * fz);
            double tx = p[FootX], ty = p[FootY];
            return new(
                ax, ay, -((ax * tx) + (ay * ty) + (az * h)),
                bx, by, -((bx * tx) + (by * ty) + (bz * h)),
                fx, fy, -((fx * tx) + (fy * ty) + (fz * h)));
        }
    }
}
