using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Signals;
using Qyran.Domain.Units;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>Reads what an analysis writes: <c>passages.jsonl</c> and <c>cases.jsonl</c>, one JSON object a line, and what of <c>summary.json</c> is compared.</summary>
public static class RunResultText
{
    /// <summary>True with all passages, or false with the line that is wrong.</summary>
    public static bool TryPassages(TextReader text, out List<RunPassage>? passages, out Failure? failure) => TryLines(text, Passage, out passages, out failure);

    /// <summary>True with all cases, or false with the line that is wrong.</summary>
    public static bool TryCases(TextReader text, out List<RunCase>? cases, out Failure? failure) => TryLines(text, Case, out cases, out failure);

    /// <summary>True with how far the analysis came and what it read of the signal heads (nothing where the scene has none), rows and cases empty; or false with what is wrong.</summary>
    public static bool TrySummary(TextReader text, out RunResult? result, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        (result, failure) = (null, null);
        try
        {
            using var json = JsonDocument.Parse(text.ReadToEnd());
            var summary = new JsonShape(json.RootElement, "");
            result = new([], [], [])
            {
                Signals = summary.Has("signals") ? [.. summary.Each("signals").Select(Head)] : [],
                Frames = summary.Has("frames") ? summary.Whole("frames") : null,
                Stopped = summary.Has("stopped") && summary.Truth("stopped"),
            };
        }
        catch (Exception e) when (e is JsonException or JsonShapeException or InvalidOperationException)
        {
            failure = new(FailureKind.Unreadable, e is JsonShapeException ? e.Message : "is not JSON");
        }
        return result is not null;
    }

    private static SignalTimeline Head(JsonShape h) => new(h.Text("head"), h.Text("source"), [.. h.Each("phases").Select(Phase)], Us(h.Number("until")));

    private static SignalPhase Phase(JsonShape p) =>
        new(SignalWords.State(p.Text("state")) ?? SignalState.Unknown, Us(p.Number("from")), Us(p.Number("error")), p.Number("confidence"));

    private static bool TryLines<T>(TextReader text, Func<JsonShape, T> read, out List<T>? rows, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        rows = [];
        failure = null;
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            try
            {
                using var json = JsonDocument.Parse(row);
                rows.Add(read(new JsonShape(json.RootElement, "")));
            }
            catch (Exception e) when (e is JsonException or JsonShapeException or InvalidOperationException)
            {
                failure = new(FailureKind.Unreadable, $"line {line}: {(e is JsonShapeException ? e.Message : "not JSON")}");
                return false;
            }
        }
        return true;
    }

    private static RunPassage Passage(JsonShape p)
    {
        var speed = p.Has("speed") ? p.Inner("speed") : (JsonShape?)null;
        var plate = p.Has("plate") ? p.Inner("plate") : (JsonShape?)null;
        _ = Enum.TryParse<RoadUser>(p.Text("class"), ignoreCase: true, out var kind);
        var (from, until) = (Us(speed, "from"), Us(speed, "until"));
        if (until < from) throw new JsonShapeException("speed.until must not be before speed.from");
        return new(p.Text("id"), p.Whole("track"), kind, p.TextOrNull("lane"),
            speed is { } s ? new Speed(s.Long("speed_mmph")) : null, speed is { } e ? NotBelow0(e, "error_mmph") : null, from, until, p.TextOrNull("speed_refused"),
            plate?.Text("text"), plate?.NumberOrNull("confidence"), plate is { } read && read.Has("reads") ? read.Whole("reads") : null)
        {
            Margin = speed is { } m ? NotBelow0(m, m.Has("margin_mmph") ? "margin_mmph" : "error_mmph") : null,
        };
    }

    private static Speed NotBelow0(JsonShape speed, string name) => speed.Long(name) is var mmph and >= 0 ? new Speed(mmph) : throw new JsonShapeException($"speed.{name} must not be below 0");

    private static RunCase Case(JsonShape c) => new(c.Text("id"), c.Text("rule"), c.Text("passage"), Us(c.Number("at")));

    private static long? Us(JsonShape? at, string name) => at?.NumberOrNull(name) is { } s ? Us(s) : null;

    // seconds with whole µs
    private static long Us(double seconds) => (long)Math.Round(seconds * 1e6);
}
