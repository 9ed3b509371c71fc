using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;

namespace Qyran.Line.Cases;

/// <summary><c>readings.json</c> of a pack: every plate text that was read of the vehicle, with its frame and what else each sign may be.</summary>
internal static class PlateReadingsJson
{
    public static string Write(ImmutableArray<PlateSighting> sightings) => PackDescription.Text(json =>
    {
        json.WriteStartArray("readings");
        foreach (var (frame, time, reading) in sightings)
        {
            json.WriteStartObject();
            json.WriteNumber("frame", frame);
            json.WriteNumber("frame_us", time.MediaUs);
            json.WriteString("text", reading.Text);
            json.WriteNumber("confidence", reading.Confidence);
            json.WriteString("country", reading.Country);
            json.WriteStartArray("corners");
            foreach (var corner in (ReadOnlySpan<Domain.Geometry.RawPixel>)[reading.Quad.TopLeft, reading.Quad.TopRight, reading.Quad.BottomRight, reading.Quad.BottomLeft])
            {
                json.WriteNumberValue(Math.Round(corner.X, 1));
                json.WriteNumberValue(Math.Round(corner.Y, 1));
            }
            json.WriteEndArray();
            json.WriteStartArray("signs");
            foreach (var guesses in reading.Signs)
            {
                json.WriteStartObject();
                foreach (var guess in guesses) json.WriteNumber([guess.Sign], Math.Round(guess.Confidence, 4));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>Whether so many readings as the accepted plate states say what it says, one of them in its frame. False too where the text is none of <see cref="Write"/>'s: anybody can sign a pack of his own with anything in it.</summary>
    public static bool Hold(string? json, PassagePlate accepted)
    {
        if (json is null) return false;
        try
        {
            using var text = JsonDocument.Parse(json);
            var agreeing = text.RootElement.GetProperty("readings").EnumerateArray().Where(r => r.GetProperty("text").GetString() == accepted.Text).ToList();
            return agreeing.Count >= accepted.Reads && agreeing.Exists(r => r.GetProperty("frame").GetInt64() == accepted.Frame && r.GetProperty("frame_us").GetInt64() == accepted.FrameUs);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Where the accepted plate was read, or, without one, the surest reading; null when nothing was read. From <see cref="Write"/>'s own text.</summary>
    public static PlateRegion? Best(string? json, PassagePlate? accepted)
    {
        if (json is null) return null;
        using var text = JsonDocument.Parse(json);
        JsonElement? best = null;
        foreach (var reading in text.RootElement.GetProperty("readings").EnumerateArray())
        {
            if (accepted is not null && (reading.GetProperty("text").GetString() != accepted.Text || reading.GetProperty("frame_us").GetInt64() != accepted.FrameUs)) continue;
            if (best is null || reading.GetProperty("confidence").GetDouble() > best.Value.GetProperty("confidence").GetDouble()) best = reading;
        }
        if (best is not { } found) return null;
        double[] c = [.. found.GetProperty("corners").EnumerateArray().Select(v => v.GetDouble())];
        return PlateRegion.Around(found.GetProperty("frame_us").GetInt64(), new(new(c[0], c[1]), new(c[2], c[3]), new(c[4], c[5]), new(c[6], c[7])));
    }
}
