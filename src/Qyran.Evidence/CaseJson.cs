using System.Text.Json;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Domain.Units;

namespace Qyran.Evidence;

/// <summary>The case and its passage as they stand in a pack.</summary>
internal static class CaseJson
{
    public static byte[] Write(Case c, Passage p) => Json.Write(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("case");
        json.WriteString("id", c.Id);
        json.WriteString("rule", c.Rule);
        json.WriteString("offence", c.Offence);
        json.WriteString("passage", c.Passage);
        json.WriteString("evidence", c.Evidence);
        json.WriteString("why", c.Verdict.Why);
        json.WriteNumber("at_us", c.Verdict.AtUs);
        json.Map("facts", c.Verdict.Facts);
        json.WriteStartArray("key_times_us");
        foreach (var at in c.Verdict.KeyTimesUs) json.WriteNumberValue(at);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("passage");
        json.WriteString("id", p.Id);
        json.WriteNumber("track", p.Track);
        json.WriteString("class", Json.Word(p.Class));
        Time(json, "first_seen", p.FirstSeen);
        Time(json, "last_seen", p.LastSeen);
        json.WriteString("lane", p.Lane);
        json.WriteString("direction", p.Direction);
        if (p.Speed is { } speed)
        {
            json.WriteStartObject("speed");
            json.WriteNumber("value_mmph", speed.Value.MmPerHour);
            json.WriteNumber("error_mmph", speed.Error.MmPerHour);
            json.WriteNumber("margin_mmph", speed.Margin.MmPerHour);
            json.WriteString("calibration", speed.By);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("speed");
        }
        json.WriteString("speed_refused", p.SpeedRefused);
        if (p.Plate is { } plate)
        {
            json.WriteStartObject("plate");
            json.WriteString("text", plate.Text);
            json.WriteNumber("confidence", plate.Confidence);
            json.WriteString("country", plate.Country);
            json.WriteNumber("frame", plate.Frame);
            json.WriteNumber("frame_us", plate.FrameUs);
            json.WriteNumber("reads", plate.Reads);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("plate");
        }
        json.WriteString("plate_refused", p.PlateRefused);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static CasePassage? Read(ReadOnlyMemory<byte> bytes) => Json.Read(bytes, root =>
    {
        var (c, p) = (root.GetProperty("case"), root.GetProperty("passage"));
        var verdict = new Verdict.Broken(c.Text("why"), c.Long("at_us"), c.Map("facts"),
            [.. c.GetProperty("key_times_us").EnumerateArray().Select(t => t.GetInt64())]);
        return new CasePassage(
            new Case(c.Text("id"), c.Text("rule"), c.TextOrNull("offence"), c.Text("passage"), verdict, c.TextOrNull("evidence")),
            new Passage(p.Text("id"), p.GetProperty("track").GetInt32(), p.Word<RoadUser>("class"),
                TimeJson.Read(p.GetProperty("first_seen")), TimeJson.Read(p.GetProperty("last_seen")),
                p.TextOrNull("lane"), p.TextOrNull("direction"),
                p.GetProperty("speed") is { ValueKind: not JsonValueKind.Null } s
                    ? Reading(s) : null,
                p.TextOrNull("speed_refused"))
            {
                // packs made before plates were read have neither
                Plate = p.TryGetProperty("plate", out var read) && read.ValueKind != JsonValueKind.Null
                    ? new PassagePlate(read.Text("text"), read.GetProperty("confidence").GetDouble(), read.TextOrNull("country"), read.Long("frame"), read.Long("frame_us"), (int)read.Long("reads")) : null,
                PlateRefused = p.TryGetProperty("plate_refused", out _) ? p.TextOrNull("plate_refused") : null,
            });
    });

    /// <summary>Packs made before the margin was a figure of its own judged by the error.</summary>
    private static SpeedReading Reading(JsonElement s)
    {
        var reading = new SpeedReading(new Speed(s.Long("value_mmph")), new Speed(s.Long("error_mmph")), s.Text("calibration"));
        return s.TryGetProperty("margin_mmph", out _) ? reading with { Margin = new Speed(s.Long("margin_mmph")) } : reading;
    }

    private static void Time(Utf8JsonWriter json, string name, CaptureTime time)
    {
        json.WriteStartObject(name);
        TimeJson.Write(json, time);
        json.WriteEndObject();
    }
}
