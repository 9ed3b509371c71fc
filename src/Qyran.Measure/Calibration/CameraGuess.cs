using Qyran.Domain.Scenes;
using View = Qyran.Measure.Calibration.ViewModel.Camera;

namespace Qyran.Measure.Calibration;

/// <summary>First guesses of a camera from lengths alone: a grid over focal length, with the direction from the road's vanishing point where there is one.</summary>
internal static class CameraGuess
{
    private static ReadOnlySpan<double> FocalLengths => [0.5, 0.7, 0.9, 1.2, 1.6, 2.1, 2.8, 3.7, 5.0];
    private static ReadOnlySpan<double> Tilts => [0.1, 0.2, 0.35, 0.6, 1.0];

    /// <summary>Numbers of <see cref="View"/> without a frame: foot at 0, height from the lengths.</summary>
    public static List<double[]> Starts(SceneCamera camera, LensModel? lens, Survey survey)
    {
        var starts = new List<double[]>();
        double w = camera.Width, h = camera.Height;
        var focals = lens is null ? FocalLengths.ToArray() : [lens.Fx / w];
        var meeting = VanishingPoint([.. survey.Lengths.Where(l => l.Along == LengthDirection.Along)]);
        foreach (var f in focals)
        {
            if (meeting is { } vp)
            {
                // the road's direction in camera axes; without roll its height over the horizon gives the tilt
                double x = (vp.X - (w / 2)) / (f * w), y = (vp.Y - (h / 2)) / (f * w);
                var tilt = Math.Atan(-y);
                var yaw = -Math.Atan2(x * Math.Cos(tilt), 1);
                Add(starts, camera, survey, f, tilt, yaw);
            }
            foreach (var tilt in Tilts)
                foreach (var yaw in survey.Lengths.Any(l => l.Along != LengthDirection.Any) && meeting is null ? new[] { -0.6, 0, 0.6 } : [0.0])
                    Add(starts, camera, survey, f, tilt, yaw);
        }
        return starts;
    }

    /// <summary>Moves a solution without frame onto the survey's points: turn, shift.</summary>
    public static double[] Aligned(double[] view, ReadOnlySpan<double> road, SurveyMark[] marks, Survey survey)
    {
        double ax = 0, ay = 0, bx = 0, by = 0, n = survey.Points.Length;
        for (var i = 0; i < marks.Length; i++)
        {
            if (marks[i].Point is not { } point) continue;
            ax += road[2 * i] / n;
            ay += road[(2 * i) + 1] / n;
            bx += survey.Points[point].Road.X / n;
            by += survey.Points[point].Road.Y / n;
        }
        double dot = 0, cross = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            if (marks[i].Point is not { } point) continue;
            double x = road[2 * i] - ax, y = road[(2 * i) + 1] - ay;
            double u = survey.Points[point].Road.X - bx, v = survey.Points[point].Road.Y - by;
            dot += (x * u) + (y * v);
            cross += (x * v) - (y * u);
        }
        var turn = dot == 0 && cross == 0 ? 0 : Math.Atan2(cross, dot); // counter-clockwise
        var (s, c) = Math.SinCos(turn);
        var aligned = (double[])view.Clone();
        aligned[View.Yaw] = view[View.Yaw] - turn;
        aligned[View.FootX] = bx + (c * (view[View.FootX] - ax)) - (s * (view[View.FootY] - ay));
        aligned[View.FootY] = by + (s * (view[View.FootX] - ax)) + (c * (view[View.FootY] - ay));
        aligned[View.Road] = -turn;
        return aligned;
    }

    private static void Add(List<double[]> starts, SceneCamera camera, Survey survey, double f, double tilt, double yaw)
    {
        var p = new double[10];
        p[View.Focal] = Math.Log(f);
        p[View.Tilt] = tilt;
        p[View.Yaw] = yaw;
        var toRoad = new View(camera, null, false, true).ToPixel(p).Inverse();
        var ratios = new List<double>();
        foreach (var l in survey.Lengths)
        {
            var (ax, ay) = toRoad.Map(l.From.X, l.From.Y, out var wa);
            var (bx, by) = toRoad.Map(l.To.X, l.To.Y, out var wb);
            if (!(wa > 0) || !(wb > 0)) return;
            ratios.Add(l.Metres / double.Hypot(bx - ax, by - ay));
        }
        ratios.Sort();
        var height = ratios[ratios.Count / 2];
        if (!double.IsFinite(height) || height <= 0) return;
        p[View.Height] = Math.Log(height);
        starts.Add(p);
    }

    /// <summary>Where segments meet in the picture (least squares over their lines, weighted by length); null for fewer than two or parallel ones.</summary>
    private static (double X, double Y)? VanishingPoint(SurveyLength[] along)
    {
        double aa = 0, ab = 0, bb = 0, ac = 0, bc = 0;
        foreach (var l in along)
        {
            double dx = l.To.X - l.From.X, dy = l.To.Y - l.From.Y; // weight ∝ length²: a long segment is steadier
            double a = dy, b = -dx, c = -((a * l.From.X) + (b * l.From.Y));
            aa += a * a;
            ab += a * b;
            bb += b * b;
            ac += a * c;
            bc += b * c;
        }
        var det = (aa * bb) - (ab * ab);
        if (along.Length < 2 || det < 1e-6 * (aa + bb) * (aa + bb)) return null;
        return (((ab * bc) - (bb * ac)) / det, ((ab * ac) - (aa * bc)) / det);
    }
}
