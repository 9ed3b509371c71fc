using System.Text.Json;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>A JSON object read strictly: what is missing or of another kind throws <see cref="JsonShapeException"/> naming its place.</summary>
internal readonly record struct JsonShape(JsonElement Element, string Path)
{
    public string Text(string name) => Get(name) is { ValueKind: JsonValueKind.String } e ? e.GetString()! : throw Wrong(name, "a text");

    public string? TextOrNull(string name) => Has(name) ? Text(name) : null;

    public int Whole(string name) => Get(name) is { ValueKind: JsonValueKind.Number } e && e.TryGetInt32(out var n) ? n : throw Wrong(name, "a whole number");

    public long Long(string name) => Get(name) is { ValueKind: JsonValueKind.Number } e && e.TryGetInt64(out var n) ? n : throw Wrong(name, "a whole number");

    public long? LongOrNull(string name) => Has(name) ? Long(name) : null;

    public bool Truth(string name) => Get(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } e ? e.GetBoolean() : throw Wrong(name, "true or false");

    public double Number(string name) => Get(name) is { ValueKind: JsonValueKind.Number } e && e.TryGetDouble(out var n) && double.IsFinite(n) ? n : throw Wrong(name, "a number");

    public double? NumberOrNull(string name) => Has(name) ? Number(name) : null;

    public double[] Numbers(string name, int count) => Numbers(Get(name), count) ?? throw Wrong(name, $"{count} numbers");

    /// <summary>Points of two numbers each, so many of them.</summary>
    public RawPixel[] Points(string name, int count)
    {
        var wrong = Wrong(name, $"{count} points");
        if (Get(name) is not { ValueKind: JsonValueKind.Array } e || e.GetArrayLength() != count) throw wrong;
        return [.. e.EnumerateArray().Select(p => Numbers(p, 2) is [var x, var y] ? new RawPixel(x, y) : throw wrong)];
    }

    public IEnumerable<string> Texts(string name)
    {
        var place = Wrong(name, "a list of texts");
        return Get(name) is { ValueKind: JsonValueKind.Array } e
            ? e.EnumerateArray().Select(t => t.ValueKind == JsonValueKind.String ? t.GetString()! : throw place) : throw place;
    }

    public JsonShape Inner(string name) => Get(name) is { ValueKind: JsonValueKind.Object } e ? new(e, At(name)) : throw Wrong(name, "an object");

    public IEnumerable<JsonShape> Each(string name)
    {
        if (Get(name) is not { ValueKind: JsonValueKind.Array } list) throw Wrong(name, "a list");
        var path = At(name);
        return list.EnumerateArray().Select((e, i) => e.ValueKind == JsonValueKind.Object ? new JsonShape(e, $"{path}[{i}]") : throw new JsonShapeException($"{path}[{i}] must be an object"));
    }

    public IEnumerable<(string Name, JsonShape Value)> Members()
    {
        var path = Path;
        return Element.EnumerateObject().Select(p => (p.Name, new JsonShape(p.Value, $"{path}.{p.Name}")));
    }

    /// <summary>Whether it is there and not null.</summary>
    public bool Has(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var e) && e.ValueKind != JsonValueKind.Null;

    private static double[]? Numbers(JsonElement? list, int count)
    {
        if (list is not { ValueKind: JsonValueKind.Array } e || e.GetArrayLength() != count) return null;
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            if (e[i].ValueKind != JsonValueKind.Number || !e[i].TryGetDouble(out numbers[i]) || !double.IsFinite(numbers[i])) return null;
        }
        return numbers;
    }

    private JsonElement? Get(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var e) ? e : null;

    private string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private JsonShapeException Wrong(string name, string kind) => new($"{At(name)} must be {kind}");
}
