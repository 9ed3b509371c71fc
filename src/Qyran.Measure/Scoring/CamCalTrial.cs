using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Measure.Calibration;

namespace Qyran.Measure.Scoring;

/// <summary>One motorway picture with 13 lengths read from satellite pictures (AI City Challenge 2018, CamCal example): does our solver explain them?</summary>
/// <param name="Metres">Given lengths, m.</param>
/// <param name="Solved">What our calibration makes of them, m; empty where it refused.</param>
/// <param name="Calibration">Null where it refused; then <paramref name="Why"/> says so.</param>
public sealed record CamCalTrial(ImmutableArray<double> Metres, ImmutableArray<double> Solved, RoadCalibration? Calibration, string? Why)
{
    private const int Width = 1920, Height = 1080;

    /// <summary>Ends were clicked to whole pixels; a mark in a satellite picture is placed to about 10 cm at each end.</summary>
    private const double ClickPx = 1, LengthM = 0.14;

    /// <summary>Root mean square of solved less given length, m.</summary>
    public double Rms => Math.Sqrt(Metres.Zip(Solved, (a, b) => (b - a) * (b - a)).DefaultIfEmpty(double.NaN).Average());

    /// <param name="configuration">Their <c>cfg.json</c>, which holds comments.</param>
    public static bool TryRun(Stream configuration, out CamCalTrial? trial, out Failure? failure)
    {
        (trial, failure) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(configuration, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var part = document.RootElement.GetProperty("camCal");
            var ends = part.GetProperty("calMeasLnSegNdPt").EnumerateArray().Select(BrnoTruth.Point).Select(p => new RawPixel(p.X, p.Y)).ToArray();
            var metres = part.GetProperty("calMeasLnSegDist").EnumerateArray().Select(d => d.GetDouble()).ToImmutableArray();
            if (ends.Length != 2 * metres.Length) throw new FormatException("every length needs two ends");
            trial = Run(ends, metres);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            failure = new(FailureKind.Unreadable, $"not a CamCal configuration: {e.Message}");
            return false;
        }
    }

    private static CamCalTrial Run(RawPixel[] ends, ImmutableArray<double> metres)
    {
        // the road bends, so no length is said to run along or across
        var survey = new Survey("camcal", "lengths read from satellite pictures", null, null, [],
            [.. metres.Select((m, i) => new SurveyLength(ends[2 * i], ends[(2 * i) + 1], m, LengthDirection.Any, ClickPx, LengthM))]);
        return CalibrationSolver.Solve(new("camcal", Width, Height, null, null), null, survey) switch
        {
            CalibrationOutcome.Solved { Calibration: var c } => new(metres, [.. metres.Select((_, i) => Length(c, ends[2 * i], ends[(2 * i) + 1]))], c, null),
            CalibrationOutcome.Refused refused => new(metres, [], null, refused.Why),
            _ => throw new InvalidOperationException("unknown calibration outcome"),
        };
    }

    private static double Length(RoadCalibration c, RawPixel a, RawPixel b) => c.TryRoad(a, out var p) && c.TryRoad(b, out var q) ? p.DistanceTo(q) : double.NaN;
}
