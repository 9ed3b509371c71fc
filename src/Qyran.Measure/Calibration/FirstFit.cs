using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using View = Qyran.Measure.Calibration.ViewModel.Camera;

namespace Qyran.Measure.Calibration;

/// <summary>Least squares of a level camera against driven lines, marks of known size and common vehicles.</summary>
internal sealed class FirstFit(
    SceneCamera camera, LensModel? lens, List<DrivenLine> along, List<DrivenLine> across, ImmutableArray<SurveyLength> lengths, List<SeenBody> bodies)
{
    /// <summary>A fleet's median differs from a common car by this part in width and in seen height; boxes add their own.</summary>
    private const double FleetError = 0.08;

    /// <summary>Roll of a camera somebody levelled by eye against a road that leans by its crossfall, radians, one standard deviation.</summary>
    private const double LevelError = 0.025;

    /// <summary>Stop lines and the edges of zebras are square to their road within this, radians, one standard deviation (3°).</summary>
    internal const double SquareError = 3 * Math.PI / 180;

    private const double CarWidth = 1.85, CarLength = 4.4, CarHeight = 1.52;

    public View View { get; } = new(camera, lens, framed: false, direction: true);

    private int Rows => View.Count + 2 + along.Count + across.Count + (3 * lengths.Length) + (bodies.Count > 0 ? 3 : 0);

    public LeastSquares.Solution? Solve()
    {
        // the driven lines stand in for lengths along the road to start from
        var assumed = lengths.IsEmpty ? [new SurveyLength(new(0, 0), new(1, 0), 1, LengthDirection.Any, 1, 1)] : lengths;
        var starts = new List<double[]>();
        var drawn = new Survey("", "", null, null, [],
            [.. assumed, .. along.Select(l => new SurveyLength(
                new(l.X - (l.DirectionX * l.LengthPx / 2), l.Y - (l.DirectionY * l.LengthPx / 2)),
                new(l.X + (l.DirectionX * l.LengthPx / 2), l.Y + (l.DirectionY * l.LengthPx / 2)), 30, LengthDirection.Along, 1, 10))]);
        if (lengths.IsEmpty) drawn = drawn with { Lengths = drawn.Lengths.RemoveAt(0) };
        starts.AddRange(CameraGuess.Starts(camera, lens, drawn));
        var steps = View.Steps;
        return starts.Select(s => LeastSquares.Minimise(Residuals, s, steps, Rows, 15)).OfType<LeastSquares.Solution>()
            .OrderBy(s => s.Cost).Take(3)
            .Select(s => LeastSquares.Minimise(Residuals, s.Parameters, steps, Rows, 200)).OfType<LeastSquares.Solution>()
            .MinBy(s => s.Cost);
    }

    /// <summary>Relative standard deviation of the distance between the pixels that now show two road points.</summary>
    public double DistanceError(LeastSquares.Solution solution, RoadPoint a, RoadPoint b)
    {
        var toPixel = View.ToPixel(solution.Parameters);
        var (ax, ay) = toPixel.Map(a.X, a.Y, out _);
        var (bx, by) = toPixel.Map(b.X, b.Y, out _);
        var n = View.Count;
        var gradient = new double[n];
        var p = (double[])solution.Parameters.Clone();
        for (var k = 0; k < n; k++)
        {
            var h = View.Steps[k];
            p[k] = solution.Parameters[k] + h;
            var plus = Distance(p);
            p[k] = solution.Parameters[k] - h;
            gradient[k] = (plus - Distance(p)) / (2 * h);
            p[k] = solution.Parameters[k];
        }
        double variance = 0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) variance += gradient[i] * gradient[j] * solution.Covariance![i, j];
        return Math.Sqrt(variance) / a.DistanceTo(b);

        double Distance(double[] at)
        {
            var toRoad = View.ToPixel(at).Inverse();
            var (ux, uy) = toRoad.Map(ax, ay, out _);
            var (vx, vy) = toRoad.Map(bx, by, out _);
            return double.Hypot(ux - vx, uy - vy);
        }
    }

    /// <summary>
    /// How far what was marked misses a solution, a length by its metres or its direction, whichever is more standard deviations off, a line across by its direction: the worst
    /// of all in words, by how many, and the root of the mean square of the lengths or of the lines, whichever is more. Null and zeros where there is none.
    /// </summary>
    public (string? Worst, double Sigmas, double Rms) Miss(LeastSquares.Solution solution)
    {
        var toRoad = View.ToPixel(solution.Parameters).Inverse();
        var row = View.Count + 2 + along.Count; // where Residuals puts the first line across
        string? worst = null;
        double sigmas = 0, ofLines = 0, ofLengths = 0;
        foreach (var line in across)
        {
            var miss = Math.Abs(solution.Values[row++]);
            ofLines += miss * miss;
            if (miss > sigmas) (worst, sigmas) = (Named(line), miss);
        }
        foreach (var length in lengths)
        {
            var miss = Math.Max(Math.Abs(solution.Values[row]), Askew(toRoad, length));
            row += 3;
            ofLengths += miss * miss;
            if (miss > sigmas) (worst, sigmas) = (string.Create(CultureInfo.InvariantCulture, $"the length of {length.Metres:0.##} m"), miss);
        }
        // each kind for itself: lines that agree make no lengths agree
        return (worst, sigmas, Math.Max(Root(ofLines, across.Count), Root(ofLengths, lengths.Length)));

        static double Root(double squares, int count) => count == 0 ? 0 : Math.Sqrt(squares / count);
    }

    private string Named(DrivenLine line)
    {
        var at = lens is null ? new RawPixel(line.X, line.Y) : LensGeometry.Distort(lens, new(line.X, line.Y));
        return string.Create(CultureInfo.InvariantCulture, $"the line across around {at.X:0},{at.Y:0}");
    }

    /// <summary>By how much a line that crosses the road is turned in the picture when it lies <see cref="SquareError"/> askew on the road, radians.</summary>
    internal static double Skew(in Homography toPixel, DrivenLine line)
    {
        // from the line's middle to the points at infinity of the cross direction and of that direction turned
        double ax = toPixel.M11 - (line.X * toPixel.M31), ay = toPixel.M21 - (line.Y * toPixel.M31);
        var (s, c) = Math.SinCos(SquareError);
        double bx = (c * ax) + (s * (toPixel.M12 - (line.X * toPixel.M32))), by = (c * ay) + (s * (toPixel.M22 - (line.Y * toPixel.M32)));
        return Math.Abs(Math.Atan2((ax * by) - (ay * bx), (ax * bx) + (ay * by)));
    }

    /// <summary>
    /// How far a length runs askew to the direction it is said to have, standard deviations. The fit's own row would refuse good lengths: it knows what a click
    /// does to the length only, and a click a pixel higher hardly lengthens a far lane's width but turns it much.
    /// </summary>
    private double Askew(in Homography toRoad, SurveyLength length)
    {
        if (length.Along == LengthDirection.Any || Road(toRoad, length.From) is not { } a || Road(toRoad, length.To) is not { } b) return 0;
        var off = Off(a, b);
        double clicks = 0;
        foreach (var (dx, dy) in new[] { (1.0, 0.0), (0, 1) })
        {
            if (Road(toRoad, new(length.From.X + dx, length.From.Y + dy)) is { } c) clicks += Math.Pow(Off(c, b) - off, 2);
            if (Road(toRoad, new(length.To.X + dx, length.To.Y + dy)) is { } e) clicks += Math.Pow(Off(a, e) - off, 2);
        }
        return Math.Abs(off) / Math.Max(double.Hypot(0.02 * length.Metres, length.ImageErrorPx * Math.Sqrt(clicks)), 0.05);

        double Off(RoadPoint from, RoadPoint to) => length.Along == LengthDirection.Along ? to.X - from.X : to.Y - from.Y;
    }

    private bool Residuals(ReadOnlySpan<double> p, Span<double> r)
    {
        var toPixel = View.ToPixel(p);
        var toRoad = toPixel.Inverse();
        var at = 0;
        var priors = View.Priors;
        for (var i = 0; i < View.Count; i++) r[at++] = (p[i] - priors[i].Mean) / priors[i].Error;
        // road cameras: focal length between 0.6 and 3.5 picture widths; tighter than a survey may assume
        r[at++] = p[View.Roll] / LevelError;
        r[at++] = lens is null ? (p[View.Focal] - Math.Log(1.4)) / 0.45 : 0;
        // the images of the road's and the cross direction's points at infinity
        foreach (var line in along) r[at++] = line.Miss(toPixel.M12, toPixel.M22, toPixel.M32) / line.ErrorRad;
        foreach (var line in across) r[at++] = line.Miss(toPixel.M11, toPixel.M21, toPixel.M31) / double.Hypot(line.ErrorRad, Skew(toPixel, line));
        foreach (var length in lengths)
        {
            if (Road(toRoad, length.From) is not { } a || Road(toRoad, length.To) is not { } b) return false;
            double dx = b.X - a.X, dy = b.Y - a.Y, d = double.Hypot(dx, dy);
            // clicks: how the length changes when either end moves by a pixel
            var click = length.ImageErrorPx * ClickScale(toRoad, length, d);
            r[at++] = Math.Log(Math.Max(1e-6, d) / length.Metres) / (double.Hypot(length.ErrorM, click) / length.Metres);
            var straight = Math.Max(double.Hypot(0.02 * length.Metres, click), 0.05);
            r[at++] = length.Along == LengthDirection.Along ? dx / straight : 0;
            r[at++] = length.Along == LengthDirection.Across ? dy / straight : 0;
        }
        if (bodies.Count == 0) return true;
        return Bodies(toRoad, p, r[at..]);
    }

    /// <summary>Median over the fleet of log(seen/expected) in width and in height, and the trend of width with depth.</summary>
    private bool Bodies(in Homography toRoad, ReadOnlySpan<double> p, Span<double> r)
    {
        var widths = new double[bodies.Count];
        var heights = new double[bodies.Count];
        var depths = new double[bodies.Count];
        for (var i = 0; i < bodies.Count; i++)
        {
            var c = bodies[i].Contact;
            var (x, y) = toRoad.Map(c.X, c.Y, out var w);
            var (rx, ry) = toRoad.Map(c.X + 1, c.Y, out var wr);
            if (!(w > 0) || !(wr > 0)) return false;
            var metres = double.Hypot(rx - x, ry - y);
            double dx = x - p[View.FootX], dy = y - p[View.FootY], far = Math.Max(0.1, double.Hypot(dx, dy));
            double sine = Math.Abs(dx) / far, cosine = Math.Abs(dy) / far, camera = Math.Exp(p[View.Height]);
            var sight = double.Hypot(far, camera);
            double down = camera / sight, level = far / sight;
            widths[i] = Math.Log(bodies[i].Width * metres / ((CarWidth * cosine) + (CarLength * sine)));
            heights[i] = Math.Log(bodies[i].Height * metres / ((CarHeight * level) + (((CarLength * cosine) + (CarWidth * sine)) * down)));
            depths[i] = Math.Log(far);
        }
        if (!double.IsFinite(widths.Sum() + heights.Sum())) return false;
        r[2] = Trend(depths, widths) / 0.05;
        Array.Sort(widths);
        Array.Sort(heights);
        r[0] = Trimmed(widths) / FleetError;
        r[1] = Trimmed(heights) / FleetError;
        return true;
    }

    /// <summary>Mean of the middle half: as robust as a median against lorries, and smooth for the differences of the solver.</summary>
    private static double Trimmed(double[] sorted)
    {
        var (from, to) = (sorted.Length / 4, sorted.Length - (sorted.Length / 4));
        double sum = 0;
        for (var i = from; i < to; i++) sum += sorted[i];
        return sum / (to - from);
    }

    private static double Trend(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average(), xy = 0, xx = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
        }
        return xx > 1e-6 * x.Length ? xy / xx : 0;
    }

    private double ClickScale(in Homography toRoad, SurveyLength length, double d)
    {
        double sum = 0;
        foreach (var (dx, dy) in new[] { (1.0, 0.0), (0, 1) })
        {
            if (Road(toRoad, length.To) is not { } b) return 0;
            if (Road(toRoad, new(length.From.X + dx, length.From.Y + dy)) is { } a) sum += Math.Pow(a.DistanceTo(b) - d, 2);
            if (Road(toRoad, length.From) is not { } c) return 0;
            if (Road(toRoad, new(length.To.X + dx, length.To.Y + dy)) is { } e) sum += Math.Pow(e.DistanceTo(c) - d, 2);
        }
        return Math.Sqrt(sum);
    }

    private RoadPoint? Road(in Homography toRoad, RawPixel pixel)
    {
        var u = new UndistortedPixel(pixel.X, pixel.Y);
        if (lens is not null && !LensGeometry.TryUndistort(lens, pixel, out u)) return null;
        var (x, y) = toRoad.Map(u.X, u.Y, out var w);
        return w > 0 && double.IsFinite(x) && double.IsFinite(y) ? new(x, y) : null;
    }
}
