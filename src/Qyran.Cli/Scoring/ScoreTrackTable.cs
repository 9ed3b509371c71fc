using System.Globalization;
using Qyran.Measure.Scoring;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary>Track scores as a person reads them: ours above SORT's, a green or red mark where they differ.</summary>
internal static class ScoreTrackTable
{
    /// <summary>What stands beside the figures SORT's table does not have, where that table is not shown.</summary>
    private static readonly string[] Beside = ["MOTA", "MOTP", "MT", "ML", "FP", "FN", "IDs", "FM"];

    public static void Print(ScoreSet set, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(set.Title)}[/]");
        console.MarkupLine($"[grey]{Markup.Escape(set.Inputs)}.[/]");
        var published = set.Sequences.Any(s => s.Sort is not null);
        console.Write(Table(set, Columns(published)));
        if (published) console.Write(Published(set));
        console.MarkupLine(Verdict(set));
        if (set.Left is { } left) console.MarkupLine($"[grey]Left out: {Markup.Escape(left)}.[/]");
        console.WriteLine();
    }

    /// <summary>The judged columns in which our totals are better, equal or worse than SORT's.</summary>
    public static (List<ScoreColumn> Better, List<ScoreColumn> Equal, List<ScoreColumn> Worse) Against(ScoreSet set)
    {
        var judged = ScoreColumn.HigherOrder.Concat(ScoreColumn.Published).Where(c => c.Better != 0).ToLookup(c => c.Against(set.Overall, set.Baseline));
        return ([.. judged[1]], [.. judged[0]], [.. judged[-1]]);
    }

    private static List<ScoreColumn> Columns(bool published) =>
        [.. ScoreColumn.HigherOrder, .. ScoreColumn.Published.Where(c => !published && Beside.Contains(c.Name))];

    /// <summary>SORT's own table, ours above its printed figures.</summary>
    private static Table Published(ScoreSet set)
    {
        var table = Empty(ScoreColumn.Published);
        foreach (var s in set.Sequences) Add(s.Name, Fps(s.Fps), s.Score, s.Sort);
        if (set.Sort is not null) Add("Overall", "", set.Overall, set.Sort);
        return table;

        void Add(string name, string fps, TrackScore score, PublishedRow? sort) => table.AddRow([
            Markup.Escape(name) + (sort is null ? "" : "\n[grey]  SORT, published[/]"), fps,
            .. ScoreColumn.Published.Select(c => sort is null ? c.Text(c.Of(score)) : Cell(c.Text(c.Of(score)), c.Text(c.Sort!(sort)), c.Against(score, sort)))]);
    }

    private static Table Table(ScoreSet set, List<ScoreColumn> columns)
    {
        var table = Empty(columns);
        foreach (var s in set.Sequences) Add(s.Name, Fps(s.Fps), s.Score, s.Baseline);
        if (set.Sequences.Length > 1) Add("Overall", "", set.Overall, set.Baseline);
        return table;

        void Add(string name, string fps, TrackScore score, TrackScore sort) => table.AddRow([
            Markup.Escape(name) + "\n[grey]  SORT, remade[/]", fps, .. columns.Select(c => Cell(c.Text(c.Of(score)), c.Text(c.Of(sort)), c.Against(score, sort)))]);
    }

    private static Table Empty(IEnumerable<ScoreColumn> columns)
    {
        var table = new Table().Border(TableBorder.SimpleHeavy).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("sequence").NoWrap());
        table.AddColumn(new TableColumn("fps").RightAligned());
        foreach (var c in columns) table.AddColumn(new TableColumn(c.Name).RightAligned().Padding(0, 1));
        return table;
    }

    private static string Cell(string ours, string theirs, int mark) =>
        (mark switch { > 0 => $"[green]▲{ours}[/]", < 0 => $"[red]▼{ours}[/]", _ => ours }) + $"\n[grey]{theirs}[/]";

    private static string Fps(double fps) => fps.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Verdict(ScoreSet set)
    {
        var (better, equal, worse) = Against(set);
        return $"Totals against SORT: [green]{better.Count} better[/], {equal.Count} equal, [red]{worse.Count} worse[/]"
            + (worse.Count == 0 ? "" : $" ({string.Join(", ", worse.Select(c => c.Name))})");
    }
}
