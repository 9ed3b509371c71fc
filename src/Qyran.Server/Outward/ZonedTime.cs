using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qyran.Server.Outward;

/// <summary>An instant in JSON. One without Z or an offset is refused: it would be read in this machine's zone, and nobody could say which hour was meant.</summary>
internal sealed class ZonedTime : JsonConverter<DateTimeOffset>
{
    /// <summary>What one without its zone is refused with.</summary>
    public const string Asked = "a time is written with its zone, like 2026-11-20T12:00:00.250Z or 2026-11-20T17:00:00.250+05:00";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) && reader.GetString() is { } text && SaysZone(text)) return time;
        throw new JsonException(Asked);
    }

    /// <summary>Whether a time of RFC 3339 (2026-11-20T12:00:00Z) ends in its zone; whether it is one, its reader says.</summary>
    public static bool SaysZone(string text) => text.IndexOf('T', StringComparison.Ordinal) is > 0 and var clock && text.AsSpan(clock).ContainsAny('Z', '+', '-');

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
