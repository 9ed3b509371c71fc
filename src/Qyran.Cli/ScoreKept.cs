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

    /// <summary>Writes all figures, sorted; those of whole parts that could not be measured this time, and of what was left out, stay as they were.</summary>
    public static byte[] Write(IReadOnlyCollection<ScoreFigure> figures, ImmutableSortedDictionary<string, double> before, IReadOnlyCollection<ScoreLeft> left, string version)
    {
        var parts = Parts(figures);
        var all = before.Where(b => !parts.Contains(Part(b.Key)) || Stays(b.Key, left)).ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(figures.Select(f => KeyValuePair.Create(f.Key, f.Kept)));
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

    /// <summary>
    /// What changed, the totals first and at most <paramref name="most"/> lines; then every figure kept of a part that was measured which is not there any more.
    /// </summary>
    public static void Compare(
        IReadOnlyCollection<ScoreFigure> figures, ImmutableSortedDictionary<string, double> before, IReadOnlyCollection<ScoreLeft> left, IAnsiConsole console, int most = 40)
    {
        if (before.IsEmpty)
        {
            console.MarkupLine("[grey]No earlier figures to compare with.[/]");
            return;
        }
        var changed = figures.Where(f => before.TryGetValue(f.Key, out var was) && was != f.Kept)
            .OrderByDescending(f => f.Total).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => (Figure: f, Was: before[f.Key], Sign: f.Against(before[f.Key]))).ToList();
        var (parts, now) = (Parts(figures), figures.Select(f => f.Key).ToHashSet(StringComparer.Ordinal));
        var gone = before.Where(b => parts.Contains(Part(b.Key)) && !now.Contains(b.Key)).ToList();
        console.MarkupLine(FormattableString.Invariant(
            $"Against the figures kept: [green]{changed.Count(c => c.Sign > 0)} better[/], [red]{changed.Count(c => c.Sign < 0)} worse[/]{Some(changed.Count(c => c.Sign == 0), "changed otherwise")}{Some(gone.Count, "not measured this time")}."));
        foreach (var (figure, was, sign) in changed.Take(most))
            console.MarkupLine(FormattableString.Invariant($"  {Mark(sign)} {Markup.Escape(figure.Key)}: {was:0.####} → {figure.Kept:0.####}"));
        if (changed.Count > most) console.MarkupLine(FormattableString.Invariant($"  [grey]… and {changed.Count - most} more[/]"));
        foreach (var (key, was) in gone)
            console.MarkupLine(FormattableString.Invariant($"  [yellow]–[/] {Markup.Escape(key)}: was {was:0.####}, not measured this time{(Stays(key, left) ? "" : " and no longer kept")}"));
    }

    private static string Some(int count, string what) => count == 0 ? "" : FormattableString.Invariant($", {count} {what}");

    private static string Mark(int sign) => sign switch { > 0 => "[green]▲[/]", < 0 => "[red]▼[/]", _ => "[grey]•[/]" };

    /// <summary>The first word of a figure's key: the section it belongs to.</summary>
    private static string Part(string key) => key.Split('/', 2)[0];

    private static HashSet<string> Parts(IEnumerable<ScoreFigure> figures) => figures.Select(f => Part(f.Key)).ToHashSet(StringComparer.Ordinal);

    private static bool Stays(string key, IReadOnlyCollection<ScoreLeft> left) => left.Any(l => l.Keys.Any(k => key.StartsWith(k, StringComparison.Ordinal)));
}
