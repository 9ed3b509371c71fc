using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Qyran.Domain.Failures;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Qyran.Vision.Onnx;

/// <summary>
/// What the file beside a model says of it: <c>model.onnx.yaml</c>, <c>model.yaml</c>, <c>model.onnx.json</c> or <c>model.json</c> (the first
/// that is there). Every key may be missing; an unknown one is refused.
/// <list type="table">
/// <item><c>name</c>, <c>version</c>: for the evidence.</item>
/// <item><c>layout</c>: yolox, yolox-decoded, nanodet, picodet, fastestdet, yolov5, yolov8, end-to-end, detr, rt-detr; must agree with the shapes.</item>
/// <item><c>input_width</c>, <c>input_height</c>: px, for models whose input size is open.</item>
/// <item><c>channels</c>: rgb or bgr. <c>mean</c>, <c>std</c>: three numbers each on the 0…255 scale, in that channel order.</item>
/// <item><c>fit</c>: corner, centre or stretch. <c>pad</c>: 0…255.</item>
/// <item><c>labels</c>: list of class names in order. <c>scores</c>: sigmoid, softmax or ready (DETR family).</item>
/// <item><c>score_threshold</c>, <c>nms_iou</c>: 0…1.</item>
/// <item><c>close_look</c>: file name, beside the model, of a second one that looks at each thing found and puts its edges, class and score right.</item>
/// </list>
/// </summary>
internal sealed record ModelSidecar(
    string? Name, string? Version, string? Layout, int? InputWidth, int? InputHeight, ChannelOrder? Channels,
    float[]? Mean, float[]? Std, PictureFit? Fit, float? Pad, ImmutableArray<string>? Labels, ScoreKind? Scores, float? ScoreThreshold, float? NmsIou, string? CloseLook)
{
    /// <summary>Thousands of class names are shorter, and nothing a sidecar holds is nested so deep.</summary>
    private const int MostCharacters = 65_536, MostDepth = 12;

    private static readonly ModelSidecar Empty = new(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    private static readonly string[] Endings = [".onnx.yaml", ".yaml", ".yml", ".onnx.json", ".json"];

    /// <summary>Reads the sidecar of a model; an empty one where there is none, null and the reason where it is wrong.</summary>
    public static ModelSidecar? Beside(string model, out Failure? failure)
    {
        failure = null;
        var stem = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, Path.GetFileNameWithoutExtension(model));
        if (Array.Find(Endings, e => File.Exists(stem + e)) is not { } ending) return Empty;
        var file = stem + ending;
        try
        {
            return Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is FormatException or YamlException)
        {
            var where = e is YamlException y ? string.Create(CultureInfo.InvariantCulture, $", line {y.Start.Line}") : "";
            failure = new(FailureKind.Invalid, $"model sidecar {Path.GetFileName(file)}{where}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            failure = new(FailureKind.Unreadable, $"model sidecar {Path.GetFileName(file)}: {e.Message}");
        }
        return null;
    }

    /// <summary>Parses YAML (JSON is YAML too). Throws <see cref="FormatException"/> or <see cref="YamlException"/> with what is wrong.</summary>
    internal static ModelSidecar Parse(string text)
    {
        if (Root(text) is not { } root) return Empty;
        if (root is not YamlMappingNode map) throw new FormatException("must be a list of keys and values");
        var read = Empty;
        foreach (var (keyNode, value) in map.Children)
        {
            var key = Text(keyNode, "a key");
            read = key switch
            {
                "name" => read with { Name = Text(value, key) },
                "version" => read with { Version = Text(value, key) },
                "layout" => read with { Layout = Text(value, key) },
                "input_width" => read with { InputWidth = (int)Number(value, key, 16, 4096) },
                "input_height" => read with { InputHeight = (int)Number(value, key, 16, 4096) },
                "channels" => read with { Channels = Choice<ChannelOrder>(value, key) },
                "mean" => read with { Mean = Three(value, key, -1000, 1000) },
                "std" => read with { Std = Three(value, key, 1e-3f, 1000) },
                "fit" => read with { Fit = Choice<PictureFit>(value, key) },
                "pad" => read with { Pad = Number(value, key, 0, 255) },
                "labels" => read with { Labels = Names(value) },
                "scores" => read with { Scores = Choice<ScoreKind>(value, key) },
                "score_threshold" => read with { ScoreThreshold = Number(value, key, 0.001f, 1) },
                "nms_iou" => read with { NmsIou = Number(value, key, 0.05f, 1) },
                "close_look" => read with { CloseLook = FileName(value, key) },
                _ => throw new FormatException($"unknown key '{key}'"),
            };
        }
        return read;
    }

    /// <summary>
    /// What a YAML text holds; null where it holds nothing. Throws as <see cref="Parse"/>. The text may be a stranger's: what is too long, nested too deep or refers to itself is
    /// refused before it is read by what calls itself for every level.
    /// </summary>
    internal static YamlNode? Root(string text)
    {
        if (text.Length > MostCharacters) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters are too many; at most {MostCharacters} are taken"));
        try
        {
            var parser = new Parser(new StringReader(text));
            var depth = 0;
            while (parser.MoveNext())
            {
                depth += parser.Current switch
                {
                    SequenceStart or MappingStart => 1,
                    SequenceEnd or MappingEnd => -1,
                    AnchorAlias => throw new FormatException("an alias (*) is not taken; write the value out"),
                    _ => 0,
                };
                if (depth > MostDepth) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"nested deeper than {MostDepth} levels"));
            }
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FormatException("the text breaks off or is damaged", e); // the scanner has a few paths where that is not reported as such
        }
    }

    /// <summary>Class names from a list, or from a mapping of numbers to names as exporters write into the model's metadata.</summary>
    internal static ImmutableArray<string> Names(YamlNode node)
    {
        if (node is YamlSequenceNode list) return [.. list.Children.Select(c => Text(c, "labels"))];
        if (node is not YamlMappingNode map) throw new FormatException("'labels' must be a list of names");
        var byNumber = new Dictionary<int, string>();
        foreach (var (key, value) in map.Children)
        {
            var number = (int)Number(key, "labels", 0, 9999);
            if (!byNumber.TryAdd(number, Text(value, "labels"))) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'labels' names class {number} twice"));
        }
        return byNumber.Count == 0 ? [] : [.. Enumerable.Range(0, byNumber.Keys.Max() + 1).Select(i => byNumber.GetValueOrDefault(i, ""))];
    }

    private static string Text(YamlNode node, string key) =>
        (node as YamlScalarNode)?.Value ?? throw new FormatException($"'{key}' must be a single value");

    private static string FileName(YamlNode node, string key) =>
        Text(node, key) is { Length: > 0 } name && Path.GetFileName(name) == name ? name : throw new FormatException($"'{key}' must be the name of a file beside the model");

    private static float Number(YamlNode node, string key, float least, float most) =>
        float.TryParse(Text(node, key), NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && v >= least && v <= most
            ? v : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{key}' must be a number from {least} to {most}"));

    private static float[] Three(YamlNode node, string key, float least, float most) =>
        node is YamlSequenceNode { Children.Count: 3 } list
            ? [.. list.Children.Select(c => Number(c, key, least, most))] : throw new FormatException($"'{key}' must be three numbers");

    private static T Choice<T>(YamlNode node, string key)
        where T : struct, Enum =>
        Array.Find(Enum.GetNames<T>(), n => n.Equals(Text(node, key), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name) : throw new FormatException($"'{key}' must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
}
