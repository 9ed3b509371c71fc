using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Detections;

namespace Qyran.Domain.Scenes;

/// <summary>
/// One group of keys being read: typed values out, every fault into the shared list, with line and field path. A value that was
/// refused comes out as null (or the default), so that reading goes on and all faults are found at once.
/// </summary>
internal sealed class SceneGroup
{
    private const int MostItems = 1000;
    private readonly Dictionary<string, SceneNode> values = new(StringComparer.Ordinal);

    /// <param name="keys">Keys of <see cref="SceneKeys"/>: unknown ones are reported, missing required ones too.</param>
    /// <param name="open">True when further keys may follow (a rule's settings); the caller judges them.</param>
    public SceneGroup(SceneNode.Map map, string path, ImmutableArray<string> keys, List<SceneError> errors, bool open = false)
    {
        (Path, Line, Errors) = (path, map.Line, errors);
        foreach (var (key, line, value) in map.Entries)
        {
            if (!open && !keys.Any(k => k.TrimEnd('*') == key))
                errors.Add(new(line, Named(key), $"is not known here{NearestName.Hint(key, keys.Select(k => k.TrimEnd('*')))}"));
            else if (value is SceneNode.Scalar { Empty: true })
                errors.Add(new(line, Named(key), "has no value; give one or leave the key out"));
            values[key] = value;
        }
        foreach (var key in keys.Where(k => k.EndsWith('*') && !values.ContainsKey(k.TrimEnd('*'))))
            errors.Add(new(map.Line, Named(key.TrimEnd('*')), "is missing"));
    }

    public string Path { get; }

    /// <summary>The group's first line.</summary>
    public int Line { get; }

    public List<SceneError> Errors { get; }

    public IEnumerable<string> Keys => values.Keys;

    /// <summary>The value as written, or null when absent or empty.</summary>
    public SceneNode? Node(string key) => values.TryGetValue(key, out var v) && v is not SceneNode.Scalar { Empty: true } ? v : null;

    public int LineOf(string key) => values.TryGetValue(key, out var v) ? v.Line : Line;

    public string Named(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Adds a fault of this key; returns null for use in expressions.</summary>
    public string? Wrong(string key, string text)
    {
        Errors.Add(new(LineOf(key), Named(key), text));
        return null;
    }

    public string? Text(string key, int most = 300) => Node(key) switch
    {
        null => null,
        SceneNode.Scalar { Text: var t } when t.Trim().Length == 0 => Wrong(key, "is an empty text"),
        SceneNode.Scalar { Text: var t } when t.Length > most => Wrong(key, $"is longer than {most} characters"),
        SceneNode.Scalar { Text: var t } => t,
        var other => Wrong(key, $"is {other.Kind}; a text is wanted"),
    };

    public double? Number(string key, double least, double most) => Node(key) is { } node ? SceneNumbers.Real(node, Named(key), least, most, Errors) : null;

    public int? Whole(string key, int least, int most)
    {
        if (Node(key) is not { } node) return null;
        if (node is SceneNode.Scalar { Quoted: false } s && int.TryParse(s.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var v)
            && v >= least && v <= most) return v;
        Wrong(key, $"is {node.Kind}; a whole number from {least} to {most} is wanted");
        return null;
    }

    public decimal? Decimal(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is SceneNode.Scalar { Quoted: false } s
            && decimal.TryParse(s.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v)) return v;
        Wrong(key, $"is {node.Kind}; a number such as 2 or 0.5 is wanted");
        return null;
    }

    /// <summary>A UTC instant; a time without Z or offset is refused, because nobody could say which hour it means.</summary>
    public DateTimeOffset? Time(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is SceneNode.Scalar s && SceneTimes.Read(s.Text) is { } time) return time;
        Wrong(key, $"is {node.Kind}; a time such as 2026-11-24T00:00:00Z or 2026-11-24T05:00:00+05:00 is wanted");
        return null;
    }

    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> words) where T : struct
    {
        if (Node(key) is not { } node) return null;
        if (node is SceneNode.Scalar s && words.TryGetValue(s.Text, out var v)) return v;
        Wrong(key, $"is {node.Kind}{NearestName.Hint((node as SceneNode.Scalar)?.Text ?? "", words.Keys)}");
        return null;
    }

    /// <summary>A list of different names; empty when absent.</summary>
    public ImmutableArray<string> Names(string key)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var (item, path) in Items(key))
        {
            if (item is not SceneNode.Scalar { Empty: false } s) Errors.Add(new(item.Line, path, $"is {item.Kind}; a name is wanted"));
            else if (names.Contains(s.Text)) Errors.Add(new(item.Line, path, $"repeats '{s.Text}'"));
            else names.Add(s.Text);
        }
        return names.DrainToImmutable();
    }

    public ImmutableArray<RoadUser> Classes(string key)
    {
        var classes = ImmutableArray.CreateBuilder<RoadUser>();
        foreach (var (item, path) in Items(key))
        {
            if (item is SceneNode.Scalar s && SceneWords.Classes.TryGetValue(s.Text, out var c))
            {
                if (classes.Contains(c)) Errors.Add(new(item.Line, path, $"repeats '{s.Text}'"));
                else classes.Add(c);
            }
            else
            {
                Errors.Add(new(item.Line, path, $"is {item.Kind}{NearestName.Hint((item as SceneNode.Scalar)?.Text ?? "", SceneWords.Classes.Keys)}"));
            }
        }
        return classes.DrainToImmutable();
    }

    public SceneGroup? Group(string key, ImmutableArray<string> keys)
    {
        if (Node(key) is not { } node) return null;
        if (node is SceneNode.Map map) return new(map, Named(key), keys, Errors);
        Wrong(key, $"is {node.Kind}; a group with the keys {string.Join(", ", keys.Select(k => k.TrimEnd('*')))} is wanted");
        return null;
    }

    /// <summary>A list of groups, none when absent.</summary>
    /// <param name="most">A longer list is refused.</param>
    public IEnumerable<SceneGroup> Groups(string key, ImmutableArray<string> keys, bool open = false, int most = MostItems)
    {
        foreach (var (item, path) in Items(key, most))
        {
            if (item is SceneNode.Map map) yield return new(map, path, keys, Errors, open);
            else Errors.Add(new(item.Line, path, $"is {item.Kind}; a group such as {{ {keys[0].TrimEnd('*')}: … }} is wanted"));
        }
    }

    private IEnumerable<(SceneNode Item, string Path)> Items(string key, int most = MostItems)
    {
        if (Node(key) is not { } node) return [];
        if (node is SceneNode.Row many && many.Items.Count > most)
        {
            Wrong(key, $"has {many.Items.Count} entries; at most {most} are taken");
            return [];
        }
        if (node is SceneNode.Row row) return row.Items.Select((item, i) => (item, $"{Named(key)}[{i}]"));
        Wrong(key, $"is {node.Kind}; a list is wanted");
        return [];
    }
}
