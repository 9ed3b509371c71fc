using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;

namespace Qyran.Vision.Adapted;

/// <summary>A detector set right for one site, as its file holds it.</summary>
/// <param name="Camera">Whose site.</param>
/// <param name="Base">Name of the model it was made for, and</param><param name="BaseSha256">that model's SHA-256: it fits no other.</param>
/// <param name="Learned">What it was learned from and how much better it was, for people: name and value.</param>
public sealed record Adaptation(string Camera, string Base, string BaseSha256, DateTimeOffset MadeAt, ScoreMap Map, ImmutableSortedDictionary<string, double> Learned)
{
    /// <summary>The version of the format that is read and written.</summary>
    public const int Version = 1;

    /// <summary>How such files end.</summary>
    public const string Ending = ".adapted.json";

    private const long LargestFile = 1 << 20;

    /// <summary>Where a file stays when another takes its place: beside it, a part of its hash in its name.</summary>
    /// <param name="path">Ends in <see cref="Ending"/>.</param>
    /// <param name="sha256">Of its bytes, lower-case hex.</param>
    public static string KeptPath(string path, string sha256) => $"{path[..^Ending.Length]}.{sha256[..16]}{Ending}";

    /// <summary>The file of this hash where it once stood at <paramref name="path"/> and was kept; else the path itself.</summary>
    /// <param name="sha256">Whatever somebody states as a hash; what is none leads nowhere.</param>
    public static string OfHash(string path, string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower) && KeptPath(path, sha256) is var kept && File.Exists(kept) ? kept : path;

    /// <summary>The file's bytes.</summary>
    public byte[] Write()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("qyran_adapted", Version);
            json.WriteString("camera", Camera);
            json.WriteString("base", Base);
            json.WriteString("base_sha256", BaseSha256);
            json.WriteString("made_at", MadeAt.UtcDateTime);
            json.WriteStartObject("learned");
            foreach (var (name, value) in Learned) json.WriteNumber(name, Math.Round(value, 4));
            json.WriteEndObject();
            json.WriteNumber("shift", Math.Round(Map.Shift, 4));
            json.WriteNumber("slope", Math.Round(Map.Slope, 4));
            json.WriteStartObject("classes");
            foreach (var user in Enum.GetValues<RoadUser>()) json.WriteNumber(user.ToString().ToLowerInvariant(), Math.Round(Map.Classes[(int)user], 4));
            json.WriteEndObject();
            json.WriteStartArray("cells");
            foreach (var cell in Map.Cells) json.WriteNumberValue(Math.Round(cell, 4));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return memory.ToArray();
    }

    /// <summary>Reads a file; null with the reason.</summary>
    public static (Adaptation? Read, byte[] Bytes, Failure? Failure) Open(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (!File.Exists(path)) return (null, [], new(FailureKind.NotFound, $"there is no adapted detector {path}"));
            if (new FileInfo(path).Length > LargestFile) return (null, [], new(FailureKind.Invalid, $"{name} is too large to be an adapted detector"));
            var bytes = File.ReadAllBytes(path);
            return (Parse(bytes), bytes, null);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return (null, [], new(FailureKind.Invalid, $"{name} is no adapted detector: {e.Message}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [], new(FailureKind.Unreadable, $"cannot read {path}: {e.Message}"));
        }
    }

    private static Adaptation Parse(byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var root = json.RootElement;
        if (root.GetProperty("qyran_adapted").GetInt32() != Version) throw new FormatException($"this program reads version {Version}");
        var classes = Enum.GetValues<RoadUser>().Select(u => Within(root.GetProperty("classes").GetProperty(u.ToString().ToLowerInvariant()).GetDouble())).ToImmutableArray();
        var cells = root.GetProperty("cells").EnumerateArray().Select(c => Within(c.GetDouble())).ToImmutableArray();
        if (cells.Length != ScoreMap.Columns * ScoreMap.Rows) throw new FormatException($"it has {cells.Length} cells");
        var slope = root.GetProperty("slope").GetDouble();
        if (!(slope is >= 0.3 and <= 3)) throw new FormatException("its slope is out of bounds");
        var map = new ScoreMap(Within(root.GetProperty("shift").GetDouble()), slope, classes, cells);
        return new(root.GetProperty("camera").GetString() ?? "", root.GetProperty("base").GetString() ?? "", root.GetProperty("base_sha256").GetString() ?? "", root.GetProperty("made_at").GetDateTimeOffset(), map,
            root.GetProperty("learned").EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal));
    }

    private static double Within(double value) => Math.Abs(value) <= ScoreMap.Most ? value : throw new FormatException("a weight is out of bounds");
}
