using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>
/// Reads YOLO labels: <c>class cx cy w h</c> in shares of the picture, blanks between; a line with more numbers is an outline
/// (<c>class x y x y x y …</c>) and becomes the box around it.
/// </summary>
public static class YoloText
{
    /// <summary>True with all labels, or false with the line that is wrong. An empty text has no labels. Reads to the end; the caller owns the reader.</summary>
    public static bool TryRead(TextReader text, int classes, out List<Label> labels, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        (labels, failure) = ([], null);
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (string.IsNullOrWhiteSpace(row)) continue;
            if (!TryRow(row, classes, out var label))
            {
                failure = new(FailureKind.Unreadable, $"line {line} is not a label (class cx cy w h, or class and the corners of an outline, all in shares of the picture; class below {classes})");
                return false;
            }
            // one with no area is a slip of the mouse
            if (label.Box is { Width: > 0, Height: > 0 }) labels.Add(label);
        }
        return true;
    }

    private static bool TryRow(string row, int classes, out Label label)
    {
        label = default;
        var parts = row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 5 || parts.Length % 2 == 0) return false;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= classes) return false;
        var values = new double[parts.Length - 1];
        for (var i = 0; i < values.Length; i++)
            if (!double.TryParse(parts[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !(values[i] is >= -1 and <= 2)) return false;
        double left, top, right, bottom;
        if (values.Length == 4)
        {
            if (values[2] < 0 || values[3] < 0) return false;
            (left, right) = (values[0] - (values[2] / 2), values[0] + (values[2] / 2));
            (top, bottom) = (values[1] - (values[3] / 2), values[1] + (values[3] / 2));
        }
        else
        {
            (left, right) = (values.Where((_, i) => i % 2 == 0).Min(), values.Where((_, i) => i % 2 == 0).Max());
            (top, bottom) = (values.Where((_, i) => i % 2 == 1).Min(), values.Where((_, i) => i % 2 == 1).Max());
        }
        (left, top, right, bottom) = (Math.Clamp(left, 0, 1), Math.Clamp(top, 0, 1), Math.Clamp(right, 0, 1), Math.Clamp(bottom, 0, 1));
        label = new(number, new(left, top, right - left, bottom - top));
        return true;
    }
}
