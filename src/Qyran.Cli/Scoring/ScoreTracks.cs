using System.CommandLine;
using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Measure.Scoring;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score tracks</c>: our tracker on public detections, scored against public truth, beside SORT where it published.</summary>
internal static class ScoreTracks
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the ground truth. Default: $QYRAN_DATA, else ../shared/data." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
        var only = new Option<string[]>("--only") { Description = "Only this sequence (may be given several times).", DefaultValueFactory = _ => [] };
        var command = new Command("tracks", """
            Run the tracker over public detections and score it: HOTA, MOTA, IDF1 and the rest, beside SORT's published figures.
            Only the detections are given to it; time stamps are made from each sequence's frame rate.

            Examples:
              qyran score tracks
              qyran score tracks --data /data/truth --only TUD-Campus --only KITTI-17
              qyran score tracks --json > tracks.json
            """)
        { data, json, only };
        command.SetAction(parsed => Run(parsed.GetValue(data), parsed.GetValue(json), parsed.GetValue(only) ?? []));
        return command;
    }

    private static int Run(string? given, bool json, string[] only)
    {
        if (ScoreMaterial.Find(given, out var failure) is not { } data) return Exit.Say(failure!);
        var sets = ScoreBenchmarks.Run(data, only, out failure);
        if (failure is not null) return Exit.Say(failure);
        if (sets.Count == 0)
            return Exit.Say(new(FailureKind.NotFound, only.Length > 0
                ? $"none of {string.Join(", ", only)} is in '{data}/mot'" : $"'{data}' holds no tracking truth (mot/mot15, mot/kitti)"));
        if (json) Json(sets);
        else Tables(sets);
        return 0;
    }

    private static void Tables(List<ScoreSet> sets)
    {
        var console = ScoreConsole.Open();
        foreach (var set in sets) ScoreTrackTable.Print(set, console);
    }

    private static void Json(List<ScoreSet> sets)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("qyran_score", "tracks");
            json.WriteString("version", FileAnalysis.Version);
            json.WriteStartArray("sets");
            foreach (var set in sets)
            {
                json.WriteStartObject();
                json.WriteString("set", set.Key);
                json.WriteString("inputs", set.Inputs);
                json.WriteStartArray("sequences");
                foreach (var s in set.Sequences) One(json, s.Name, s.Fps, s.Frames, s.Score, s.Baseline, s.Sort);
                json.WriteEndArray();
                json.WritePropertyName("overall");
                One(json, "Overall", null, set.Frames, set.Overall, set.Baseline, set.Sort);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void One(Utf8JsonWriter json, string name, double? fps, int frames, TrackScore score, TrackScore baseline, PublishedRow? sort)
    {
        json.WriteStartObject();
        json.WriteString("sequence", name);
        if (fps is { } rate) json.WriteNumber("fps", rate);
        json.WriteNumber("frames", frames);
        foreach (var c in ScoreColumn.HigherOrder.Concat(ScoreColumn.Published)) json.WriteNumber(c.Key, Math.Round(c.Of(score), 4));
        json.WriteStartObject("sort_remade");
        foreach (var c in ScoreColumn.HigherOrder.Concat(ScoreColumn.Published)) json.WriteNumber(c.Key, Math.Round(c.Of(baseline), 4));
        json.WriteEndObject();
        if (sort is not null)
        {
            json.WriteStartObject("sort_published");
            foreach (var c in ScoreColumn.Published) json.WriteNumber(c.Key, c.Sort!(sort));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
