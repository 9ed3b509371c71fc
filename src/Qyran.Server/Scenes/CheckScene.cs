using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Measure.Calibration;
using Qyran.Rules;

namespace Qyran.Server.Scenes;

/// <summary>Says what a scene that is being drawn comes to: its mistakes, what its survey gives, and what else who draws should know. Nothing is stored.</summary>
internal static class CheckScene
{
    private const int Columns = 32, Rows = 18, MostNotes = 20;
    private const double Base = 10, Kmh = 60;

    /// <param name="Text">YAML or the drawing as JSON.</param>
    internal sealed record Request(string Text);

    /// <param name="Errors">In words, in the file's order; none: it can be saved.</param>
    /// <param name="Notes">In words, what is no mistake and keeps nothing from being saved: a survey that nothing checks, what the survey contradicts, lanes that overlap; the first 20, and none when the text does not read.</param>
    /// <param name="Written">The scene file that would be saved; null when the text does not read.</param>
    /// <param name="Refused">Why the survey gives no calibration; null where it gives one, or there is no survey.</param>
    internal sealed record Answer(IReadOnlyList<string> Errors, IReadOnlyList<string> Notes, string? Written, string? Refused, Solved? Solved);

    /// <param name="ToRoad">Undistorted pixel to road metres, nine entries row by row.</param>
    /// <param name="Describe">For people: how well it fits.</param>
    /// <param name="Columns">Of the grid.</param>
    /// <param name="ErrorsKmh">One standard deviation of 60 km/h over 10 m along the road that the calibration alone gives, at the cells' centres, row by row; null where there is no road.</param>
    internal sealed record Solved(IReadOnlyList<double> ToRoad, string Describe, IReadOnlyList<Off> Residuals, int Columns, int Rows, IReadOnlyList<double?> ErrorsKmh);

    /// <param name="Of">"point 3 in the picture, x", "length 2" and the like, counted from 1.</param>
    /// <param name="Sigmas">In stated errors.</param>
    internal sealed record Off(string Of, double Value, string Unit, double Sigmas);

    internal static Results<Ok<Answer>, ProblemHttpResult> Handle(string id, Request body)
    {
        var (scene, errors) = SentScene.Parse(body.Text);
        if (scene is null) return TypedResults.Ok(new Answer(errors, [], null, null, null));
        if (RuleBook.Check(scene) is { } lacking) errors = [lacking.Text];
        var (calibration, noSpeed) = LineOpening.Calibrate(scene);
        return TypedResults.Ok(new Answer(errors, [.. SceneNotes.Of(scene, calibration).Take(MostNotes)], SceneFileWriter.Write(scene), scene.Survey is null ? null : noSpeed,
            calibration is { } c ? new(c.ToRoad.Rows(), c.Describe(), [.. c.Residuals.Select(r => new Off(r.Of, r.Value, r.Unit, r.Sigmas))], Columns, Rows, Grid(c)) : null));
    }

    private static double?[] Grid(RoadCalibration c)
    {
        var grid = new double?[Columns * Rows];
        for (var i = 0; i < grid.Length; i++)
        {
            var at = new RawPixel((i % Columns + 0.5) * c.Width / Columns, (i / Columns + 0.5) * c.Height / Rows);
            if (c.TryRoad(at, out var road) && c.TryPixel(new(road.X, road.Y - (Base / 2)), out var a) && c.TryPixel(new(road.X, road.Y + (Base / 2)), out var b)
                && c.DistanceErrorM(a, b) is { } error && double.IsFinite(error)) grid[i] = error / Base * Kmh;
        }
        return grid;
    }
}
