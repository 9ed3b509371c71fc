using System.Collections.Immutable;
using Qyran.Domain.Signals;

namespace Qyran.Evidence;

/// <summary>Signal timelines and gaps, without loss.</summary>
internal static class SignalsJson
{
    public static byte[] Write(ImmutableArray<SignalTimeline> timelines) => Json.Write(indented: true, json =>
    {
        json.WriteStartArray();
        foreach (var line in timelines)
        {
            json.WriteStartObject();
            json.WriteString("head", line.Head);
            json.WriteString("source", line.Source);
            json.WriteNumber("until_us", line.UntilUs);
            json.WriteStartArray("phases");
            foreach (var phase in line.Phases)
            {
                json.WriteStartObject();
                json.WriteString("state", Json.Word(phase.State));
                json.WriteNumber("from_us", phase.FromUs);
                json.WriteNumber("error_us", phase.ErrorUs);
                json.WriteNumber("confidence", phase.Confidence);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public static SignalTimeline[]? Read(ReadOnlyMemory<byte> bytes) => Json.Read(bytes, root => root.EnumerateArray().Select(line => new SignalTimeline(
        line.Text("head"), line.Text("source"),
        [.. line.GetProperty("phases").EnumerateArray().Select(p => new SignalPhase(
            p.Word<SignalState>("state"), p.Long("from_us"), p.Long("error_us"), p.GetProperty("confidence").GetDouble()))],
        line.Long("until_us"))).ToArray());

    public static byte[] WriteGaps(ImmutableArray<PackGap> gaps) => Json.Write(indented: true, json =>
    {
        json.WriteStartArray();
        foreach (var gap in gaps)
        {
            json.WriteStartObject();
            json.WriteNumber("from_us", gap.FromUs);
            json.WriteNumber("until_us", gap.UntilUs);
            json.WriteString("why", gap.Why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public static PackGap[]? ReadGaps(ReadOnlyMemory<byte> bytes) => Json.Read(bytes, root => root.EnumerateArray()
        .Select(g => new PackGap(g.Long("from_us"), g.Long("until_us"), g.Text("why"))).ToArray());
}
