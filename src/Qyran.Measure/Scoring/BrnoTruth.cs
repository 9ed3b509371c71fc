using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring;

/// <summary>
/// Ground truth of one BrnoCompSpeed recording (J. Sochor et al., "Comprehensive data set for automatic single camera visual speed
/// measurement", 2018): cars timed by LiDAR gates, the lines they were timed at, and distances measured on the road.
/// </summary>
public sealed record BrnoTruth(
    string Name, double FramesPerSecond, ImmutableArray<ImageLine> MeasurementLines, ImmutableArray<ImageLine> LaneLines,
    ImmutableArray<BrnoTruth.Distance> Distances, ImmutableArray<BrnoTruth.Car> Cars)
{
    /// <summary>Size of every picture of the data set, px.</summary>
    public const int Width = 1920, Height = 1080;

    private const double MostFps = 10_000;

    /// <param name="Along">Towards the road's vanishing point; otherwise across the road.</param>
    public sealed record Distance((double X, double Y) From, (double X, double Y) To, double Metres, bool Along);

    /// <param name="Lanes">Lanes it may be counted to, from 0.</param>
    /// <param name="LeftAtS">When it crossed its last measurement line, s of the video.</param>
    /// <param name="Valid">Whether the authors trust its speed.</param>
    public sealed record Car(ImmutableArray<int> Lanes, double Kmh, double LeftAtS, bool Valid);

    /// <summary>Reads the JSON; false with one line when it is not this format.</summary>
    public static bool TryRead(string name, Stream json, out BrnoTruth? truth, out Failure? failure)
    {
        (truth, failure) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var read = new BrnoTruth(
                name, root.GetProperty("fps").GetDouble(), [.. root.GetProperty("measurementLines").EnumerateArray().Select(Line)],
                [.. root.GetProperty("laneDivLines").EnumerateArray().Select(Line)],
                [.. root.GetProperty("distanceMeasurement").EnumerateArray().Select(d => new Distance(
                    Point(d.GetProperty("p1")), Point(d.GetProperty("p2")), d.GetProperty("distance").GetDouble(), d.GetProperty("toVP1").GetBoolean()))],
                [.. root.GetProperty("cars").EnumerateArray().Select(c => new Car(
                    [.. c.GetProperty("laneIndex").EnumerateArray().Select(i => i.GetInt32())], c.GetProperty("speed").GetDouble(),
                    c.GetProperty("intersections").EnumerateArray().Last().GetProperty("videoTime").GetDouble(), c.GetProperty("valid").GetBoolean()))]);
            if (read.FramesPerSecond is not (> 0 and < MostFps) || read.MeasurementLines.Length < 2 || read.Cars.IsEmpty)
                throw new FormatException("a frame rate, at least two measurement lines and one car are wanted");
            truth = read;
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            failure = new(FailureKind.Unreadable, $"{name} is not a BrnoCompSpeed ground truth: {e.Message}");
            return false;
        }
    }

    private static ImageLine Line(JsonElement l) => l.GetArrayLength() < 3
        ? throw new FormatException("a line has fewer than three numbers") : new ImageLine(l[0].GetDouble(), l[1].GetDouble(), l[2].GetDouble());

    /// <summary>The two numbers of a place in the picture; throws what <see cref="TryRead"/> and its like catch.</summary>
    internal static (double X, double Y) Point(JsonElement p) => p.GetArrayLength() < 2
        ? throw new FormatException("a point has fewer than two numbers") : (p[0].GetDouble(), p[1].GetDouble());
}
