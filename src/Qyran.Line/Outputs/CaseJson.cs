using System.Text.Json;
using Qyran.Domain.Cases;

namespace Qyran.Line.Outputs;

/// <summary>How a case looks in <c>cases.jsonl</c>.</summary>
public static class CaseJson
{
    public static void Write(Utf8JsonWriter json, Case made, long? utcOffsetUs)
    {
        json.WriteString("id", made.Id);
        json.WriteString("rule", made.Rule);
        json.WriteString("offence", made.Offence);
        json.WriteString("passage", made.Passage);
        json.WriteNumber("at", made.Verdict.AtUs / 1_000_000m);
        if (utcOffsetUs is { } offset)
            json.WriteString("at_utc", PassageJson.Iso(DateTimeOffset.UnixEpoch.AddTicks((made.Verdict.AtUs + offset) * 10)));
        json.WriteString("verdict", "broken");
        json.WriteString("why", made.Verdict.Why);
        json.WriteStartObject("facts");
        foreach (var (name, value) in made.Verdict.Facts) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("evidence", made.Evidence);
    }
}
