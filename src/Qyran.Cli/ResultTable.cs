using System.Globalization;
using Qyran.Domain.Passages;
using Qyran.Line;
using Qyran.Line.Outputs;
using Spectre.Console;

namespace Qyran.Cli;

/// <summary>What a person reads when an analysis is done.</summary>
internal static class ResultTable
{
    private const int MostRows = 30;

    public static void Print(AnalyzeOutcome.Done done, string folder)
    {
        var s = done.Summary;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = 120;
        if (done.Passages.IsEmpty) console.MarkupLine("[grey]No vehicle passed in this video.[/]");
        else console.Write(Passages(done));
        foreach (var c in done.Cases)
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
                $"[red]●[/] [bold]{Markup.Escape(c.Rule)}[/] {c.Verdict.AtUs / 1e6:0.00} s  {Markup.Escape(c.Verdict.Why)} [grey]{Markup.Escape(c.Evidence ?? "no pack")}[/]"));
        if (s.Scene is not null && done.Cases.IsEmpty) console.MarkupLine("No violation: every passage kept the rules this scene checks, or was left undecided.");
        foreach (var (rule, n) in s.Undecided)
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"[yellow]○[/] {Markup.Escape(rule)}: {n} left undecided, no case made"));
        if (s.NoSpeed is { } why) console.MarkupLine($"[yellow]No speed is measured:[/] {Markup.Escape(why)}");
        foreach (var gap in s.Gaps.Take(5))
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"[yellow]Gap[/] {gap.FromUs / 1e6:0.00}–{gap.ToUs / 1e6:0.00} s: {Markup.Escape(gap.Why)}"));
        if (s.Gaps.Length > 5) console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"… and {s.Gaps.Length - 5} gaps more, all in summary.json"));
        var ratio = s.DecodeOnly is { CpuSeconds: > 0 } d
            ? string.Create(CultureInfo.InvariantCulture, $", {s.CpuSeconds / (d.CpuSeconds * Math.Max(1, s.VideoSeconds / Math.Max(d.VideoSeconds, 1e-3))):0.00} × decoding alone") : "";
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
            $"[grey]{s.Frames} frames, {s.VideoSeconds:0.0} s of video in {s.WallSeconds:0.0} s ({s.VideoSeconds / Math.Max(s.WallSeconds, 1e-3):0.0} × real time), {s.CpuSeconds:0.0} s of CPU{ratio}[/]"));
        console.MarkupLine($"Results in [bold]{Markup.Escape(folder)}[/]: open report.html");
    }

    private static Table Passages(AnalyzeOutcome.Done done)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey);
        table.Title = new TableTitle(string.Create(CultureInfo.InvariantCulture, $"{done.Passages.Length} passages"));
        table.AddColumns("passage", "class", "seen, s", "lane", "way", "km/h");
        table.Columns[5].RightAligned();
        foreach (var p in done.Passages.Take(MostRows))
            table.AddRow(p.Id, PassageJson.Word(p.Class), string.Create(CultureInfo.InvariantCulture, $"{p.FirstSeen.Seconds:0.0}–{p.LastSeen.Seconds:0.0}"),
                Markup.Escape(p.Lane ?? "–"), p.Direction ?? "–", Speed(p.Speed));
        if (done.Passages.Length > MostRows)
            table.AddRow("…", string.Create(CultureInfo.InvariantCulture, $"{done.Passages.Length - MostRows} more"), "", "", "", "");
        return table;
    }

    private static string Speed(SpeedReading? speed) => speed is null ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(speed.Value.Kmh):0} ± {Math.Ceiling(speed.Error.Kmh * 10) / 10:0.0}");
}
