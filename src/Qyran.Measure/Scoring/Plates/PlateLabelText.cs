using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring.Plates;

/// <summary>
/// Reads what people wrote down of the plates in pictures, a plate a line, in two forms: with commas below a first line that names the columns, and OpenALPR's, with tabs. Empty lines
/// are skipped, boxes are in the picture's pixels, and a blank text is one that nobody wrote down: read as a text it would make a plate that was not read a right one.
/// </summary>
public static class PlateLabelText
{
    private const string Example = "a first line such as file,text,x,y,w,h is wanted";
    private static readonly string[] Sides = ["x", "y", "w", "h"];

    /// <summary>
    /// Columns <c>file</c>, then <c>text</c> or <c>x,y,w,h</c> or both, perhaps <c>note</c>; others are passed over. True with all labels, or false with the line that is wrong.
    /// Reads to the end; the caller owns the reader.
    /// </summary>
    public static bool TryReadColumns(TextReader text, out List<PlateLabel>? labels, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        (labels, failure) = (null, null);
        List<PlateLabel> read = [];
        string[]? head = null;
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            var fields = Fields(row);
            string? wrong;
            if (head is null)
            {
                head = fields;
                wrong = WrongHead(head);
            }
            else if (Row(head, fields, out wrong) is { } label)
            {
                read.Add(label);
            }
            if (wrong is null) continue;
            failure = new(FailureKind.Unreadable, string.Create(CultureInfo.InvariantCulture, $"line {line} {wrong}"));
            return false;
        }
        if (head is null) failure = new(FailureKind.Unreadable, "is empty: " + Example);
        else labels = read;
        return labels is not null;
    }

    /// <summary>Picture, left, top, width, height and text, with tabs between. An empty text has no labels. True with all labels, or false with the line that is wrong.</summary>
    public static bool TryReadTabs(TextReader text, out List<PlateLabel>? labels, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        (labels, failure) = (null, null);
        List<PlateLabel> read = [];
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            var fields = row.Split('\t');
            string? wrong = "is no label: picture, x, y, width, height and text are wanted, with tabs between";
            if (fields.Length > Sides.Length + 1 && !string.IsNullOrWhiteSpace(fields[0]) && Box(fields.AsSpan(1, Sides.Length), out wrong) is { } box)
                read.Add(new(fields[0].Trim(), Written(fields[Sides.Length + 1]), box, null));
            if (wrong is null) continue;
            failure = new(FailureKind.Unreadable, string.Create(CultureInfo.InvariantCulture, $"line {line} {wrong}"));
            return false;
        }
        labels = read;
        return true;
    }

    private static string? WrongHead(string[] head)
    {
        var sides = Sides.Count(s => Array.IndexOf(head, s) >= 0);
        return Array.IndexOf(head, "file") < 0 ? "names no column 'file': " + Example
            : sides > 0 && sides < Sides.Length ? string.Create(CultureInfo.InvariantCulture, $"names {sides} of the columns x, y, w and h; all or none are wanted")
            : sides == 0 && Array.IndexOf(head, "text") < 0 ? "names neither a column 'text' nor x, y, w and h: " + Example
            : null;
    }

    private static PlateLabel? Row(string[] head, string[] fields, out string? wrong)
    {
        // what is noted, and what we do not read, may be left out at the end
        var least = 1 + Sides.Append("file").Append("text").Max(c => Array.IndexOf(head, c));
        wrong = fields.Length < least ? string.Create(CultureInfo.InvariantCulture, $"has {fields.Length} fields; {least} are wanted")
            : fields.Length > head.Length ? string.Create(CultureInfo.InvariantCulture, $"has {fields.Length} fields; the first line names {head.Length}")
            : Field("file") is null ? "names no picture"
            : null;
        if (wrong is not null) return null;
        PixelBox? box = null;
        if (Array.IndexOf(head, Sides[0]) >= 0)
        {
            box = Box(Array.ConvertAll(Sides, s => fields[Array.IndexOf(head, s)]), out wrong);
            if (wrong is not null) return null;
        }
        return new(Field("file")!, Field("text"), box, Field("note"));

        string? Field(string name) => Array.IndexOf(head, name) is >= 0 and var at && at < fields.Length ? Written(fields[at]) : null;
    }

    private static PixelBox? Box(ReadOnlySpan<string> sides, out string? wrong)
    {
        wrong = null;
        Span<double> px = stackalloc double[Sides.Length];
        for (var i = 0; i < px.Length; i++)
        {
            // a place may lie left of the picture or above it, a size may not
            var isSize = i >= 2;
            if (double.TryParse(sides[i], NumberStyles.Float, CultureInfo.InvariantCulture, out px[i]) && Math.Abs(px[i]) < 1e6 && (!isSize || px[i] > 0)) continue;
            wrong = $"has '{sides[i].Trim()}' for {Sides[i]}; a number of pixels{(isSize ? " above 0" : "")} is wanted";
            return null;
        }
        return new(px[0], px[1], px[2], px[3]);
    }

    private static string? Written(string field) => field.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A line's fields; a quoted one may hold commas.</summary>
    private static string[] Fields(string line)
    {
        List<string> fields = [];
        var (from, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (line[i] != ',' || quoted)) continue;
            fields.Add(line[from..i].Trim().Trim('"'));
            from = i + 1;
        }
        return [.. fields];
    }
}
