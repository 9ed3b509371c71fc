using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Qyran.Domain.Scenes;

/// <summary>
/// Bytes to <see cref="SceneNode"/>s. Only the plain part of YAML that a scene needs: no anchors, aliases, tags, tabs or second
/// documents, so that no small file unfolds into a huge one and no value means what it does not say.
/// </summary>
internal static class SceneYaml
{
    /// <summary>1 MB holds thousands of lanes; more is not a scene.</summary>
    public const int MaxBytes = 1_000_000;
    private const int MaxDepth = 12;
    private const int MaxErrors = 200;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's one group of keys, or null; what is wrong is added to <paramref name="errors"/>.</summary>
    /// <param name="most">A file of more bytes is refused.</param>
    /// <param name="begins">The first line of a file of this kind, for the errors.</param>
    /// <param name="isNew">True: texts into which an escape puts a control character or half a sign are refused too.</param>
    public static SceneNode.Map? Parse(ReadOnlySpan<byte> yaml, List<SceneError> errors, int most = MaxBytes, string begins = "qyran_scene: 1", bool isNew = false)
    {
        if (Text(yaml, errors, most) is not { } text) return null;
        try
        {
            return new Reading(new Parser(new StringReader(text)), errors, begins, isNew).Document();
        }
        catch (YamlException wrong)
        {
            errors.Add(new((int)Math.Max(1, wrong.Start.Line), "file", $"is not YAML here: {OneLine(wrong.Message)}"));
            return null;
        }
    }

    private static string? Text(ReadOnlySpan<byte> yaml, List<SceneError> errors, int most)
    {
        if (yaml.Length > most)
        {
            errors.Add(new(1, "file", $"has {yaml.Length} bytes; at most {most} are taken"));
            return null;
        }
        if (yaml.StartsWith(Encoding.UTF8.Preamble)) yaml = yaml[3..];
        string text;
        try
        {
            text = Strict.GetString(yaml);
        }
        catch (DecoderFallbackException wrong)
        {
            // the index is of the bytes still in work; the valid beginning tells the line
            var before = yaml[..Math.Clamp(wrong.Index, 0, yaml.Length)];
            errors.Add(new(1 + before.Count((byte)'\n'), "file", "is not UTF-8 text; save it as UTF-8"));
            return null;
        }
        var line = 1;
        foreach (var c in text)
        {
            if (c == '\n') line++;
            else if (c == '\t') Add(errors, line, "has a tab; indent with spaces");
            else if (char.IsControl(c) && c != '\r') Add(errors, line, $"has the control character U+{(int)c:X4}; remove it");
        }
        return errors.Count > 0 ? null : text;
    }

    private static void Add(List<SceneError> errors, int line, string text)
    {
        if (errors.Count < MaxErrors && (errors.Count == 0 || errors[^1].Line != line)) errors.Add(new(line, "file", text));
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private sealed class Reading(Parser parser, List<SceneError> errors, string begins, bool isNew)
    {
        public SceneNode.Map? Document()
        {
            Take<StreamStart>();
            if (parser.Current is StreamEnd)
            {
                errors.Add(new(1, "file", $"is empty; it begins with '{begins}'"));
                return null;
            }
            Take<DocumentStart>();
            var root = Node("", 0);
            Take<DocumentEnd>();
            if (parser.Current is { } next and not StreamEnd)
                errors.Add(new(Line(next), "file", "holds a second document ('---'); a file holds one"));
            if (root is SceneNode.Map map) return map;
            if (root is not null) errors.Add(new(root.Line, "file", $"holds {root.Kind}; wanted is a list of 'key: value' lines beginning with '{begins}'"));
            return null;
        }

        /// <summary>Null where the piece was refused; the reading goes on behind it.</summary>
        private SceneNode? Node(string path, int depth)
        {
            var here = parser.Current ?? throw new InvalidOperationException("the parser ended inside a document");
            if (here is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
                errors.Add(new(Line(here), Named(path), "uses an anchor or alias (& or *); write the value out"));
            else if (here is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
                errors.Add(new(Line(here), Named(path), "uses a tag (!); write the plain value"));
            if (depth > MaxDepth)
                throw new YamlException(here.Start, here.End, $"nested deeper than {MaxDepth} levels"); // ends the reading: the scanner is quadratic in depth
            return here switch
            {
                AnchorAlias => Dropped(),
                Scalar s => Simple(s, path),
                SequenceStart => Row(path, depth),
                MappingStart => Map(path, depth),
                _ => throw new YamlException(here.Start, here.End, "a value is missing here"), // damaged bytes make the parser end a map in the middle of a pair
            };
        }

        private SceneNode? Dropped()
        {
            Move();
            return null;
        }

        private SceneNode.Scalar Simple(Scalar s, string path)
        {
            Move();
            if (isNew && Unfit(s.Value) is { } c)
                errors.Add(new(Line(s), Named(path), c == '\n' ? "has a line break; write the text on one line" : $"has the character U+{(int)c:X4}; remove it"));
            return new(Line(s), s.Value, s.Style is not ScalarStyle.Plain);
        }

        private SceneNode.Row Row(string path, int depth)
        {
            var line = Line(parser.Current!);
            Move();
            var items = new List<SceneNode>();
            for (var i = 0; parser.Current is not SequenceEnd; i++)
                if (Node($"{path}[{i}]", depth + 1) is { } item) items.Add(item);
            Move();
            return new(line, items);
        }

        private SceneNode.Map Map(string path, int depth)
        {
            var line = Line(parser.Current!);
            Move();
            var entries = new List<(string, int, SceneNode)>();
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            while (parser.Current is not MappingEnd)
            {
                var keyLine = Line(parser.Current!);
                var key = Node(path, depth + 1);
                var name = (key as SceneNode.Scalar)?.Text;
                if (key is not null and not SceneNode.Scalar) errors.Add(new(keyLine, Named(path), "has a list or group as a key"));
                var inner = path.Length == 0 ? name ?? "?" : $"{path}.{name ?? "?"}";
                var value = Node(inner, depth + 1);
                if (name is null) continue;
                if (!seen.TryAdd(name, keyLine))
                    errors.Add(new(keyLine, inner, $"is given twice, first on line {seen[name]}; keep one"));
                else if (value is not null)
                    entries.Add((name, keyLine, value));
            }
            Move();
            return new(line, entries);
        }

        /// <summary>The first control character, which no database, page or terminal should meet, or half of a sign that takes two.</summary>
        private static char? Unfit(string text)
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (char.IsSurrogatePair(text, i)) i++;
                else if (char.IsControl(text[i]) || char.IsSurrogate(text[i])) return text[i];
            }
            return null;
        }

        private void Move()
        {
            try
            {
                parser.MoveNext();
            }
            catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException)
            {
                // the scanner has a few paths where damaged text is not reported as such
                var at = parser.Current?.End ?? Mark.Empty;
                throw new YamlException(at, at, "the text breaks off or is damaged", wrong);
            }
        }

        private void Take<T>() where T : ParsingEvent
        {
            if (parser.Current is null) Move();
            if (parser.Current is not T) throw new InvalidOperationException($"the parser gave {parser.Current?.GetType().Name} for {typeof(T).Name}");
            Move();
        }

        private static int Line(ParsingEvent e) => (int)Math.Max(1, e.Start.Line);

        private static string Named(string path) => path.Length == 0 ? "file" : path;
    }
}
