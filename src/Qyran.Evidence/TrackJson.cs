using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Evidence;

/// <summary>A track without any loss: every double comes back as the same bits, since a replay measures from it.</summary>
public static class TrackJson
{
    /// <summary>Throws on NaN or infinity, which no track may hold.</summary>
    public static byte[] Write(Track track) => Json.Write(indented: false, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("track", track.Id);
        json.WriteString("class", Json.Word(track.Class));
        if (!track.Classes.IsEmpty)
        {
            json.WriteStartArray("classes");
            foreach (var user in track.Classes) json.WriteStringValue(Json.Word(user));
            json.WriteEndArray();
        }
        json.WriteString("boxes", "left, top, width, height in raw pixels");
        json.WriteStartArray("points");
        foreach (var p in track.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("frame", p.Frame);
            TimeJson.Write(json, p.Time);
            Box(json, "box", p.Box);
            if (p.Seen is { } seen) Box(json, "seen", seen);
            else json.WriteNull("seen");
            json.WriteNumber("score", p.Score);
            if (p.Covered) json.WriteBoolean("covered", true);
            if (p.FootComputed) json.WriteBoolean("foot_computed", true);
            if (p.Held) json.WriteBoolean("held", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Null when the bytes are no track, which has one point at least.</summary>
    public static Track? Read(ReadOnlyMemory<byte> bytes) => Json.Read(bytes, Parse) is { Points.IsEmpty: false } track ? track : null;

    private static Track Parse(JsonElement at) => new(
        at.GetProperty("track").GetInt32(), at.Word<RoadUser>("class"),
        [.. at.GetProperty("points").EnumerateArray().Select(p => new TrackPoint(
            p.Long("frame"), TimeJson.Read(p), Box(p.GetProperty("box")),
            p.GetProperty("seen") is { ValueKind: not JsonValueKind.Null } seen ? Box(seen) : null,
            p.GetProperty("score").GetSingle())
        {
            Covered = p.TryGetProperty("covered", out var covered) && covered.GetBoolean(), // packs made before it was written have none
            FootComputed = p.TryGetProperty("foot_computed", out var computed) && computed.GetBoolean(),
            Held = p.TryGetProperty("held", out var held) && held.GetBoolean(),
        })])
    {
        Classes = at.TryGetProperty("classes", out var classes) ? [.. classes.EnumerateArray().Select(c => c.Word<RoadUser>())] : [], // as above
    };

    private static void Box(Utf8JsonWriter json, string name, in PixelBox box)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(box.X);
        json.WriteNumberValue(box.Y);
        json.WriteNumberValue(box.Width);
        json.WriteNumberValue(box.Height);
        json.WriteEndArray();
    }

    private static PixelBox Box(JsonElement at) => at.GetArrayLength() == 4
        ? new(at[0].GetDouble(), at[1].GetDouble(), at[2].GetDouble(), at[3].GetDouble())
        : throw new FormatException("a box has four numbers");
}
