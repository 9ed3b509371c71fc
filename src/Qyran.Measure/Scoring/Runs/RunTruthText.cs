using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Units;
using Qyran.Measure.Scoring.Plates;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>Reads <c>truth.json</c>, version 1.</summary>
public static class RunTruthText
{
    private const int Version = 1;

    /// <summary>True with the truth, or false with the place that is wrong.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out RunTruth? truth, out Failure? failure)
    {
        truth = null;
        failure = null;
        try
        {
            using var json = JsonDocument.Parse(utf8);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("qyran_truth", out var version))
                failure = new(FailureKind.Unreadable, "is not a simulation's truth (no qyran_truth)");
            else if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var n) || n != Version)
                failure = new(FailureKind.Unsupported, $"is truth of version {version}; this program reads version {Version}");
            else
                truth = Read(root);
        }
        catch (JsonException e)
        {
            failure = new(FailureKind.Unreadable, $"line {e.LineNumber + 1} is not JSON");
        }
        catch (JsonShapeException e)
        {
            failure = new(FailureKind.Unreadable, e.Message);
        }
        catch (InvalidOperationException)
        {
            // what the reader throws for bytes or escapes that are no Unicode
            failure = new(FailureKind.Unreadable, "holds text that is not Unicode");
        }
        return truth is not null;
    }

    private static RunTruth Read(JsonElement root)
    {
        var top = new JsonShape(root, "");
        var truth = new RunTruth(top.Text("scenario"), top.Text("light"), top.Text("weather"), top.Whole("width"), top.Whole("height"),
            [.. top.Each("vehicles").Select(Vehicle)], [.. top.Each("frames").Select(Frame)], [.. top.Each("violations").Select(Violation)])
        {
            StartUtc = Start(top.TextOrNull("start_utc")),
            Signals = Signals(top),
            Told = top.Has("told") ? [.. top.Texts("told")] : null,
        };
        var known = truth.Vehicles.Select(v => v.Id).ToHashSet();
        if (known.Count != truth.Vehicles.Length) throw new JsonShapeException("vehicles: an id stands there twice");
        if (truth.Frames.IsEmpty) throw new JsonShapeException("frames: there is none");
        for (var i = 0; i < truth.Frames.Length; i++)
        {
            var frame = truth.Frames[i];
            if (i > 0 && frame.Number <= truth.Frames[i - 1].Number) throw new JsonShapeException($"frames[{i}].n does not follow the one before");
            if (i > 0 && frame.MediaUs <= truth.Frames[i - 1].MediaUs) throw new JsonShapeException($"frames[{i}].media_us does not follow the one before");
            HashSet<int> shown = [];
            foreach (var o in frame.Objects)
            {
                if (!known.Contains(o.Id)) throw new JsonShapeException($"frames[{i}] shows {o.Id}, which is not among the vehicles");
                if (!shown.Add(o.Id)) throw new JsonShapeException($"frames[{i}] shows {o.Id} twice");
                if (o.Visible is < 0 or > 1) throw new JsonShapeException($"frames[{i}]: {o.Id} must be visible by 0 to 1");
                if (o.Air is < 0 or > 1) throw new JsonShapeException($"frames[{i}]: the air must let 0 to 1 of the light of {o.Id} through");
                if (!Lies(o.Box, truth.Width, truth.Height)) throw new JsonShapeException($"frames[{i}]: the box of {o.Id} does not lie in the picture");
            }
        }
        foreach (var v in truth.Violations)
            if (!known.Contains(v.Vehicle)) throw new JsonShapeException($"violations name {v.Vehicle}, which is not among the vehicles");
        return truth;
    }

    // numbers are rounded: a pixel beside it still lies in it
    private static bool Lies(PixelBox box, int width, int height) => box is { X: >= -1, Y: >= -1, Width: >= 0, Height: >= 0 } && box.Right <= width + 1 && box.Bottom <= height + 1;

    private static DateTimeOffset? Start(string? text) => text is null ? null
        : SceneTimes.Read(text) ?? throw new JsonShapeException($"start_utc '{text}' is no time such as 2026-11-24T08:00:00Z");

    private static ImmutableSortedDictionary<string, ImmutableArray<SignalPhase>> Signals(JsonShape top)
    {
        if (!top.Has("signals")) return ImmutableSortedDictionary<string, ImmutableArray<SignalPhase>>.Empty;
        var heads = top.Inner("signals");
        return heads.Members().ToImmutableSortedDictionary(h => h.Name, h => heads.Each(h.Name).Select(Phase).ToImmutableArray(), StringComparer.Ordinal);

        static SignalPhase Phase(JsonShape p) =>
            new(SignalWords.State(p.Text("state")) ?? throw new JsonShapeException($"{p.Path}.state '{p.Text("state")}' is no state of a signal"), p.Long("from_us"), 0, 1);
    }

    private static TruthVehicle Vehicle(JsonShape v)
    {
        var plate = v.Has("plate") ? v.Inner("plate") : (JsonShape?)null;
        var kind = v.Text("class");
        if (!Enum.TryParse<RoadUser>(kind, ignoreCase: true, out var user) || !Enum.IsDefined(user)) throw new JsonShapeException($"{v.Path}.class '{kind}' is no road user");
        return new(v.Whole("id"), user, plate?.Text("text"), plate?.TextOrNull("country"), v.TextOrNull("lane"),
            v.Has("lanes") ? [.. v.Texts("lanes")] : []);
    }

    private static TruthFrame Frame(JsonShape f) => new(f.Whole("n"), f.Long("media_us"), f.Long("exposed_us"), [.. f.Each("objects").Select(Object)]);

    private static TruthObject Object(JsonShape o)
    {
        var box = o.Numbers("box", 4);
        var road = o.Numbers("road", 2);
        return new(o.Whole("id"), new PixelBox(box[0], box[1], box[2], box[3]), o.Number("visible"), new RoadPoint(road[0], road[1]),
            new Speed(o.Long("speed_mmph")), o.Has("plate") ? Signs(o.Points("plate", 4)) : null, o.Has("air") ? o.Number("air") : 1);
    }

    /// <param name="corners">Top left, top right, bottom right, bottom left.</param>
    private static double Signs(RawPixel[] corners)
    {
        var height = (Length(0, 3) + Length(1, 2)) / 2;
        var width = (Length(0, 1) + Length(3, 2)) / 2;
        return SignHeight.Of(width, height);

        double Length(int a, int b) => double.Hypot(corners[b].X - corners[a].X, corners[b].Y - corners[a].Y);
    }

    private static TruthViolation Violation(JsonShape v) => new(v.Text("rule"), v.Whole("vehicle"), v.Long("at_us"), v.TextOrNull("offence"));
}
