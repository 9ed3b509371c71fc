using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Scoring;

/// <summary>The distances measured on the road of a recording as a survey of ours, and a published camera as one.</summary>
public static class BrnoSurvey
{
    /// <summary>
    /// A person clicks a painted mark in a full-HD picture to about a pixel; a tape laid on a live motorway is right to about 2 cm
    /// (class II tape with its laying). Both stated before anything was solved; contradictions widen them through the Birge ratio.
    /// </summary>
    private const double ClickPx = 1, LayingM = 0.02;

    /// <summary>Standard deviation of a measured distance, m: laying the tape, and the figure's own rounding (rectangular).</summary>
    private static double TapeM(BrnoTruth truth)
    {
        // one recording writes 7.018, another only 7.0: what is written to a decimetre is known to ± 5 cm
        var step = truth.Distances.All(d => Whole(d.Metres * 10)) ? 0.1 : truth.Distances.All(d => Whole(d.Metres * 100)) ? 0.01 : 0.001;
        return double.Hypot(LayingM, step / Math.Sqrt(12));
    }

    private static bool Whole(double value) => Math.Abs(value - Math.Round(value)) < 1e-6;

    public static SceneCamera Camera(BrnoTruth truth) => new(truth.Name, BrnoTruth.Width, BrnoTruth.Height, null, null);

    public static Survey Measured(BrnoTruth truth) => new(
        truth.Name, "distances measured on the road by the data set's authors", null, null, [],
        [.. truth.Distances.Select(d => new SurveyLength(new(d.From.X, d.From.Y), new(d.To.X, d.To.Y), d.Metres,
            d.Along ? LengthDirection.Along : LengthDirection.Across, ClickPx, TapeM(truth)))]);

    /// <summary>
    /// A camera given by vanishing points says nothing of its own uncertainty: its view is passed on through marks at the ends of the
    /// measured distances with the errors above, so that only the values compare, not the stated errors. Null for no camera.
    /// </summary>
    public static Survey? Published(BrnoTruth truth, BrnoCamera camera)
    {
        if (camera.ToRoad() is not { } toRoad) return null;
        var ends = truth.Distances.SelectMany(d => new[] { d.From, d.To }).Distinct();
        return new(truth.Name + "/published", "vanishing points and scale as published", null, null,
            [.. ends.Select(e =>
            {
                var (x, y) = toRoad.Map(e.X, e.Y, out _);
                return new SurveyPoint(new(e.X, e.Y), new RoadPoint(x, y), ClickPx, LayingM);
            })], []);
    }
}
