using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>
/// Survey → calibration. Four or more points with road positions: a free homography. Fewer, with lengths: a camera model with
/// square pixels. Refused: too little or contradicting survey, degenerate figures, marks beyond the horizon. See docs/design/speed.md.
/// </summary>
public static class CalibrationSolver
{
    /// <summary>Root of χ²/ν above which the survey contradicts itself; up to it the stated errors are widened instead (Birge ratio).</summary>
    private const double WorstBirge = 5;

    /// <summary>A distance across the survey must be known to this part (one standard deviation), or nothing is calibrated.</summary>
    private const double WorstScale = 0.3;

    /// <summary>Computes the calibration. Pure and deterministic.</summary>
    /// <param name="lens">Known distortion and camera matrix; null = none.</param>
    public static CalibrationOutcome Solve(SceneCamera camera, LensModel? lens, Survey survey)
    {
        if (Unusable(camera, lens, survey) is { } why) return new CalibrationOutcome.Refused(why);
        var (marks, ends) = SurveyMark.Collect(survey);
        if (ends.Any(e => e.From == e.To)) return new CalibrationOutcome.Refused("a length has both ends at the same pixel");
        var direction = survey.Lengths.Any(l => l.Along != LengthDirection.Any);
        return survey.Points.Length >= 4
            ? FromPoints(camera, lens, survey, marks, ends, direction)
            : FromLengths(camera, lens, survey, marks, ends, direction);
    }

    private static CalibrationOutcome FromPoints(
        SceneCamera camera, LensModel? lens, Survey survey, SurveyMark[] marks, (int From, int To)[] ends, bool direction)
    {
        if (DirectLinear.Solve(camera, lens, survey.Points, out var refused) is not { } start) return new CalibrationOutcome.Refused(refused);
        var x = survey.Points.Average(p => p.Road.X);
        var y = survey.Points.Average(p => p.Road.Y);
        var scale = survey.Points.Average(p => double.Hypot(p.Road.X - x, p.Road.Y - y));
        var view = new ViewModel.Free8(camera, x, y, scale, direction);
        if (view.Numbers(start) is not { } numbers) return new CalibrationOutcome.Refused("the points' centre lies on the horizon: a point is misplaced");
        if (direction) numbers[^1] = RoadDirection(survey, start, lens);
        var fit = new SurveyFit(camera, lens, survey, marks, ends, view, usePoints: true);
        return fit.Solve(numbers, 100) is { } solution
            ? Finish(camera, lens, survey, marks, fit, view, solution)
            : new CalibrationOutcome.Refused("a mark lies beyond the horizon the points define: a point is misplaced");
    }

    private static CalibrationOutcome FromLengths(
        SceneCamera camera, LensModel? lens, Survey survey, SurveyMark[] marks, (int From, int To)[] ends, bool direction)
    {
        if (survey.Lengths.IsEmpty)
            return new CalibrationOutcome.Refused($"{survey.Points.Length} points and no length: four points, or lengths along and across the road, are needed");
        if (survey.Lengths.Length < 3)
            return new CalibrationOutcome.Refused($"{survey.Lengths.Length} lengths do not fix the view: at least three are needed, some along and some across the road");
        var view = new ViewModel.Camera(camera, lens, framed: false, direction);
        var fit = new SurveyFit(camera, lens, survey, marks, ends, view, usePoints: false);
        var best = CameraGuess.Starts(camera, lens, survey)
            .Select(s => fit.Solve(s, 12)).OfType<LeastSquares.Solution>()
            .OrderBy(s => s.Cost).Take(3)
            .Select(s => fit.Solve(s.Parameters[..view.Count], 200)).OfType<LeastSquares.Solution>()
            .MinBy(s => s.Cost);
        if (best is null) return new CalibrationOutcome.Refused("no camera looks at a road like this: the lengths' ends cross the horizon");
        if (survey.Points.IsEmpty) return Finish(camera, lens, survey, marks, fit, view, best);
        var framed = new ViewModel.Camera(camera, lens, framed: true, direction);
        var joint = new SurveyFit(camera, lens, survey, marks, ends, framed, usePoints: true);
        var start = CameraGuess.Aligned(best.Parameters[..view.Count], best.Parameters.AsSpan(view.Count), marks, survey);
        return joint.Solve(start, 200) is { } solution
            ? Finish(camera, lens, survey, marks, joint, framed, solution)
            : new CalibrationOutcome.Refused("the points contradict the lengths");
    }

    private static CalibrationOutcome Finish(
        SceneCamera camera, LensModel? lens, Survey survey, SurveyMark[] marks, SurveyFit fit, ViewModel view, LeastSquares.Solution solution)
    {
        if (solution.Covariance is not { } covariance)
            return new CalibrationOutcome.Refused("the survey does not fix the view: its marks are (nearly) on one line");
        var residuals = fit.Describe(solution).ToImmutableArray();
        var freedom = fit.Freedom;
        var birge = freedom > 0 ? Math.Sqrt(solution.Cost / freedom) : 1;
        if (birge > WorstBirge)
        {
            var worst = residuals.MaxBy(r => Math.Abs(r.Sigmas))!;
            return new CalibrationOutcome.Refused(string.Create(CultureInfo.InvariantCulture,
                $"the survey contradicts itself: {worst.Of} is off by {worst.Value:0.###} {worst.Unit}, {Math.Abs(worst.Sigmas):0.#} times its stated error"));
        }
        var centre = Centre(lens, marks);
        var toRoad = Oriented(view.ToPixel(solution.Parameters), centre);
        var spread = Spread(view, solution.Parameters, covariance, Math.Max(1, birge), centre);
        // a common factor moves every road position away from or towards the road's origin; distances all change alike
        if (survey.ScaleError > 0) spread = spread.Add(new(Stretched(toRoad, 1 + survey.ScaleError), Stretched(toRoad, 1 - survey.ScaleError)));
        var calibration = new RoadCalibration
        {
            Id = survey.Id, Basis = survey.Basis, ValidUntil = survey.ValidUntil, Width = camera.Width, Height = camera.Height, Lens = lens,
            ToRoad = toRoad, Spread = spread, Residuals = residuals, ChiSquared = solution.Cost, DegreesOfFreedom = freedom,
            Pose = CameraPose.From(toRoad, lens?.Cx ?? (camera.Width / 2.0), lens?.Cy ?? (camera.Height / 2.0)),
        };
        return Unsteady(calibration, marks) is { } unsteady ? new CalibrationOutcome.Refused(unsteady) : new CalibrationOutcome.Solved(calibration);
    }

    /// <summary>Why a distance between marks is not known well enough, or null.</summary>
    private static string? Unsteady(RoadCalibration calibration, SurveyMark[] marks)
    {
        var (worst, far) = (0.0, 0.0);
        for (var i = 0; i < marks.Length; i++)
            for (var j = i + 1; j < marks.Length; j++)
            {
                if (!calibration.TryRoad(marks[i].Image, out var a) || !calibration.TryRoad(marks[j].Image, out var b))
                    return "a mark lies too near the horizon of the solved view";
                var d = a.DistanceTo(b);
                if (d <= far) continue;
                far = d;
                worst = (calibration.DistanceErrorM(marks[i].Image, marks[j].Image) ?? double.PositiveInfinity) / d;
            }
        return worst <= WorstScale ? null : string.Create(CultureInfo.InvariantCulture,
            $"the survey fixes distances only to ±{200 * worst:0} % (95 %): add lengths along and across the road, near and far");
    }

    /// <summary>Eigenvectors of the view's covariance, as pairs of homographies.</summary>
    private static ImmutableArray<CalibrationSpread> Spread(ViewModel view, double[] at, Matrix<double> covariance, double birge, UndistortedPixel centre)
    {
        var n = view.Count;
        var block = covariance.SubMatrix(0, n, 0, n) * (birge * birge);
        var eigen = ((block + block.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        var spread = ImmutableArray.CreateBuilder<CalibrationSpread>();
        double[] plus = new double[n], minus = new double[n];
        for (var k = 0; k < n; k++)
        {
            var size = Math.Sqrt(Math.Max(0, eigen.EigenValues[k].Real));
            if (size < 1e-12) continue;
            for (var i = 0; i < n; i++)
            {
                plus[i] = at[i] + (size * eigen.EigenVectors[i, k]);
                minus[i] = at[i] - (size * eigen.EigenVectors[i, k]);
            }
            spread.Add(new(Oriented(view.ToPixel(plus), centre), Oriented(view.ToPixel(minus), centre)));
        }
        return spread.ToImmutable();
    }

    /// <summary>Pixel → road, scaled so that w = 1 at the survey's centre.</summary>
    private static Homography Oriented(in Homography toPixel, UndistortedPixel centre)
    {
        var h = toPixel.Inverse();
        h.Map(centre.X, centre.Y, out var w);
        return h.Scaled(1 / w);
    }

    private static Homography Stretched(in Homography h, double k) =>
        new(k * h.M11, k * h.M12, k * h.M13, k * h.M21, k * h.M22, k * h.M23, h.M31, h.M32, h.M33);

    private static UndistortedPixel Centre(LensModel? lens, SurveyMark[] marks)
    {
        double x = 0, y = 0;
        foreach (var mark in marks)
        {
            var u = new UndistortedPixel(mark.Image.X, mark.Image.Y);
            if (lens is not null) LensGeometry.TryUndistort(lens, mark.Image, out u); // the fit has already undistorted every mark
            x += u.X / marks.Length;
            y += u.Y / marks.Length;
        }
        return new(x, y);
    }

    /// <summary>First guess of the road's direction in the survey's frame, radians clockwise from Y.</summary>
    private static double RoadDirection(Survey survey, in Homography toPixel, LensModel? lens)
    {
        var toRoad = toPixel.Inverse();
        double c = 0, s = 0;
        foreach (var length in survey.Lengths)
        {
            if (length.Along == LengthDirection.Any) continue;
            if (Road(toRoad, lens, length.From) is not { } a || Road(toRoad, lens, length.To) is not { } b) continue;
            var angle = Math.Atan2(b.X - a.X, b.Y - a.Y) + (length.Along == LengthDirection.Across ? Math.PI / 2 : 0);
            c += Math.Cos(2 * angle); // doubled: a line has no front
            s += Math.Sin(2 * angle);
        }
        return Math.Atan2(s, c) / 2;
    }

    private static RoadPoint? Road(in Homography toRoad, LensModel? lens, RawPixel at)
    {
        var u = new UndistortedPixel(at.X, at.Y);
        if (lens is not null && !LensGeometry.TryUndistort(lens, at, out u)) return null;
        var (x, y) = toRoad.Map(u.X, u.Y, out _);
        return double.IsFinite(x) && double.IsFinite(y) ? new(x, y) : null;
    }

    private static string? Unusable(SceneCamera camera, LensModel? lens, Survey survey)
    {
        if (camera.Width <= 0 || camera.Height <= 0) return "the scene's camera has no picture size";
        if (camera.HeightMetres is { } height && !(height is > 0.5 and < 500)) return "the camera's height is not between 0.5 and 500 m";
        if (lens is not null && !(lens.Fx > 0 && lens.Fy > 0 && double.IsFinite(lens.K1 + lens.K2 + lens.K3 + lens.P1 + lens.P2 + lens.Cx + lens.Cy)))
            return "the lens needs positive focal lengths and finite coefficients";
        if (!(survey.ScaleError is >= 0 and < 1)) return "the survey's common scale error is not between 0 and 100 %";
        foreach (var p in survey.Points)
        {
            if (!double.IsFinite(p.Image.X + p.Image.Y + p.Road.X + p.Road.Y) || !(p.ImageErrorPx >= 0) || !(p.RoadErrorM >= 0)) return "a survey point is not finite or its error is negative";
            if (!Seen(camera, p.Image)) return "a survey point lies far outside the picture";
        }
        foreach (var l in survey.Lengths)
        {
            if (!double.IsFinite(l.From.X + l.From.Y + l.To.X + l.To.Y) || !(l.ImageErrorPx >= 0) || !(l.ErrorM >= 0)) return "a survey length is not finite or its error is negative";
            if (!(l.Metres is > 0 and < 10_000)) return "a survey length is not between 0 and 10 km";
            if (!Seen(camera, l.From) || !Seen(camera, l.To)) return "a survey length ends far outside the picture";
        }
        return null;
    }

    private static bool Seen(SceneCamera camera, RawPixel p) =>
        Math.Abs(p.X - (camera.Width / 2.0)) <= camera.Width && Math.Abs(p.Y - (camera.Height / 2.0)) <= camera.Height;
}
