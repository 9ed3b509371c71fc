using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Measure.Scoring;

/// <summary>A MOTChallenge sequence's <c>seqinfo.ini</c>.</summary>
/// <param name="Frames">Length of the sequence; frames count from 1.</param>
public sealed record SequenceHeader(string Name, double Fps, int Frames, int Width, int Height)
{
    /// <summary>True with the header, or false with what is missing.</summary>
    public static bool TryRead(TextReader text, out SequenceHeader? header, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        while (text.ReadLine() is { } line)
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [var key, var value]) values[key] = value;
        header = null;
        failure = null;
        if (values.TryGetValue("name", out var name) && Number("frameRate") is > 0 and <= 1000 and var fps && Number("seqLength") is >= 1 and <= 1e7 and var frames
            && Number("imWidth") is >= 1 and <= 1e5 and var width && Number("imHeight") is >= 1 and <= 1e5 and var height)
        {
            header = new(name, fps, (int)frames, (int)width, (int)height);
            return true;
        }
        failure = new(FailureKind.Unreadable, "not a MOTChallenge sequence header (name, frameRate, seqLength, imWidth, imHeight)");
        return false;

        double? Number(string key) =>
            values.TryGetValue(key, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n) ? n : null;
    }
}
