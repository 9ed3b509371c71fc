using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Measure.Calibration;

namespace Qyran.Tests.Measure.Calibration;

/// <summary>A camera known exactly: road metres ↔ pixels, and surveys made from it.</summary>
internal sealed class SyntheticView
{
    public SceneCamera Camera { get; }
    public LensModel? Lens { get; }
    private readonly Homography _toPixel;
    public Homography ToPixel => _toPixel;
    public double Height { get; }

    public SyntheticView(double focal, double tiltDeg, double panDeg, double height, double rollDeg = 0, LensModel? lens = null)
    {
        Camera = new("synthetic", 1920, 1080, null, null);
        Lens = lens;
        Height = height;
        var view = new ViewModel.Camera(Camera, lens, framed: false, direction: true);
        _toPixel = view.ToPixel([
            Math.Log(focal / 1920), lens is null ? 0 : (lens.Cx - 960) / 1920, lens is null ? 0 : (lens.Cy - 540) / 1920,
            tiltDeg * Math.PI / 180, rollDeg * Math.PI / 180, panDeg * Math.PI / 180, Math.Log(height), 0, 0, 0]);
    }

    public RawPixel Pixel(double x, double y)
    {
        var (u, v) = _toPixel.Map(x, y, out var w);
        Assert.True(w > 0, "the synthetic road point lies behind the camera");
        return Lens is null ? new(u, v) : LensGeometry.Distort(Lens, new(u, v));
    }

    public Survey Points(double errorPx, double errorM, Func<double> noise, params (double X, double Y)[] at) => new(
        "synthetic points", "computed", null, null,
        [.. at.Select(p =>
        {
            var q = Pixel(p.X, p.Y);
            return new SurveyPoint(
                new(q.X + (errorPx * noise()), q.Y + (errorPx * noise())), new(p.X + (errorM * noise()), p.Y + (errorM * noise())), errorPx, errorM);
        })], []);

    /// <summary>A ladder of lengths on both sides of a road of this width, every <paramref name="step"/> m, and the rungs.</summary>
    public Survey Ladder(double errorPx, double errorM, Func<double> noise, double left, double right, double near, double step, int steps)
    {
        var clicks = new Dictionary<(double, double), RawPixel>();
        RawPixel Click(double x, double y)
        {
            if (clicks.TryGetValue((x, y), out var c)) return c;
            var q = Pixel(x, y);
            return clicks[(x, y)] = new(q.X + (errorPx * noise()), q.Y + (errorPx * noise()));
        }
        var lengths = ImmutableArray.CreateBuilder<SurveyLength>();
        for (var i = 0; i < steps; i++)
        {
            double a = near + (i * step), b = a + step;
            lengths.Add(new(Click(left, a), Click(left, b), step + (errorM * noise()), LengthDirection.Along, errorPx, errorM));
            lengths.Add(new(Click(right, a), Click(right, b), step + (errorM * noise()), LengthDirection.Along, errorPx, errorM));
        }
        foreach (var y in new[] { near, near + (steps * step) })
            lengths.Add(new(Click(left, y), Click(right, y), right - left + (errorM * noise()), LengthDirection.Across, errorPx, errorM));
        return new("synthetic lengths", "computed", null, null, [], lengths.ToImmutable());
    }
}
