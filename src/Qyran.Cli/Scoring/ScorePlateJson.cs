using System.Text.Json;
using Qyran.Line;
using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli.Scoring;

/// <summary>Measured plate sets as JSON: whole numbers, and the shares formed of them in per cent (null where there is nothing to form them of).</summary>
internal static class ScorePlateJson
{
    /// <param name="wrong">With every text that was not read exactly.</param>
    public static void Write(List<ScorePlateResult> results, bool wrong)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("qyran_score", "plates");
            json.WriteString("version", FileAnalysis.Version);
            json.WriteStartArray("sets");
            foreach (var result in results) One(json, result, wrong);
            json.WriteEndArray();
            json.WriteStartObject("all");
            json.WriteNumber("pictures", results.Sum(r => r.Pictures));
            Figures(json, ScorePlateGrids.Together(results));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void One(Utf8JsonWriter json, ScorePlateResult result, bool wrong)
    {
        json.WriteStartObject();
        json.WriteString("set", result.Set.Title);
        json.WriteBoolean("boxes_only", result.BoxesOnly);
        json.WriteNumber("pictures", result.Pictures);
        json.WriteNumber("median_ms", Math.Round(result.MedianMs, 2));
        Figures(json, result.Score);
        json.WriteStartArray("by_sign_height");
        foreach (var (height, score) in result.Signs.Where(s => s.Score.Plates > 0))
        {
            json.WriteStartObject();
            json.WriteString("height", height);
            Figures(json, score);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("left_out");
        foreach (var left in result.Left) json.WriteStringValue(left);
        json.WriteEndArray();
        if (wrong)
        {
            json.WriteStartArray("wrong");
            foreach (var (path, truth, read, confidence) in result.Wrong)
            {
                json.WriteStartObject();
                json.WriteString("picture", path);
                json.WriteString("plate", truth);
                json.WriteString("read", read.Length == 0 ? null : read);
                json.WriteNumber("confidence", Math.Round(confidence, 4));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Figures(Utf8JsonWriter json, PlateScore s)
    {
        json.WriteNumber("plates", s.Plates);
        json.WriteNumber("boxed", s.Boxed);
        json.WriteNumber("found", s.Found);
        json.WriteNumber("elsewhere", s.Elsewhere);
        json.WriteNumber("texts", s.Texts);
        json.WriteNumber("exact", s.Exact);
        json.WriteNumber("accepted", s.Accepted);
        json.WriteNumber("accepted_right", s.AcceptedRight);
        json.WriteNumber("accepted_elsewhere", s.AcceptedElsewhere);
        Share("found_percent", s.FoundShare);
        Share("exact_percent", s.ExactShare);
        Share("character_error_percent", s.CharacterError);
        Share("accepted_percent", s.AcceptedShare);
        Share("accepted_right_percent", s.AcceptedPrecision);

        void Share(string name, double? share)
        {
            if (share is { } known) json.WriteNumber(name, Math.Round(100 * known, 2));
            else json.WriteNull(name);
        }
    }
}
