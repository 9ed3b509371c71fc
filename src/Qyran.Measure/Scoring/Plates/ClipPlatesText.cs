using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Measure.Scoring.Plates;

/// <summary>Reads the plates out of <c>ground_truth.json</c>, what people wrote down of real clips: video → <c>plates</c> → <c>text</c>. All else in it is passed over.</summary>
public static class ClipPlatesText
{
    /// <summary>True with the clips that have plates, in order of name; false with what is wrong. Reads to the end; the caller owns the reader.</summary>
    public static bool TryRead(TextReader text, out List<ClipPlates>? clips, out Failure? failure)
    {
        ArgumentNullException.ThrowIfNull(text);
        (clips, failure) = (null, null);
        try
        {
            using var json = JsonDocument.Parse(text.ReadToEnd());
            clips = [.. new JsonShape(json.RootElement, "").Members().Where(c => c.Value.Has("plates"))
                .Select(c => new ClipPlates(c.Name, [.. c.Value.Each("plates").Select(p => p.Text("text"))])).OrderBy(c => c.Clip, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is JsonException or JsonShapeException or InvalidOperationException)
        {
            failure = new(FailureKind.Unreadable, e is JsonShapeException ? e.Message.TrimStart('.') : "is not the JSON of what people saw in clips");
        }
        return clips is not null;
    }
}
