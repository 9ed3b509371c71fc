using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary>A plain table for console and Markdown alike: the first column is words, the others figures.</summary>
internal sealed record ScoreGrid(string Title, string[] Columns, List<string[]> Rows)
{
    public void Print(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.SimpleHeavy).BorderColor(Color.Grey).Title($"[bold]{Markup.Escape(Title)}[/]");
        for (var i = 0; i < Columns.Length; i++)
            table.AddColumn(i == 0 ? new TableColumn(Markup.Escape(Columns[i])) : new TableColumn(Markup.Escape(Columns[i])).RightAligned());
        foreach (var row in Rows) table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"**{Title}**\n\n| {string.Join(" | ", Columns)} |\n|{string.Concat(Columns.Select((_, i) => i == 0 ? "---|" : "---:|"))}\n");
        foreach (var row in Rows) text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
        return text.ToString();
    }
}
