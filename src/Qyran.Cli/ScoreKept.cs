using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Failures;
using Spectre.Console;

namespace Qyran.Cli;

/// <summary>The figures of the last run, kept as JSON beside the accuracy page, and what has changed since.</summary>
internal static class ScoreKept
{
    /// <summary>Empty when there is no file yet; a failure when there is one that is not ours.</summary>
    public static ImmutableSortedDictionary<string, double> Read(string path, out Failure? failure)
    {
        failure = null;
        var none = ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);
        if (!File.Exists(path)) return none;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("figures", out var figures) && figures.ValueKind == JsonValueKind.Object)
                return none.AddRange(figures.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Number).Select(f => KeyValuePair.Create(f.Name, f.Value.GetDouble())));
        }
        catch (JsonException)
        {
            // said below
        }
        failure = new(FailureKind.Unreadable, $"'{path}' does not hold the figures of an earlier run; move it away to begin anew");
        return none;
    }

    /// <summary>Writes all figures, sorted; those of parts that could not be measured this time stay as they were.</summary>
    public static byte[] Write(IEnumerable<ScoreFigure> figures, ImmutableSortedDictionary<string, double> before, IReadOnlyCollection<string> measured, string version)
    {
        var all = before.Where(b => !measured.Contains(Part(b.Key))).ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(figures.Select(f => KeyValuePair.Create(f.Key, f.Kept)));
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("qyran_accuracy", 1);
            json.WriteString("version", version);
            json.WriteStartObject("figures");
            foreach (var (key, value) in all) json.WriteNumber(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
        return output.ToArray();
    }

    /// <summary>The first word of a figure's key: the section it belongs to.</summary>
    public static string Part(string key) => key.Split('/', 2)[0];

    /// <summary>What got better or worse than before, the totals first and at most <paramref name="most"/> lines.</summary>
    public static void Compare(IEnumerable<ScoreFigure> figures, ImmutableSortedDictionary<string, double> before, IAnsiConsole console, int most = 40)
    {
        if (before.IsEmpty)
        {
            console.MarkupLine("[grey]No earlier figures to compare with.[/]");
            return;
        }
        var changed = figures.Where(f => f.Better != 0 && before.TryGetValue(f.Key, out var was) && was != f.Kept)
            .OrderByDescending(f => f.Key.Contains("/overall/", StringComparison.Ordinal) || f.Key.Contains("/all/", StringComparison.Ordinal)).ThenBy(f => f.Key, StringComparer.Ordinal).ToList();
        var better = changed.Count(f => Sign(f, before) > 0);
        console.MarkupLine(FormattableString.Invariant($"Against the figures kept: [green]{better} better[/], [red]{changed.Count - better} worse[/]."));
        foreach (var f in changed.Take(most))
            console.MarkupLine(FormattableString.Invariant($"  {(Sign(f, before) > 0 ? "[green]▲[/]" : "[red]▼[/]")} {Markup.Escape(f.Key)}: {before[f.Key]:0.####} → {f.Kept:0.####}"));
        if (changed.Count > most) console.MarkupLine(FormattableString.Invariant($"  [grey]… and {changed.Count - most} more[/]"));
    }

    private static int Sign(ScoreFigure f, ImmutableSortedDictionary<string, double> before) => Math.Sign(f.Kept - before[f.Key]) * f.Better;
}
