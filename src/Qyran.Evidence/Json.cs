using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qyran.Evidence;

/// <summary>One way of writing JSON, so that the same values give the same bytes; numbers round-trip exactly.</summary>
internal static class Json
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static byte[] Write(bool indented, Action<Utf8JsonWriter> body)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions
        { Indented = indented, NewLine = "\n", IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) body(json);
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>Reads one document; every deviation (syntax, missing or wrongly typed property, number out of range) gives null.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> bytes, Func<JsonElement, T> body) where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return body(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            return null; // the callers say of which file
        }
    }

    public static void Number(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } v) json.WriteNumber(name, v);
        else json.WriteNull(name);
    }

    public static string Text(this JsonElement at, string name) => at.GetProperty(name).GetString() ?? throw new FormatException(name);
    public static string? TextOrNull(this JsonElement at, string name) => at.GetProperty(name).GetString();
    public static long Long(this JsonElement at, string name) => at.GetProperty(name).GetInt64();
    public static long? LongOrNull(this JsonElement at, string name) => at.GetProperty(name) is { ValueKind: not JsonValueKind.Null } v ? v.GetInt64() : null;

    /// <summary>Enums are written in lower case; a number or an unknown word is refused.</summary>
    public static T Word<T>(this JsonElement at, string name) where T : struct, Enum => at.GetProperty(name).Word<T>();

    public static T Word<T>(this JsonElement at) where T : struct, Enum =>
        Enum.GetValues<T>().Single(v => string.Equals(Word(v), at.GetString(), StringComparison.Ordinal));

    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static void Map(this Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    public static ImmutableSortedDictionary<string, string> Map(this JsonElement at, string name) =>
        at.GetProperty(name).EnumerateObject()
            .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? throw new FormatException(p.Name), StringComparer.Ordinal);
}
