using System.Collections.Immutable;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;

namespace Qyran.Measure.Scoring;

/// <summary>One recording measured in every way that is compared. All lists hold the same vehicles in the same order.</summary>
/// <param name="Valid">Vehicles whose true speed the authors trust.</param>
/// <param name="Published">Speeds of the published system whose tracks are used, by the data set's own protocol.</param>
/// <param name="Spanning">Which of them rest on a track seen at both lines.</param>
/// <param name="Ours">Our calibration from the measured distances, our meter, over the surveyed stretch of road.</param>
/// <param name="Picture">The same over everything the track shows, also beyond the survey.</param>
/// <param name="PublishedCamera">Our meter over the surveyed stretch through the published camera (vanishing points and scale).</param>
/// <param name="Calibration">Null where our solver refused; then <paramref name="NoCalibration"/> says why.</param>
public sealed record BrnoTrial(
    string Name, int Valid, ImmutableArray<SpeedPassage> Published, ImmutableArray<bool> Spanning, ImmutableArray<SpeedPassage> Ours,
    ImmutableArray<SpeedPassage> Picture, ImmutableArray<SpeedPassage> PublishedCamera, RoadCalibration? Calibration, string? NoCalibration)
{
    /// <param name="tracks">Of the system whose image positions are used.</param>
    public static BrnoTrial Run(BrnoTruth truth, BrnoTracks tracks, SpeedSettings settings)
    {
        var (ours, refused) = Solve(truth, BrnoSurvey.Measured(truth));
        var (theirs, theirRefused) = BrnoSurvey.Published(truth, tracks.Camera) is { } survey ? Solve(truth, survey) : (null, "the vanishing points belong to no camera");
        var crossings = tracks.Camera.ToRoad() is { } toRoad ? BrnoProtocol.Crossings(truth, tracks, toRoad) : [];
        var found = truth.Cars.Where(c => c.Valid).Select(c => (Car: c, Crossing: BrnoProtocol.Match(c, crossings))).Where(m => m.Crossing is not null).ToArray();
        return new(
            truth.Name, truth.Cars.Count(c => c.Valid),
            [.. found.Select(m => new SpeedPassage(truth.Name, m.Car.Kmh, m.Crossing!.KmhPublished, null, null))],
            [.. found.Select(m => m.Crossing!.Spans)],
            [.. found.Select(m => Passage(m.Car, OnSurvey(truth, m.Crossing!.Track), ours, refused))],
            [.. found.Select(m => Passage(m.Car, m.Crossing!.Track, ours, refused))],
            [.. found.Select(m => Passage(m.Car, OnSurvey(truth, m.Crossing!.Track), theirs, theirRefused))],
            ours, refused);

        SpeedPassage Passage(BrnoTruth.Car car, BrnoTracks.Car track, RoadCalibration? calibration, string? why) => calibration is null
            ? new(truth.Name, car.Kmh, null, null, why)
            : BrnoMeter.Passage(truth.Name, car.Kmh, BrnoMeter.Measure(track, truth.FramesPerSecond, calibration, [], settings));
    }

    private static (RoadCalibration? Calibration, string? Why) Solve(BrnoTruth truth, Qyran.Domain.Scenes.Survey survey) =>
        CalibrationSolver.Solve(BrnoSurvey.Camera(truth), null, survey) switch
        {
            CalibrationOutcome.Solved solved => (solved.Calibration, null),
            CalibrationOutcome.Refused refused => (null, refused.Why),
            _ => throw new InvalidOperationException("unknown calibration outcome"),
        };

    /// <summary>The positions between the outer measurement lines: where the road was measured.</summary>
    private static BrnoTracks.Car OnSurvey(BrnoTruth truth, BrnoTracks.Car car)
    {
        var (end, start) = (truth.MeasurementLines[0], truth.MeasurementLines[^1]);
        var kept = Enumerable.Range(0, car.X.Length).Where(i => ImageLine.Between(car.X[i], car.Y[i], start, end)).ToArray();
        return new(car.Id, [.. kept.Select(i => car.Frames[i])], [.. kept.Select(i => car.X[i])], [.. kept.Select(i => car.Y[i])]);
    }
}
