using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring;

/// <summary>
/// What a published system made of one BrnoCompSpeed recording: its camera (two vanishing points and a scale) and, where the file
/// has them, the image position of every car in every frame. The position is the middle of the front bottom edge of a box fitted to
/// the car's outline: a made-up point of the outline, not where a tyre touches the road.
/// </summary>
public sealed record BrnoTracks(BrnoCamera Camera, ImmutableArray<BrnoTracks.Car> Cars)
{
    /// <summary>One track; the three lists are of one length, frames ascend.</summary>
    public sealed record Car(int Id, ImmutableArray<int> Frames, ImmutableArray<double> X, ImmutableArray<double> Y);

    /// <summary>Reads the JSON; false with one line when it is not this format.</summary>
    public static bool TryRead(string name, Stream json, out BrnoTracks? tracks, out Failure? failure)
    {
        (tracks, failure) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var c = root.GetProperty("camera_calibration");
            var camera = new BrnoCamera(BrnoTruth.Point(c.GetProperty("vp1")), BrnoTruth.Point(c.GetProperty("vp2")), BrnoTruth.Point(c.GetProperty("pp")), c.GetProperty("scale").GetDouble());
            var cars = ImmutableArray.CreateBuilder<Car>();
            if (root.TryGetProperty("cars", out var list))
                foreach (var car in list.EnumerateArray())
                {
                    // a track of one frame stands there as bare numbers
                    if (car.GetProperty("posX").ValueKind != JsonValueKind.Array) continue;
                    cars.Add(new(car.GetProperty("id").GetInt32(), [.. car.GetProperty("frames").EnumerateArray().Select(f => f.GetInt32())],
                        [.. car.GetProperty("posX").EnumerateArray().Select(x => x.GetDouble())], [.. car.GetProperty("posY").EnumerateArray().Select(y => y.GetDouble())]));
                }
            if (cars.FirstOrDefault(t => t.X.Length != t.Frames.Length || t.Y.Length != t.Frames.Length) is { } torn)
            {
                failure = new(FailureKind.Unreadable, $"{name}: track {torn.Id} has lists of different lengths");
                return false;
            }
            tracks = new(camera, cars.ToImmutable());
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            failure = new(FailureKind.Unreadable, $"{name} is not a BrnoCompSpeed result: {e.Message}");
            return false;
        }
    }
}
