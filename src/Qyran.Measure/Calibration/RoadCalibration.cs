using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>
/// A calibrated view of the road: raw pixel → (lens) → undistorted pixel → (homography) → road metres, with the uncertainty of
/// the homography. Immutable; made only by <see cref="CalibrationSolver"/>.
/// </summary>
public sealed record RoadCalibration : IRoadPlane
{
    /// <summary>The survey's id; every speed reading names it.</summary>
    public required string Id { get; init; }

    /// <summary>Where the metres come from, as the survey says.</summary>
    public required string Basis { get; init; }

    /// <summary>UTC; null = no expiry given.</summary>
    public required DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Raw picture size, px. Pixels more than half a picture outside it are not calibrated.</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }

    /// <summary>Null: raw and undistorted pixels are the same.</summary>
    public required LensModel? Lens { get; init; }

    /// <summary>Undistorted pixel → road, scaled so that w = 1 at the survey's centre; w falls to 0 at the horizon.</summary>
    public required Homography ToRoad { get; init; }

    /// <summary>Uncertainty of <see cref="ToRoad"/>, one entry per independent direction; signs and scales as there.</summary>
    public required ImmutableArray<CalibrationSpread> Spread { get; init; }

    /// <summary>Null where square pixels and a central principal point contradict the homography.</summary>
    public required CameraPose? Pose { get; init; }

    /// <summary>Everything the survey states, against the solution.</summary>
    public required ImmutableArray<CalibrationResidual> Residuals { get; init; }

    /// <summary>Sum of squared normalised residuals.</summary>
    public required double ChiSquared { get; init; }

    /// <summary>Measured things beyond the needed; 0 = nothing checks the survey.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Nearest to the horizon still trusted: a road point may be seen at most 20 times farther off than the survey's centre.</summary>
    private const double LeastW = 0.05;

    /// <summary>Two focal lengths or heights whose logarithms are farther apart are not of one camera; the surveys of the simulated cameras give both within 1 %.</summary>
    private const double Apart = 0.1;

    /// <summary>Whether the lens undoes a distortion and the survey does not give another focal length than it has.</summary>
    public bool LensFits => Lens is { } lens and not { K1: 0, K2: 0, P1: 0, P2: 0, K3: 0 } && !Differ(Pose?.FocalPx, lens.Fx) && !Differ(Pose?.FocalPx, lens.Fy);

    /// <summary>For people: what it rests on, how well it fits, where the camera would stand; a few short lines.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"calibration {Id}: {Basis}");
        if (ValidUntil is { } until) text.Append(CultureInfo.InvariantCulture, $", valid until {until.UtcDateTime:yyyy-MM-dd}");
        text.Append(DegreesOfFreedom == 0 ? "\n  nothing checks it: as many measured things as unknowns"
            : string.Create(CultureInfo.InvariantCulture, $"\n  fit: {Math.Sqrt(ChiSquared / DegreesOfFreedom):0.00} of the stated errors over {DegreesOfFreedom} things too many"));
        if (Pose is { } pose) text.Append(CultureInfo.InvariantCulture, $"\n  camera: {pose.HeightM:0.0} m above the road, focal length {pose.FocalPx:0} px");
        foreach (var r in Residuals.OrderByDescending(r => Math.Abs(r.Sigmas)).Take(3))
            text.Append(CultureInfo.InvariantCulture, $"\n  {r.Of}: off by {Math.Round(r.Value, 3) + 0.0:0.###} {r.Unit} ({Math.Abs(r.Sigmas):0.0} of its stated error)");
        return text.ToString();
    }

    /// <summary>For people: what the scene says of its lens and of its camera's height and the survey gives otherwise; a short line each.</summary>
    public IEnumerable<string> Contradictions(SceneCamera camera)
    {
        foreach (var (name, said) in ((string, double?)[])[("fx", Lens?.Fx), ("fy", Lens?.Fy)])
            if (Differ(Pose?.FocalPx, said)) yield return string.Create(CultureInfo.InvariantCulture, $"the survey gives a focal length of {Pose!.FocalPx:0} px, the lens says {name} {said:0.#}: such a lens does not narrow the error of speeds");
        if (Differ(Pose?.HeightM, camera.HeightMetres)) yield return string.Create(CultureInfo.InvariantCulture, $"the survey gives a camera {Pose!.HeightM:0.0} m above the road, height_m says {camera.HeightMetres:0.##}");
    }

    private static bool Differ(double? solved, double? said) => solved is { } one && said is { } other && Math.Abs(Math.Log(one / other)) > Apart;

    /// <inheritdoc/>
    public bool TryRoad(RawPixel pixel, out RoadPoint road)
    {
        road = default;
        return TryUndistorted(pixel, out var u) && TryRoad(u, ToRoad, out road);
    }

    /// <summary>The same through one of the <see cref="Spread"/> homographies.</summary>
    public static bool TryRoad(UndistortedPixel pixel, in Homography through, out RoadPoint road)
    {
        var (x, y) = through.Map(pixel.X, pixel.Y, out var w);
        road = new(x, y);
        return w > LeastW && double.IsFinite(x) && double.IsFinite(y);
    }

    /// <summary>Takes the lens out; false where the lens model has no inverse or the pixel lies far outside the picture.</summary>
    public bool TryUndistorted(RawPixel pixel, out UndistortedPixel undistorted)
    {
        undistorted = new(pixel.X, pixel.Y);
        if (!(Math.Abs(pixel.X - (Width / 2.0)) <= Width && Math.Abs(pixel.Y - (Height / 2.0)) <= Height)) return false;
        return Lens is null || LensGeometry.TryUndistort(Lens, pixel, out undistorted);
    }

    /// <inheritdoc/>
    public bool TryPixel(RoadPoint road, out RawPixel pixel)
    {
        var (x, y) = ToRoad.Inverse().Map(road.X, road.Y, out var w);
        pixel = new(x, y);
        if (!(w > 0) || !double.IsFinite(x) || !double.IsFinite(y)) return false;
        if (Lens is not null) pixel = LensGeometry.Distort(Lens, new(x, y));
        return true;
    }

    /// <inheritdoc/>
    public double PixelsPerMetre(RawPixel pixel)
    {
        if (!TryRoad(new(pixel.X - 0.5, pixel.Y), out var a) || !TryRoad(new(pixel.X + 0.5, pixel.Y), out var b)) return 0;
        var m = a.DistanceTo(b);
        return m > 0 && double.IsFinite(m) ? 1 / m : 0;
    }

    /// <summary>Metres of road per pixel in x and in y at this pixel: ∂X/∂x, ∂X/∂y, ∂Y/∂x, ∂Y/∂y by central differences; false as <see cref="TryRoad(RawPixel, out RoadPoint)"/>.</summary>
    public bool TryJacobian(RawPixel pixel, out (double Xx, double Xy, double Yx, double Yy) jacobian)
    {
        jacobian = default;
        const double H = 0.25;
        if (!TryRoad(new(pixel.X - H, pixel.Y), out var l) || !TryRoad(new(pixel.X + H, pixel.Y), out var r)
            || !TryRoad(new(pixel.X, pixel.Y - H), out var t) || !TryRoad(new(pixel.X, pixel.Y + H), out var b)) return false;
        jacobian = ((r.X - l.X) / (2 * H), (b.X - t.X) / (2 * H), (r.Y - l.Y) / (2 * H), (b.Y - t.Y) / (2 * H));
        return true;
    }

    /// <summary>
    /// Covariance of the road position under this pixel that comes from the calibration alone, m²; null where there is no road.
    /// The click or contact error of the pixel itself is not in it.
    /// </summary>
    public (double Xx, double Xy, double Yy)? RoadErrorAt(RawPixel pixel)
    {
        if (!TryUndistorted(pixel, out var u) || !TryRoad(u, ToRoad, out _)) return null;
        double xx = 0, xy = 0, yy = 0;
        foreach (var s in Spread)
        {
            if (!TryRoad(u, s.Plus, out var p) || !TryRoad(u, s.Minus, out var m)) return null;
            double dx = (p.X - m.X) / 2, dy = (p.Y - m.Y) / 2;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        return (xx, xy, yy);
    }

    /// <summary>Standard deviation of the distance between two pixels' road points that comes from the calibration, m; null where there is no road.</summary>
    public double? DistanceErrorM(RawPixel a, RawPixel b)
    {
        if (!TryUndistorted(a, out var ua) || !TryUndistorted(b, out var ub)) return null;
        double sum = 0;
        foreach (var s in Spread)
        {
            if (!TryRoad(ua, s.Plus, out var pa) || !TryRoad(ub, s.Plus, out var pb)
                || !TryRoad(ua, s.Minus, out var ma) || !TryRoad(ub, s.Minus, out var mb)) return null;
            var d = (pa.DistanceTo(pb) - ma.DistanceTo(mb)) / 2;
            sum += d * d;
        }
        return Math.Sqrt(sum);
    }
}
