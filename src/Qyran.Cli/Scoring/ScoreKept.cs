using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Failures;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary>The figures of the last run, kept as JSON beside the accuracy page, and what has changed since them or since those of the last commit.</summary>
internal static class ScoreKept
{
    /// <summary>Empty when there is no file yet; a failure when there is one that can't be read or is not ours.</summary>
    public static ScoreBefore Read(string path, out Failure? failure)
    {
        failure = null;
        if (!File.Exists(path)) return ScoreBefore.None;
        try
        {
            if (Parse(File.ReadAllBytes(path), out var why) is { } before) return before;
            failure = new(FailureKind.Unreadable, $"'{path}' {why}; move it away to begin anew");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.Unreadable, $"can't read '{path}': {e.Message}");
        }
        return ScoreBefore.None;
    }

    /// <summary>Null with what is wrong with the file where these are not the bytes of one.</summary>
    public static ScoreBefore? Parse(ReadOnlyMemory<byte> utf8, out string why)
    {
        why = "does not hold the figures of an earlier run";
        try
        {
            using var json = JsonDocument.Parse(utf8);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("figures", out var figures) && figures.ValueKind == JsonValueKind.Object)
            {
                return new(
                    ScoreBefore.None.Figures.AddRange(Each(figures, JsonValueKind.Number).Select(f => KeyValuePair.Create(f.Name, f.Value.GetDouble()))),
                    root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String ? version.GetString() : null,
                    ScoreBefore.None.Older.AddRange(root.TryGetProperty("older", out var older) && older.ValueKind == JsonValueKind.Object
                        ? Each(older, JsonValueKind.String).Select(o => KeyValuePair.Create(o.Name, o.Value.GetString()!)) : []));
            }
        }
        catch (InvalidDataException e)
        {
            why = e.Message;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // no JSON, texts that are no Unicode, or numbers that are none of ours: said already
        }
        return null;
    }

    /// <summary>Members of one kind; the others are passed over. Two of one name are refused: nobody could say which was measured.</summary>
    private static List<JsonProperty> Each(JsonElement of, JsonValueKind kind)
    {
        List<JsonProperty> members = [.. of.EnumerateObject().Where(m => m.Value.ValueKind == kind)];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (!seen.Add(member.Name)) throw new InvalidDataException($"has '{member.Name}' twice");
            if (kind == JsonValueKind.Number && !double.IsFinite(member.Value.GetDouble())) throw new InvalidDataException($"has no number that can be kept as '{member.Name}'");
        }
        return members;
    }

    /// <summary>
    /// Writes all figures, sorted; those of whole parts that could not be measured this time, and of what was left out, stay as they were, and "older" names the version that measured them.
    /// </summary>
    public static byte[] Write(IReadOnlyCollection<ScoreFigure> figures, ScoreBefore before, IReadOnlyCollection<ScoreLeft> left, string version)
    {
        var (parts, now) = (Parts(figures), figures.Select(f => f.Key).ToHashSet(StringComparer.Ordinal));
        var stay = before.Figures.Where(b => !now.Contains(b.Key) && (!parts.Contains(Part(b.Key)) || Stays(b.Key, left))).ToList();
        var all = stay.ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(figures.Select(f => KeyValuePair.Create(f.Key, f.Kept)));
        var older = Older(stay.ConvertAll(s => s.Key), parts, before, left);
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("qyran_accuracy", 1);
            json.WriteString("version", version);
            if (older.Values.Any(v => v != version))
            {
                json.WriteStartObject("older");
                foreach (var (part, of) in older) json.WriteString(part, of);
                json.WriteEndObject();
            }
            json.WriteStartObject("figures");
            foreach (var (key, value) in all) json.WriteNumber(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
        return output.ToArray();
    }

    /// <summary>The version that measured what stays, by how its keys begin.</summary>
    private static ImmutableSortedDictionary<string, string> Older(List<string> stay, HashSet<string> parts, ScoreBefore before, IReadOnlyCollection<ScoreLeft> left)
    {
        var older = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var key in stay)
        {
            // no wider than what was not measured this time, no wider than what was older already
            var part = parts.Contains(Part(key)) ? left.SelectMany(l => l.Keys).First(k => key.StartsWith(k, StringComparison.Ordinal)) : Part(key) + "/";
            if (before.OlderPart(key) is { } narrower && narrower.Length > part.Length) part = narrower;
            older[part] = before.VersionOf(key) ?? "unknown";
        }
        return older.ToImmutable();
    }

    /// <summary>
    /// What changed, the totals first and at most <paramref name="most"/> lines; then every figure kept of a part that was measured which is not there any more.
    /// </summary>
    /// <param name="commit">Whose figures <paramref name="before"/> are; null: those of the last run.</param>
    public static void Compare(
        IReadOnlyCollection<ScoreFigure> figures, ImmutableSortedDictionary<string, double> before, IReadOnlyCollection<ScoreLeft> left, IAnsiConsole console, string? commit = null, int most = 40)
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
            $"Against the figures {(commit is null ? "kept" : $"of commit {Markup.Escape(commit)}")}: [green]{changed.Count(c => c.Sign > 0)} better[/], [red]{changed.Count(c => c.Sign < 0)} worse[/]{Some(changed.Count(c => c.Sign == 0), "changed otherwise")}{Some(gone.Count, "not measured this time")}."));
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
