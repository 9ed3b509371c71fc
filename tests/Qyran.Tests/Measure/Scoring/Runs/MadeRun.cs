using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Units;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Tests.Measure.Scoring.Runs;

/// <summary>A made clip of 100 frames at 25 fps: three cars in two lanes at 36, 54 and 72 km/h, one person; the second car runs a red light at 2 s.</summary>
internal static class MadeRun
{
    public const int Frames = 100;
    private const int Person = 9;

    public static RunTruth Truth { get; } = new(
        "made", "day", "clear", 1280, 720,
        [Car(1, "111AAA02", "l1"), Car(2, "222BBB02", "l1"), Car(3, "333CCC02", "l2"), new(Person, RoadUser.Person, null, null, null, [])],
        [.. Enumerable.Range(0, Frames).Select(Frame)],
        [new("red-light", 2, 2_000_000, null)]);

    /// <summary>What an analysis without a flaw would write; tracks are numbered 11, 12, 13.</summary>
    public static RunResult Perfect { get; } = new(
        [.. Truth.Frames.SelectMany(f => f.Objects.Where(o => o.Id != Person).Select(o => new ScoredBox(f.Number + 1, o.Id + 10, o.Box, 1)))],
        [Passage(1, "l1"), Passage(2, "l1"), Passage(3, "l2")],
        [new("c1", "red-light", "p2", 2_040_000)]);

    /// <summary>The same clip with the plates of these cars seen whole all the time, their signs 20 px high.</summary>
    public static RunTruth Plated(params int[] cars) => Truth with
    {
        Frames = [.. Truth.Frames.Select(f => f with { Objects = [.. f.Objects.Select(o => o with { Signs = cars.Contains(o.Id) ? 20 : null })] })],
    };

    public static long Kmh(int car) => 18_000_000L * (car + 1);

    public static RunPassage Passage(int car, string? lane, long offMmph = 100_000, long errorMmph = 500_000, string? plate = null) => new(
        "p" + car, car + 10, RoadUser.Car, lane, new Speed(Kmh(car) + offMmph), new Speed(errorMmph), null, null, null, plate, plate is null ? null : 0.9, null);

    private static TruthVehicle Car(int id, string plate, string lane) => new(id, RoadUser.Car, plate, "KZ", lane, [lane]);

    private static TruthFrame Frame(int n) => new(n, n * 40_000L, n * 40_000L,
    [
        .. Enumerable.Range(1, 3).Select(car => new TruthObject(car, new PixelBox(20 + (n * 6), car * 150, 100, 60), 1, new RoadPoint(0, n * Kmh(car) / 3_600_000.0 / 25), new Speed(Kmh(car)))),
        new TruthObject(Person, new PixelBox(1000, 600, 20, 60), 1, new RoadPoint(5, 5), new Speed(4_000_000)),
    ]);
}
