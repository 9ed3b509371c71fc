using System.Globalization;
using Qyran.Measure.Scoring;
using Spectre.Console;

namespace Qyran.Cli;

/// <summary>Track scores as a person reads them: ours above SORT's, a green or red mark where they differ.</summary>
internal static class ScoreTrackTable
{
    public static void Print(ScoreSet set, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(set.Title)}[/]");
        console.MarkupLine($"[grey]{Markup.Escape(set.Inputs)}.[/]");
        var compared = set.Sequences.Any(s => s.Sort is not null);
        var table = new Table().Border(TableBorder.SimpleHeavy).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("sequence").NoWrap());
        table.AddColumn(new TableColumn("fps").RightAligned());
        if (!compared) foreach (var c in ScoreColumn.HigherOrder) table.AddColumn(new TableColumn(c.Name).RightAligned().Padding(0, 1));
        foreach (var c in Columns(compared)) table.AddColumn(new TableColumn(c.Name).RightAligned().Padding(0, 1));
        foreach (var s in set.Sequences) Row(table, s.Name, Fps(s.Fps), s.Score, s.Sort, compared);
        if (set.Sequences.Length > 1) Row(table, "Overall", "", set.Overall, set.Sort, compared);
        console.Write(table);
        if (compared) console.Write(HigherOrder(set));
        if (set.Sort is { } sort) console.MarkupLine(Verdict(set.Overall, sort));
        if (set.Left is { } left) console.MarkupLine($"[grey]Left out: {Markup.Escape(left)}.[/]");
        console.WriteLine();
    }

    public static string Fps(double fps) => fps.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>In how many of the totals we are better, equal, worse, and which are worse.</summary>
    public static (List<ScoreColumn> Better, List<ScoreColumn> Equal, List<ScoreColumn> Worse) Against(TrackScore ours, PublishedRow sort)
    {
        var judged = ScoreColumn.Published.Where(c => c.Better != 0).ToLookup(c => c.Against(ours, sort));
        return ([.. judged[1]], [.. judged[0]], [.. judged[-1]]);
    }

    private static IEnumerable<ScoreColumn> Columns(bool compared) =>
        compared ? ScoreColumn.Published : ScoreColumn.Published.Where(c => c.Name is "MOTA" or "MOTP" or "GT" or "MT" or "ML" or "FP" or "FN" or "IDs" or "FM");

    private static void Row(Table table, string name, string fps, TrackScore score, PublishedRow? sort, bool compared)
    {
        List<string> cells = [Markup.Escape(name) + (sort is null ? "" : "\n[grey]  SORT[/]"), fps];
        if (!compared) cells.AddRange(ScoreColumn.HigherOrder.Select(c => c.Text(c.Of(score))));
        cells.AddRange(Columns(compared).Select(c => Cell(c, score, sort)));
        table.AddRow([.. cells]);
    }

    private static string Cell(ScoreColumn column, TrackScore score, PublishedRow? sort)
    {
        var ours = column.Text(column.Of(score));
        if (sort is null) return ours;
        var marked = column.Against(score, sort) switch { > 0 => $"[green]▲{ours}[/]", < 0 => $"[red]▼{ours}[/]", _ => ours };
        return $"{marked}\n[grey]{column.Text(column.Sort!(sort))}[/]";
    }

    private static Table HigherOrder(ScoreSet set)
    {
        var table = new Table().Border(TableBorder.SimpleHeavy).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("sequence").NoWrap());
        table.AddColumn(new TableColumn("frames").RightAligned());
        foreach (var c in ScoreColumn.HigherOrder) table.AddColumn(new TableColumn(c.Name).RightAligned());
        foreach (var s in set.Sequences) Add(s.Name, s.Frames, s.Score);
        if (set.Sequences.Length > 1) Add("Overall", set.Frames, set.Overall);
        return table;

        void Add(string name, int frames, TrackScore score) =>
            table.AddRow([Markup.Escape(name), frames.ToString(CultureInfo.InvariantCulture), .. ScoreColumn.HigherOrder.Select(c => c.Text(c.Of(score)))]);
    }

    private static string Verdict(TrackScore ours, PublishedRow sort)
    {
        var (better, equal, worse) = Against(ours, sort);
        return $"Totals against SORT: [green]{better.Count} better[/], {equal.Count} equal, [red]{worse.Count} worse[/]"
            + (worse.Count == 0 ? "" : $" ({string.Join(", ", worse.Select(c => c.Name))})");
    }
}
