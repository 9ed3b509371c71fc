using System.Text.Json;
using Qyran.Domain.Time;

namespace Qyran.Evidence;

/// <summary>A capture time as four properties of the object around it.</summary>
internal static class TimeJson
{
    public static void Write(Utf8JsonWriter json, CaptureTime time)
    {
        json.WriteNumber("media_us", time.MediaUs);
        json.Number("arrival_us", time.ArrivalUs);
        json.Number("utc_offset_us", time.UtcOffsetUs);
        json.WriteString("time_quality", Json.Word(time.Quality));
    }

    public static CaptureTime Read(JsonElement at) =>
        new(at.Long("media_us"), at.LongOrNull("arrival_us"), at.LongOrNull("utc_offset_us"), at.Word<TimeQuality>("time_quality"));
}
