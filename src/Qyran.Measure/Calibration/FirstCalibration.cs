using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Calibration;

/// <summary>
/// A first calibration where nobody has surveyed: the vanishing point of the driven lines and markings, a nearly level camera, and the
/// scale from something of known size. Good for statistics and for drawing a scene; never for a fine (the survey's basis says so).
/// </summary>
public static class FirstCalibration
{
    private const int FewestLines = 3;

    /// <summary>Beyond this (one standard deviation of a distance along the road) nothing is estimated.</summary>
    private const double WorstScale = 0.25;

    /// <summary>Estimates the view. Pure and deterministic.</summary>
    /// <param name="known">At least one <see cref="KnownSize.Marked"/> or <see cref="KnownSize.CommonCars"/>.</param>
    public static FirstCalibrationOutcome Estimate(IReadOnlyList<Track> tracks, SceneCamera camera, LensModel? lens, ImmutableArray<KnownSize> known)
    {
        var lines = tracks.Select(t => DrivenLine.Of(t, lens, camera.Width)).OfType<DrivenLine>().ToList();
        foreach (var along in known.OfType<KnownSize.LineAlong>())
            if (Drawn(along.From, along.To, lens) is { } line) lines.Add(line);
        var marked = known.OfType<KnownSize.Marked>().Select(k => k.Length).ToImmutableArray();
        var bodies = known.Any(k => k is KnownSize.CommonCars) ? SeenBody.Of(tracks, lens) : [];
        if (marked.IsEmpty && bodies.Count < FewestLines)
            return new FirstCalibrationOutcome.Refused("nothing of known size: give a length on the road, or tracks of vehicles with boxes");
        var agreeing = DrivenLine.Agreeing(lines, 0.02);
        if (agreeing.Count < FewestLines || agreeing.Count < 0.3 * lines.Count)
            return new FirstCalibrationOutcome.Refused($"only {agreeing.Count} of {lines.Count} driven lines meet in one vanishing point: the road bends or too little traffic was seen");
        var across = known.OfType<KnownSize.LineAcross>().Select(l => Drawn(l.From, l.To, lens)).OfType<DrivenLine>().ToList();
        var fit = new FirstFit(camera, lens, agreeing, across, marked, bodies);
        var best = fit.Solve();
        if (best?.Covariance is null) return new FirstCalibrationOutcome.Refused("no camera over a level road explains the driven lines and sizes");
        var toPixel = fit.View.ToPixel(best.Parameters);
        if (Area(toPixel, camera, lens, agreeing) is not { } marks)
            return new FirstCalibrationOutcome.Refused("the driven road is too short in the picture to set marks on it");
        var relative = fit.DistanceError(best, marks[1].Road, marks[7].Road);
        if (!(relative <= WorstScale))
            return new FirstCalibrationOutcome.Refused(string.Create(CultureInfo.InvariantCulture,
                $"speeds would be uncertain by ±{200 * relative:0} %: give a known length along the road"));
        return Written(camera, lens, marks, relative, agreeing.Count, marked.IsEmpty);
    }

    private static DrivenLine? Drawn(RawPixel from, RawPixel to, LensModel? lens)
    {
        UndistortedPixel a = new(from.X, from.Y), b = new(to.X, to.Y);
        if (lens is not null && (!LensGeometry.TryUndistort(lens, from, out a) || !LensGeometry.TryUndistort(lens, to, out b))) return null;
        double dx = b.X - a.X, dy = b.Y - a.Y, d = double.Hypot(dx, dy);
        return d < 5 ? null : new((a.X + b.X) / 2, (a.Y + b.Y) / 2, dx / d, dy / d, d, Math.Max(0.002, 2 / d));
    }

    /// <summary>Nine marks, three rows near to far over the driven road; null when less than 5 m of it is seen.</summary>
    private static (RawPixel Image, RoadPoint Road)[]? Area(in Homography toPixel, SceneCamera camera, LensModel? lens, List<DrivenLine> lines)
    {
        var toRoad = toPixel.Inverse();
        List<double> xs = [], ys = [];
        foreach (var l in lines)
            foreach (var end in new[] { -0.5, 0.5 })
            {
                var (x, y) = toRoad.Map(l.X + (end * l.LengthPx * l.DirectionX), l.Y + (end * l.LengthPx * l.DirectionY), out var w);
                if (!(w > 0)) continue;
                xs.Add(x);
                ys.Add(y);
            }
        if (xs.Count < 4) return null;
        xs.Sort();
        ys.Sort();
        double near = ys[ys.Count / 10], far = ys[ys.Count * 8 / 10], left = xs[xs.Count / 10], right = xs[xs.Count * 9 / 10];
        if (right - left < 3) (left, right) = (((left + right) / 2) - 1.5, ((left + right) / 2) + 1.5);
        far = Math.Min(far, near + 80);
        if (far - near < 5) return null;
        var marks = new (RawPixel, RoadPoint)[9];
        for (var i = 0; i < 9; i++)
        {
            double x = left + ((right - left) * (i % 3) / 2), y = near + ((far - near) * (i / 3) / 2);
            var (u, v) = toPixel.Map(x, y, out var w);
            if (!(w > 0)) return null;
            var raw = lens is null ? new RawPixel(u, v) : LensGeometry.Distort(lens, new(u, v));
            // half a picture outside it is where a calibration ends
            if (Math.Abs(raw.X - (camera.Width / 2.0)) > camera.Width || Math.Abs(raw.Y - (camera.Height / 2.0)) > camera.Height) return null;
            marks[i] = (new(Math.Round(raw.X, 2), Math.Round(raw.Y, 2)), new(Math.Round(x, 3), Math.Round(y, 3)));
        }
        return marks;
    }

    /// <summary>
    /// Marks of a survey have independent errors, the estimate one common error of scale: the marks' road error is chosen so that a
    /// calibration solved from them states the same uncertainty of the zone's length.
    /// </summary>
    private static FirstCalibrationOutcome Written(
        SceneCamera camera, LensModel? lens, (RawPixel Image, RoadPoint Road)[] marks, double relative, int tracksUsed, bool assumed)
    {
        var basis = string.Create(CultureInfo.InvariantCulture,
            $"estimated from traffic and {(assumed ? "common vehicle sizes" : "a known length")}, speeds ±{200 * relative:0.#} % (95 %): not for enforcement");
        var length = marks[1].Road.DistanceTo(marks[7].Road);
        var error = relative * length;
        for (var round = 0; round < 3; round++)
        {
            var survey = new Survey("estimated", basis, null, null, [.. marks.Select(m => new SurveyPoint(m.Image, m.Road, 0.5, Math.Round(error, 3)))], []);
            if (CalibrationSolver.Solve(camera, lens, survey) is not CalibrationOutcome.Solved { Calibration: var solved }
                || solved.DistanceErrorM(marks[1].Image, marks[7].Image) is not { } stated)
                return new FirstCalibrationOutcome.Refused("the estimated view is too uncertain to be written down: give a known length along the road");
            if (round == 2 || Math.Abs((stated / (relative * length)) - 1) < 0.02)
                return solved.Pose is { } pose
                    ? new FirstCalibrationOutcome.Estimated(survey, 200 * relative, pose, tracksUsed)
                    : new FirstCalibrationOutcome.Refused("the estimated view is not a camera's");
            error *= relative * length / stated;
        }
        throw new InvalidOperationException("unreachable: the last round returns");
    }
}
