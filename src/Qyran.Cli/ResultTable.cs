using System.Globalization;
using Qyran.Domain.Passages;
using Qyran.Line;
using Qyran.Line.Outputs;
using Spectre.Console;

namespace Qyran.Cli;

/// <summary>What a person reads when an analysis is done: with rules and colours on a terminal, plain (Markdown tables) into a file or pipe.</summary>
internal static class ResultTable
{
    /// <summary>So few are listed one by one; more are counted. All are in the report and in passages.jsonl.</summary>
    private const int MostListed = 12, MostCases = 40, MostGaps = 5, BarWidth = 24;

    public static void Print(AnalyzeOutcome.Done done, string folder) =>
        Print(done, folder, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }), Console.IsOutputRedirected);

    internal static void Print(AnalyzeOutcome.Done done, string folder, IAnsiConsole console, bool plain)
    {
        var s = done.Summary;
        if (plain) console.Profile.Width = 160;
        void Line(string markup = "") => console.MarkupLine(markup);
        Line();
        Line($"[bold]{Markup.Escape(s.Video)}[/]  [grey]{Say($"{s.VideoSeconds:0.0} s of video")}{(s.Scene is null ? "" : " · scene " + Markup.Escape(s.Scene))} · {Markup.Escape(s.Detector)} detector[/]");
        if (s.Stopped) Line(Say($"[yellow]○[/] Stopped after {s.VideoSeconds:0.0} s of video: this is what was finished by then."));
        if (done.Passages.IsEmpty) Line(s.Stopped ? "No vehicle has passed so far." : "No vehicle passed in this video.");
        else console.Write(done.Passages.Length <= MostListed ? Listed(done, plain) : Counted(done, plain));
        if (Lanes(done) is { Length: > 0 } lanes) Line(lanes);
        if (s.CountLines.Any(c => c.Vehicles > 0)) console.Write(CountLines(s, plain));
        else if (!s.CountLines.IsEmpty && s.Uncounted == 0) Line($"[grey]No vehicle crossed a count line ({Markup.Escape(string.Join(", ", s.CountLines.Select(c => c.Line).Distinct()))}).[/]");
        if (done.Cases.Length > 0) console.Write(Cases(done, plain));
        if (done.Cases.Length > MostCases) Line(Say($"… and {done.Cases.Length - MostCases} cases more, all in cases.jsonl"));
        if (s.Scene is not null && !done.Passages.IsEmpty && Judged(s) is { } judged) Line(judged);
        foreach (var (rule, n) in s.Undecided) Line(Say($"[yellow]○[/] {Markup.Escape(rule)}: {n} left undecided, no case made"));
        if (s.Exempt is { } exempt) Line(Say($"[yellow]○[/] exempt: {exempt.Values.Sum()}{(exempt.IsEmpty ? "" : $" ({Markup.Escape(string.Join(", ", exempt.Select(e => Say($"{e.Key} {e.Value}"))))}), no case made")}"));
        if (s.NoSpeed is { } why) Line($"[yellow]○[/] No speed is measured: {Markup.Escape(why)}");
        if ((s.UncountedText ?? (s.Scene is null ? null : s.View?.Now.Refusal)) is { } moved) Line($"[yellow]○[/] {Markup.Escape(moved)}");
        if (s.HazeText is { } haze) Line($"[yellow]○[/] {Markup.Escape(haze)}");
        if (s.StillText is { } still) Line($"[yellow]○[/] {Markup.Escape(still)}");
        foreach (var gap in s.Gaps.Take(MostGaps)) Line(Say($"[yellow]○[/] Gap {gap.FromUs / 1e6:0.00}–{gap.ToUs / 1e6:0.00} s: {Markup.Escape(gap.Why)}"));
        if (s.Gaps.Length > MostGaps) Line(Say($"  … and {s.Gaps.Length - MostGaps} gaps more, all in summary.json"));
        if (done.Unstamped is { } unstamped) Line($"[yellow]○[/] Evidence without a time stamp: {Markup.Escape(unstamped)}");
        var ratio = s.DecodeOnlyCpuSeconds is { } decode and > 0 ? Say($", {s.CpuSeconds / decode:0.0} × decoding alone") : "";
        Line(Say($"[grey]{s.Frames} frames in {s.WallSeconds:0.0} s ({s.VideoSeconds / Math.Max(s.WallSeconds, 1e-3):0.0} × real time), {s.CpuSeconds:0.0} s of CPU{ratio}[/]"));
        var packs = done.Cases.Any(c => c.Evidence is not null) ? $" · check the packs: qyran verify {Markup.Escape(Shell.Quoted(Path.Combine(folder, "evidence")))}" : "";
        Line($"Open [bold]{Markup.Escape(Path.Combine(folder, "report.html"))}[/]{packs}");
    }

    /// <summary>What the rules come to where no case says it: that all was kept only where all was judged.</summary>
    private static string? Judged(RunSummary s) => (s.Cases.IsEmpty, s.Speeding?.Text) switch
    {
        (true, _) when s.Rules.IsEmpty => "[yellow]○[/] The scene file switches on no rule, so none was checked.",
        (true, _) when s.AllKept => "[green]●[/] No violation: every passage kept the rules this scene checks.",
        (true, { } unjudged) => $"[yellow]○[/] No violation found{(s.Stopped ? " so far" : "")}: {Markup.Escape(unjudged)}.",
        (true, null) when s.Stopped => "[yellow]○[/] No violation found so far.",
        (true, null) => "[green]●[/] No violation found.",
        (false, { } unjudged) => $"[yellow]○[/] speeding: {Markup.Escape(unjudged)}",
        (false, null) => null,
    };

    private static Table Listed(AnalyzeOutcome.Done done, bool plain)
    {
        var table = New(plain, "passage", "class", "seen, s", "lane", "way", "plate", "> km/h");
        foreach (var p in done.Passages.OrderBy(p => p.FirstSeen.MediaUs))
            table.AddRow(p.Id, PassageJson.Word(p.Class), Say($"{p.FirstSeen.Seconds:0.0}–{p.LastSeen.Seconds:0.0}"), Markup.Escape(p.Lane ?? "–"), p.Direction ?? "–", p.Plate?.Text ?? "–", Speed(p.Speed));
        return table;
    }

    private static Table Counted(AnalyzeOutcome.Done done, bool plain)
    {
        var groups = done.Passages.GroupBy(p => p.Class).OrderByDescending(g => g.Count()).ToArray();
        var measured = done.Passages.Any(p => p.Speed is not null);
        var table = measured ? New(plain, "class", "> passages", "", "> speeds", "> median km/h", "> fastest km/h") : New(plain, "class", "> passages", "");
        foreach (var g in groups)
        {
            IEnumerable<string> row = [PassageJson.Word(g.Key), Say($"{g.Count()}"), new string('■', Math.Max(1, BarWidth * g.Count() / groups[0].Count()))];
            table.AddRow([.. row, .. measured ? Speeds(g) : []]);
        }
        if (groups.Length > 1)
        {
            IEnumerable<string> all = ["[bold]all[/]", Say($"[bold]{done.Passages.Length}[/]"), ""];
            table.AddRow([.. all, .. measured ? Speeds(done.Passages) : []]);
        }
        return table;
    }

    private static string[] Speeds(IEnumerable<Passage> passages)
    {
        var speeds = passages.Select(p => p.Speed).OfType<SpeedReading>().OrderBy(s => s.Value).ToArray();
        return speeds.Length == 0 ? ["–", "–", "–"] : [Say($"{speeds.Length}"), Say($"{Math.Floor(speeds[(speeds.Length - 1) / 2].Value.Kmh):0}"), Speed(speeds[^1])];
    }

    private static string Lanes(AnalyzeOutcome.Done done) => string.Join("[grey] · [/]", done.Passages.Where(p => p.Lane is not null).GroupBy(p => p.Lane!)
        .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Say($"[grey]lane[/] {Markup.Escape(g.Key)} [bold]{g.Count()}[/]{(g.Any(p => p.Direction == "against") ? Say($" ({g.Count(p => p.Direction == "against")} against)") : "")}")));

    private static Table CountLines(RunSummary s, bool plain)
    {
        var table = New(plain, "count line", "way in the picture", "> vehicles", "by class");
        foreach (var c in s.CountLines) table.AddRow(Markup.Escape(c.Line), c.WayWord, Say($"{c.Vehicles}"), c.Text);
        return table;
    }

    private static Table Cases(AnalyzeOutcome.Done done, bool plain)
    {
        var table = New(plain, "> at, s", "rule", "passage", "verdict", "evidence");
        foreach (var c in done.Cases.OrderBy(c => c.Verdict.AtUs).Take(MostCases))
            table.AddRow(Say($"{c.Verdict.AtUs / 1e6:0.00}"), $"[red]{Markup.Escape(c.Rule)}[/]", c.Passage, Markup.Escape(c.Verdict.Why), c.Evidence is { } pack ? Markup.Escape(pack) : "[yellow]no pack[/]");
        return table;
    }

    /// <summary>A column whose name begins with "> " holds numbers.</summary>
    private static Table New(bool plain, params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = plain ? TableBorder.Markdown : TableBorder.Rounded, BorderStyle = new Style(Color.Grey) };
        foreach (var name in columns)
        {
            var column = new TableColumn(new Markup(name.TrimStart('>', ' '), new Style(Color.Grey)));
            table.AddColumn(name.StartsWith('>') ? column.RightAligned() : column);
        }
        return table;
    }

    private static string Speed(SpeedReading? speed) => speed is null ? "–" : Say($"{Math.Floor(speed.Value.Kmh):0} ± {Math.Ceiling(speed.Error.Kmh * 10) / 10:0.0}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
