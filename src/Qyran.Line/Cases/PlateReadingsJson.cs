using System.Collections.Immutable;
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
}
