using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Measure.Speeds;
using Qyran.Rules.Sections;

namespace Qyran.Line.Outputs;

/// <summary>How a passage looks in <c>passages.jsonl</c>. Times are seconds from the source's first frame, and UTC where the start is known.</summary>
public static class PassageJson
{
    /// <param name="fit">How the speed was fitted: tells over which stretch of time it was measured.</param>
    /// <param name="gates">The gates of sections it crossed.</param>
    public static void Write(Utf8JsonWriter json, Passage passage, SpeedFit? fit, ImmutableArray<GatePassage> gates)
    {
        json.WriteString("id", passage.Id);
        json.WriteNumber("track", passage.Track);
        json.WriteString("class", Word(passage.Class));
        Time(json, "first_seen", passage.FirstSeen);
        Time(json, "last_seen", passage.LastSeen);
        json.WriteString("lane", passage.Lane);
        json.WriteString("direction", passage.Direction);
        if (passage.Plate is { } plate)
        {
            json.WriteStartObject("plate");
            json.WriteString("text", plate.Text);
            json.WriteNumber("confidence", Math.Floor(plate.Confidence * 10_000) / 10_000);
            json.WriteString("country", plate.Country);
            json.WriteNumber("frame", plate.Frame);
            json.WriteNumber("at", plate.FrameUs / 1_000_000m);
            json.WriteNumber("reads", plate.Reads);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("plate");
            if (passage.PlateRefused is { } why) json.WriteString("plate_refused", why);
        }
        if (passage.Speed is { } speed)
        {
            json.WriteStartObject("speed");
            json.WriteNumber("kmh", decimal.Round(speed.Value.Kmh, 3, MidpointRounding.ToZero));
            json.WriteNumber("error_kmh", decimal.Round(speed.Error.Kmh, 3, MidpointRounding.ToPositiveInfinity));
            json.WriteNumber("margin_kmh", decimal.Round(speed.Margin.Kmh, 3, MidpointRounding.ToPositiveInfinity));
            json.WriteNumber("speed_mmph", speed.Value.MmPerHour);
            json.WriteNumber("error_mmph", speed.Error.MmPerHour);
            json.WriteNumber("margin_mmph", speed.Margin.MmPerHour);
            json.WriteString("calibration", speed.By);
            if (fit is { TimesUs.Length: > 0 })
            {
                json.WriteNumber("from", fit.TimesUs[0] / 1_000_000m);
                json.WriteNumber("until", fit.TimesUs[^1] / 1_000_000m);
            }
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("speed");
            json.WriteString("speed_refused", passage.SpeedRefused);
        }
        if (gates.IsEmpty) return;
        json.WriteStartArray("gates");
        foreach (var gate in gates)
        {
            json.WriteStartObject();
            GateJson.Write(json, gate);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The class as the outputs spell it.</summary>
    public static string Word(Domain.Detections.RoadUser user) => user.ToString().ToLowerInvariant();

    /// <summary>Seconds with whole µs; and the UTC twin where known.</summary>
    public static void Time(Utf8JsonWriter json, string name, CaptureTime time)
    {
        json.WriteNumber(name, time.MediaUs / 1_000_000m);
        if (time.Utc is { } utc) json.WriteString(name + "_utc", Iso(utc));
    }

    public static string Iso(DateTimeOffset utc) => utc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
