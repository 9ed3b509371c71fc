using System.Globalization;
using System.Text.Json;
using Qyran.Domain.Detections;

namespace Qyran.Evidence;

/// <summary>The manifest as the bytes that are signed.</summary>
public static class ManifestJson
{
    public static byte[] Write(Manifest m) => Json.Write(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Manifest.Format);
        json.WriteString("case", m.CaseId);
        json.WriteString("device", m.DeviceId);
        json.WriteString("created_at", m.CreatedAtUtc.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("software", m.Software);
        json.WriteNumber("sequence", m.Sequence);
        json.WriteString("previous_manifest_sha256", m.PreviousManifestSha256);
        json.WriteString("device_verification", m.DeviceVerification);
        json.WriteStartObject("detector");
        json.WriteString("name", m.Detector.Name);
        json.WriteString("version", m.Detector.Version);
        json.WriteString("weights_sha256", m.Detector.WeightsSha256);
        json.WriteNumber("analysis_width_px", m.Detector.AnalysisWidth);
        json.WriteNumber("analysis_height_px", m.Detector.AnalysisHeight);
        json.WriteEndObject();
        json.Map("models", m.Models);
        json.Map("settings", m.Settings);
        json.WriteStartArray("files");
        foreach (var f in m.Files)
        {
            json.WriteStartObject();
            json.WriteString("name", f.Name);
            json.WriteString("sha256", f.Sha256);
            json.WriteNumber("length_bytes", f.Length);
            if (f.MediaUs is { } at) json.WriteNumber("media_us", at);
            if (f.Clip is { } clip)
            {
                json.WriteNumber("from_us", clip.FromUs);
                json.WriteNumber("until_us", clip.UntilUs);
                json.WriteNumber("offset_us", clip.OffsetUs);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Null unless the bytes are exactly what <see cref="Write"/> makes of the values in them.</summary>
    public static Manifest? Read(ReadOnlyMemory<byte> bytes)
    {
        var manifest = Json.Read(bytes, Parse);
        return manifest is not null && Write(manifest).AsSpan().SequenceEqual(bytes.Span) ? manifest : null;
    }

    private static Manifest Parse(JsonElement at)
    {
        var detector = at.GetProperty("detector");
        return new Manifest(
            at.Text("case"), at.Text("device"),
            new DateTimeOffset(DateTime.ParseExact(at.Text("created_at"), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)),
            at.Text("software"), at.Long("sequence"), at.TextOrNull("previous_manifest_sha256"), at.TextOrNull("device_verification"),
            new DetectorIdentity(
                detector.Text("name"), detector.Text("version"), detector.TextOrNull("weights_sha256"),
                detector.GetProperty("analysis_width_px").GetInt32(), detector.GetProperty("analysis_height_px").GetInt32()),
            at.Map("models"), at.Map("settings"),
            [.. at.GetProperty("files").EnumerateArray().Select(File)]);
    }

    private static ManifestFile File(JsonElement f) => new(
        f.Text("name"), f.Text("sha256"), f.Long("length_bytes"),
        f.TryGetProperty("media_us", out var media) ? media.GetInt64() : null,
        f.TryGetProperty("offset_us", out var offset) ? new ManifestClip(f.Long("from_us"), f.Long("until_us"), offset.GetInt64()) : null);
}
