using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Rules.Sections;

namespace Qyran.Line.Outputs;

/// <summary>How the crossing of a gate looks in <c>passages.jsonl</c> and, with its passage, in a pack's <c>entry.json</c>.</summary>
public static class GateJson
{
    /// <summary>What the camera saw at the gate; plate and class stand in the passage around it.</summary>
    public static void Write(Utf8JsonWriter json, GatePassage gate)
    {
        json.WriteString("camera", gate.Camera);
        json.WriteString("gate", gate.Gate);
        json.WriteString("earliest_utc", Iso(gate.EarliestUtcUs));
        json.WriteString("latest_utc", Iso(gate.LatestUtcUs));
        if (gate.ClockApartUs != 0) json.WriteNumber("clock_apart_us", gate.ClockApartUs);
        json.WriteBoolean("rear", gate.Rear);
        if (gate.Doubt is { } doubt) json.WriteString("doubt", doubt);
        if (gate.Box is not { } box) return;
        json.WriteStartArray("box");
        foreach (var edge in (double[])[box.X, box.Y, box.Width, box.Height]) json.WriteNumberValue(decimal.Round((decimal)edge, 1));
        json.WriteEndArray();
    }

    /// <summary>The crossing with everything a section needs of its passage.</summary>
    public static string Whole(GatePassage gate) => Cases.PackDescription.Text(json =>
    {
        json.WriteString("id", gate.Passage);
        json.WriteString("class", PassageJson.Word(gate.Class));
        json.WriteStartObject("plate");
        json.WriteString("text", gate.Plate);
        json.WriteEndObject();
        json.WriteStartArray("gates");
        json.WriteStartObject();
        Write(json, gate);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>The gates of one passage, a line of <c>passages.jsonl</c> or an <c>entry.json</c>. Throws <see cref="JsonException"/> on anything else.</summary>
    public static IEnumerable<GatePassage> Read(string passage)
    {
        using var json = JsonDocument.Parse(passage);
        var root = json.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || Text(root, "id") is not { } id) throw new JsonException("no passage");
        if (!root.TryGetProperty("gates", out var gates) || gates.ValueKind is not JsonValueKind.Array) return [];
        var plate = root.TryGetProperty("plate", out var p) && p.ValueKind is JsonValueKind.Object ? Text(p, "text") : null;
        _ = Enum.TryParse<RoadUser>(Text(root, "class"), ignoreCase: true, out var kind);
        return [.. gates.EnumerateArray().Select(g => new GatePassage(
            Text(g, "camera") ?? throw new JsonException("a gate without its camera"), Text(g, "gate") ?? throw new JsonException("a gate without its id"), id, plate, kind,
            Us(g, "earliest_utc"), Us(g, "latest_utc"), g.TryGetProperty("rear", out var rear) && rear.ValueKind is JsonValueKind.True, Text(g, "doubt"))
        {
            Box = Box(g),
            ClockApartUs = g.TryGetProperty("clock_apart_us", out var apart) && apart.ValueKind is JsonValueKind.Number && apart.TryGetInt64(out var us) ? us : 0,
        })];
    }

    private static PixelBox? Box(JsonElement gate) => gate.TryGetProperty("box", out var edges) && edges.ValueKind is JsonValueKind.Array && edges.GetArrayLength() == 4
        && edges.EnumerateArray().All(e => e.ValueKind is JsonValueKind.Number)
            ? new(edges[0].GetDouble(), edges[1].GetDouble(), edges[2].GetDouble(), edges[3].GetDouble()) : null;

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var v) && v.ValueKind is JsonValueKind.String ? v.GetString() : null;

    private static long Us(JsonElement gate, string name) =>
        SceneTimes.Read(Text(gate, name) ?? "") is { } at
            ? (at - DateTimeOffset.UnixEpoch).Ticks / 10 : throw new JsonException($"a gate without {name}");

    private static string Iso(long utcUs) => PassageJson.Iso(DateTimeOffset.UnixEpoch.AddTicks(utcUs * 10));
}
