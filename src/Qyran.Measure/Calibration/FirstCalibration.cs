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

    /// <summary>Rounding of the written marks.</summary>
    private const double MarkErrorM = 0.03;

    /// <summary>Beyond this (one standard deviation of a distance along the road) nothing is estimated.</summary>
    private const double WorstScale = 0.3;

    /// <summary>A given length or line across this many standard deviations off is a slip (a wrong pixel, another marking), not an error of its measuring.</summary>
    private const double WorstMiss = 5;

    /// <summary>Estimates the view. Pure and deterministic.</summary>
    /// <param name="known">At least one <see cref="KnownSize.Marked"/> or <see cref="KnownSize.CommonCars"/>.</param>
    public static FirstCalibrationOutcome Estimate(IReadOnlyList<Track> tracks, SceneCamera camera, LensModel? lens, ImmutableArray<KnownSize> known)
    {
        var driven = tracks.Select(t => (Track: t, Line: DrivenLine.Of(t, lens, camera.Width))).Where(d => d.Line is not null).Select(d => (d.Track, Line: d.Line!)).ToList();
        var lines = driven.Select(d => d.Line).ToList();
        foreach (var along in known.OfType<KnownSize.LineAlong>())
            if (Drawn(along.From, along.To, lens) is { } line) lines.Add(line);
        var marked = known.OfType<KnownSize.Marked>().Select(k => k.Length).ToImmutableArray();
        var (agreeing, meet) = DrivenLine.Agreeing(lines, 0.02);
        if (agreeing.Count < FewestLines || agreeing.Count < 0.3 * lines.Count)
            return new FirstCalibrationOutcome.Refused($"only {agreeing.Count} of {lines.Count} driven lines meet in one vanishing point: the road bends or too little traffic was seen");
        // boxes of leaves, shadows and of vehicles that turn say nothing of a common car
        var straight = driven.Where(d => Math.Abs(d.Line.Miss(meet.X, meet.Y, meet.W)) < 0.06).ToList();
        var bodies = known.Any(k => k is KnownSize.CommonCars) ? SeenBody.Of([.. straight.Select(d => d.Track)], lens) : [];
        if (marked.IsEmpty && bodies.Count < FewestLines)
            return new FirstCalibrationOutcome.Refused("nothing of known size: give a length on the road, or tracks of vehicles with boxes");
        var across = known.OfType<KnownSize.LineAcross>().Select(l => Drawn(l.From, l.To, lens)).OfType<DrivenLine>().ToList();
        var fit = new FirstFit(camera, lens, agreeing, across, marked, bodies);
        var best = fit.Solve();
        if (best?.Covariance is null) return new FirstCalibrationOutcome.Refused("no camera over a level road explains the driven lines and sizes");
        // the covariance is the same whether lengths and lines agree or not
        var (worst, sigmas, rms) = fit.Miss(best);
        if (worst is not null && sigmas > WorstMiss)
            return new FirstCalibrationOutcome.Refused(string.Create(CultureInfo.InvariantCulture,
                $"{worst} contradicts the other lengths and lines or the traffic, by {sigmas:0} times its error: check its pixels, its direction and, of a length, its metres, and those of the others"));
        var toPixel = fit.View.ToPixel(best.Parameters);
        if (Area(toPixel, camera, lens, agreeing) is not { } marks)
            return new FirstCalibrationOutcome.Refused("the driven road is too short in the picture to set marks on it");
        var relative = fit.DistanceError(best, marks[1].Road, marks[7].Road) * Math.Max(1, rms);
        if (!(relative <= WorstScale))
            return new FirstCalibrationOutcome.Refused(string.Create(CultureInfo.InvariantCulture,
                $"speeds would be uncertain by ±{200 * relative:0} %: give a known length along the road"));
        return Written(camera, lens, marks, relative, straight.Count, agreeing.Count, marked.IsEmpty);
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
        // marks may lie a little outside the picture (a scene file allows a fifth); narrower until they do
        for (var part = 1.0; part > 0.2; part *= 0.8)
            if (Marks(toPixel, camera, lens, (left + right) / 2, (right - left) * part, near, far) is { } marks) return marks;
        return null;
    }

    private static (RawPixel Image, RoadPoint Road)[]? Marks(
        in Homography toPixel, SceneCamera camera, LensModel? lens, double middle, double wide, double near, double far)
    {
        var marks = new (RawPixel, RoadPoint)[9];
        for (var i = 0; i < 9; i++)
        {
            double x = middle + (wide * ((i % 3) - 1) / 2), y = near + ((far - near) * (i / 3) / 2);
            var (u, v) = toPixel.Map(x, y, out var w);
            if (!(w > 0)) return null;
            var raw = lens is null ? new RawPixel(u, v) : LensGeometry.Distort(lens, new(u, v));
            if (Math.Abs(raw.X - (camera.Width / 2.0)) > 0.68 * camera.Width || Math.Abs(raw.Y - (camera.Height / 2.0)) > 0.68 * camera.Height) return null;
            marks[i] = (new(Math.Round(raw.X, 2), Math.Round(raw.Y, 2)), new(Math.Round(x, 3), Math.Round(y, 3)));
        }
        return marks;
    }

    /// <summary>As a survey whose marks agree with each other to a few centimetres and share one uncertain scale.</summary>
    private static FirstCalibrationOutcome Written(
        SceneCamera camera, LensModel? lens, (RawPixel Image, RoadPoint Road)[] marks, double relative, int tracksUsed, int linesUsed, bool assumed)
    {
        var basis = string.Create(CultureInfo.InvariantCulture,
            $"estimated from traffic and {(assumed ? "common vehicle sizes" : "a known length")}, speeds ±{200 * relative:0.#} % (95 %): not for enforcement");
        var survey = new Survey("estimated", basis, null, null, [.. marks.Select(m => new SurveyPoint(m.Image, m.Road, 0.5, MarkErrorM))], [])
        {
            ScaleError = Math.Round(relative, 4),
        };
        return CalibrationSolver.Solve(camera, lens, survey) switch
        {
            CalibrationOutcome.Solved { Calibration.Pose: { } pose } => new FirstCalibrationOutcome.Estimated(survey, 200 * relative, pose, tracksUsed, linesUsed),
            CalibrationOutcome.Solved => new FirstCalibrationOutcome.Refused("the estimated view is not a camera's"),
            CalibrationOutcome.Refused refused => new FirstCalibrationOutcome.Refused($"the estimated view cannot be written down ({refused.Why}): give a known length along the road"),
            _ => throw new InvalidOperationException("unknown calibration outcome"),
        };
    }
}
