using System.Text.Json;

namespace Qyran.Server.Outward;

/// <summary>What other systems are sent: which event, when, and the same body the routes give.</summary>
/// <param name="Id">The same at every try and for the same thing noted twice: a receiver that has it already ignores it.</param>
/// <param name="Type">passage, case, case-decided, camera, watch or ping.</param>
/// <param name="Timestamp">When it happened.</param>
internal sealed record Envelope(string Id, string Type, DateTimeOffset Timestamp, object Data)
{
    private static readonly JsonSerializerOptions Options = Made();

    /// <summary>The same JSON as the routes give.</summary>
    public static string Json(object body) => JsonSerializer.Serialize(body, Options);

    /// <summary>Reads as the routes do: unknown keys are refused, and times without a zone. Throws <see cref="JsonException"/>.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> text) => JsonSerializer.Deserialize<T>(text, Options);

    public string Json() => Json(this);

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        QyranServer.Json(options);
        return options;
    }
}
