using System.Collections.Immutable;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Tracks;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Rules;

namespace Qyran.Line;

/// <summary>What a pack says in metres and seconds, measured again from it and nothing else, so that it can be drawn: nothing here is a new statement about the vehicle.</summary>
/// <param name="AtUs">The verdict's instant on the source's clock, µs; so are all times here.</param>
/// <param name="Way">Where the recorded track stood on the road; empty without a calibration.</param>
/// <param name="Speed">The measurement again; null when it is refused.</param>
/// <param name="SpeedRefused">Why there is none.</param>
/// <param name="Recorded">What the pack's passage states.</param>
/// <param name="Shapes">Lanes, zones and lines on the road, as far as they lie on its calibrated part.</param>
/// <param name="ReadingsJson">Every reading of the plate as the pack holds it; null where plates were not looked for.</param>
public sealed record PackMeasurement(
    long AtUs, ImmutableArray<PackMeasurement.Place> Way, SpeedFit? Speed, string? SpeedRefused, SpeedReading? Recorded, ImmutableArray<PackMeasurement.Shape> Shapes,
    ImmutableArray<SignalTimeline> Signals, string? ReadingsJson)
{
    /// <summary>An edge of the picture is bent by the lens: it is followed in this many pieces.</summary>
    private const int Pieces = 8;

    /// <summary>Farther from the camera than this nothing is drawn: one pixel means many metres there. m.</summary>
    private const double FarthestM = 250;

    /// <summary>The contact point on the road at one instant.</summary>
    public readonly record struct Place(long TimeUs, RoadPoint Road);

    /// <param name="Kind">lane, measure, nostopping, stop, entry, solid or count.</param>
    /// <param name="Signal">The signal head that governs a line.</param>
    /// <param name="Closed">An area; else a line.</param>
    public sealed record Shape(string Id, string Kind, string? Signal, bool Closed, ImmutableArray<RoadPoint> Points);

    /// <summary>Reads and measures. Null with a failure when the pack is not sound, or of a version this program does not read.</summary>
    public static (PackMeasurement? Measured, Failure? Failure) Of(string pack)
    {
        if (PackReader.TryOpen(pack, new VerifyOptions(), null, out var failure) is not { } contents) return (null, failure);
        if (SceneFile.Read(contents.SceneFile.Span, RuleBook.KnownRules, out var errors) is not { } scene)
            return (null, new Failure(FailureKind.Unsupported, $"the pack's scene file is not one this version reads: {errors[0]}"));
        var (calibration, none) = LineOpening.Calibrate(scene);
        var (fit, refused) = calibration is null ? (null, none) : Again(contents, scene, calibration);
        return (new PackMeasurement(contents.Case.Verdict.AtUs, calibration is null ? [] : [.. WayOf(contents.Track, calibration)], fit, refused, contents.Passage.Speed,
            calibration is null ? [] : [.. ShapesOf(scene, calibration)], contents.Signals, contents.ReadingsJson), null);
    }

    /// <summary>The same arithmetic with the same settings as then.</summary>
    private static (SpeedFit? Fit, string? Refused) Again(PackContents contents, Scene scene, RoadCalibration calibration)
    {
        if (Measuring.Of(contents.Settings) is not { Speed: { } settings } measuring) return (null, "the pack does not name the settings of its measurement");
        return TrackJudge.Measure(contents.Track, calibration, scene, measuring.Quality, measuring.JitterUs, settings) switch
        {
            SpeedOutcome.Measured measured => (measured.Fit, null),
            SpeedOutcome.Refused why => (null, why.Why),
            var other => throw new InvalidOperationException($"speed outcome {other}"),
        };
    }

    private static IEnumerable<Place> WayOf(Track track, RoadCalibration calibration)
    {
        foreach (var point in track.Points)
            if (calibration.TryRoad(point.Box.Contact, out var road) && Near(road)) yield return new(point.Time.MediaUs, road);
    }

    private static IEnumerable<Shape> ShapesOf(Scene scene, RoadCalibration calibration)
    {
        foreach (var lane in scene.Lanes) yield return new(lane.Id, "lane", null, true, Follow([.. lane.Area.Corners, lane.Area.Corners[0]], calibration));
        foreach (var zone in scene.Zones.Where(z => z.Kind != ZoneKind.Ignore))
            yield return new(zone.Id, zone.Kind.ToString().ToLowerInvariant(), null, true, Follow([.. zone.Area.Corners, zone.Area.Corners[0]], calibration));
        foreach (var line in scene.Lines) yield return new(line.Id, line.Kind.ToString().ToLowerInvariant(), line.Signal, false, Follow(line.Points, calibration));
    }

    private static ImmutableArray<RoadPoint> Follow(ImmutableArray<RawPixel> corners, RoadCalibration calibration)
    {
        var points = ImmutableArray.CreateBuilder<RoadPoint>();
        for (var i = 0; i + 1 < corners.Length; i++)
            for (var k = 0; k <= (i + 2 == corners.Length ? Pieces : Pieces - 1); k++)
            {
                var part = k / (double)Pieces;
                var pixel = new RawPixel(corners[i].X + ((corners[i + 1].X - corners[i].X) * part), corners[i].Y + ((corners[i + 1].Y - corners[i].Y) * part));
                if (calibration.TryRoad(pixel, out var road) && Near(road)) points.Add(road);
            }
        return points.ToImmutable();
    }

    private static bool Near(RoadPoint road) => double.Hypot(road.X, road.Y) < FarthestM;
}
