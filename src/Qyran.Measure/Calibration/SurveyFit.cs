using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>
/// The whole survey as one least-squares problem (a bundle adjustment of one picture): unknown are the view's numbers and the
/// road position of every mark; measured are clicks, lengths, directions and road positions, each with its stated error. Marks
/// shared by several lengths are thereby correlated as they are in truth.
/// </summary>
internal sealed class SurveyFit(SceneCamera camera, LensModel? lens, Survey survey, SurveyMark[] marks, (int From, int To)[] ends, ViewModel view, bool usePoints)
{
    /// <summary>A painted or taped line is parallel to the road within this part of its length (0.6°), and never better than 2 cm.</summary>
    private const double Parallel = 0.01, LeastParallelM = 0.02;

    private const double LeastErrorM = 0.001;

    public int Rows { get; } = (2 * marks.Length) + view.Count + (2 * survey.Lengths.Length) + (usePoints ? 2 * survey.Points.Length : 0);

    /// <summary>Rows that hold a measurement (not a prior, not the empty direction row of a length of any direction).</summary>
    public int Measured { get; } = (2 * marks.Length) + survey.Lengths.Length
        + survey.Lengths.Count(l => l.Along != LengthDirection.Any) + (usePoints ? 2 * survey.Points.Length : 0);

    /// <summary>Solves from a start of the view's numbers; null when the start puts a mark behind the horizon.</summary>
    public LeastSquares.Solution? Solve(double[] viewStart, int iterations)
    {
        var start = new double[view.Count + (2 * marks.Length)];
        var steps = new double[start.Length];
        viewStart.CopyTo(start, 0);
        view.Steps.CopyTo(steps, 0);
        var toRoad = view.ToPixel(viewStart).Inverse();
        for (var i = 0; i < marks.Length; i++)
        {
            var (x, y) = (marks[i].Image.X, marks[i].Image.Y);
            if (lens is not null)
            {
                if (!LensGeometry.TryUndistort(lens, marks[i].Image, out var u)) return null;
                (x, y) = (u.X, u.Y);
            }
            var (rx, ry) = toRoad.Map(x, y, out var w);
            if (!(w > 0) || !(double.Hypot(rx, ry) < 1e6)) return null;
            start[view.Count + (2 * i)] = rx;
            start[view.Count + (2 * i) + 1] = ry;
            steps[view.Count + (2 * i)] = steps[view.Count + (2 * i) + 1] = 1e-4;
        }
        return LeastSquares.Minimise(Residuals, start, steps, Rows, iterations);
    }

    /// <summary>Residuals in a fixed order: clicks (2 per mark), priors, lengths and directions (2 per length), points (2 each).</summary>
    public bool Residuals(ReadOnlySpan<double> p, Span<double> r)
    {
        var toPixel = view.ToPixel(p);
        var road = p[view.Count..];
        var at = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            var (x, y) = toPixel.Map(road[2 * i], road[(2 * i) + 1], out var w);
            if (!(w > 1e-9)) return false;
            if (lens is not null)
            {
                var raw = LensGeometry.Distort(lens, new(x, y));
                (x, y) = (raw.X, raw.Y);
            }
            r[at++] = (x - marks[i].Image.X) / marks[i].ErrorPx;
            r[at++] = (y - marks[i].Image.Y) / marks[i].ErrorPx;
        }
        var priors = view.Priors;
        for (var i = 0; i < priors.Length; i++)
            r[at++] = (p[i] - priors[i].Mean) / priors[i].Error;
        var (s, c) = Math.SinCos(p[view.Count - 1]);
        for (var i = 0; i < ends.Length; i++)
        {
            var (a, b) = ends[i];
            double dx = road[2 * b] - road[2 * a], dy = road[(2 * b) + 1] - road[(2 * a) + 1];
            var length = survey.Lengths[i];
            r[at++] = (double.Hypot(dx, dy) - length.Metres) / Math.Max(length.ErrorM, LeastErrorM);
            double along = (s * dx) + (c * dy), across = (c * dx) - (s * dy);
            var straight = Math.Max(Math.Max(LeastParallelM, length.ErrorM), Parallel * length.Metres);
            r[at++] = length.Along switch
            {
                LengthDirection.Any => 0,
                LengthDirection.Along => across / straight,
                LengthDirection.Across => along / straight,
                _ => throw new InvalidOperationException($"direction {length.Along}"),
            };
        }
        if (!usePoints) return true;
        for (var i = 0; i < survey.Points.Length; i++)
        {
            var error = Math.Max(survey.Points[i].RoadErrorM, LeastErrorM);
            var mark = Array.FindIndex(marks, m => m.Point == i);
            r[at++] = (road[2 * mark] - survey.Points[i].Road.X) / error;
            r[at++] = (road[(2 * mark) + 1] - survey.Points[i].Road.Y) / error;
        }
        return true;
    }

    /// <summary>The survey's own words for every residual of a solution.</summary>
    public IEnumerable<CalibrationResidual> Describe(LeastSquares.Solution solution)
    {
        var r = solution.Values;
        for (var i = 0; i < marks.Length; i++)
        {
            var n = marks[i].Point is { } point ? $"point {point + 1}" : $"mark {i + 1}";
            yield return new($"{n} in the picture, x", r[2 * i] * marks[i].ErrorPx, "px", r[2 * i]);
            yield return new($"{n} in the picture, y", r[(2 * i) + 1] * marks[i].ErrorPx, "px", r[(2 * i) + 1]);
        }
        var at = (2 * marks.Length) + view.Count;
        for (var i = 0; i < ends.Length; i++, at += 2)
        {
            var length = survey.Lengths[i];
            var error = Math.Max(length.ErrorM, LeastErrorM);
            yield return new($"length {i + 1}", r[at] * error, "m", r[at]);
            if (length.Along == LengthDirection.Any) continue;
            var straight = Math.Max(Math.Max(LeastParallelM, length.ErrorM), Parallel * length.Metres);
            yield return new($"direction of length {i + 1}", r[at + 1] * straight, "m", r[at + 1]);
        }
        if (!usePoints) yield break;
        for (var i = 0; i < survey.Points.Length; i++, at += 2)
        {
            var error = Math.Max(survey.Points[i].RoadErrorM, LeastErrorM);
            yield return new($"point {i + 1} on the road, X", r[at] * error, "m", r[at]);
            yield return new($"point {i + 1} on the road, Y", r[at + 1] * error, "m", r[at + 1]);
        }
    }

    /// <summary>Degrees of freedom: measurements less unknowns.</summary>
    public int Freedom => Math.Max(0, Measured - (2 * marks.Length) - view.Free);

    public SceneCamera Camera => camera;
}
