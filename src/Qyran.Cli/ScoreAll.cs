using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Qyran.Domain.Failures;
using Qyran.Line;
using Spectre.Console;

namespace Qyran.Cli;

/// <summary><c>qyran score all</c>: everything that can be measured here, written as the accuracy page.</summary>
internal static class ScoreAll
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the ground truth. Default: $QYRAN_DATA, else ../shared/data." };
        var simulated = new Option<string?>("--simulated") { Description = "Folder of simulated clips (each a folder with video.mp4, scene.yaml, truth.json): analysed and scored too." };
        var @out = new Option<string>("--out") { Description = "The page to write; figures go beside it as .json, plots into a folder of its name.", DefaultValueFactory = _ => "docs/accuracy.md" };
        var command = new Command("all", """
            Measure everything that has its truth here and write the accuracy page; say what got better or worse.
            Figures are compared with those kept from the last run. A part whose truth is missing is left out and named.

            Examples:
              qyran score all
              qyran score all --data /data/truth --simulated clips --out docs/accuracy.md
            """)
        { data, simulated, @out };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(data), parsed.GetValue(simulated), parsed.GetValue(@out)!, stop)));
        return command;
    }

    private static int Run(string? given, string? simulated, string page, CancellationToken stop)
    {
        if (simulated is not null && !Directory.Exists(simulated)) return Exit.Say(new(FailureKind.NotFound, $"there is no folder of simulated clips '{simulated}'"));
        if (given is not null && !Directory.Exists(given)) return Exit.Say(new(FailureKind.NotFound, $"no ground truth: there is no folder '{given}'"));
        var kept = Path.ChangeExtension(page, ".json");
        var before = ScoreKept.Read(kept, out var failure);
        if (failure is not null) return Exit.Say(failure);

        // every part of the page, in its order
        List<ScoreSection> sections = [];
        List<string> left = [];
        var data = ScoreMaterial.Find(given, out var noData);
        if (data is null) left.Add("everything on public data: " + noData!.Text);
        else
        {
            var sets = ScoreBenchmarks.Run(data, [], out failure);
            if (failure is not null) return Exit.Say(failure);
            if (sets.Count > 0) sections.Add(ScoreAllTracks.Section(sets));
            else left.Add("tracks: the folder of ground truth holds none for tracking");
            if (ScoreAllSpeeds.Section(data, TimeProvider.System, stop, out failure) is { } speeds) sections.Add(speeds);
            else if (failure is not null) return Exit.Say(failure);
            else left.Add("speeds: the folder of ground truth holds none for speeds");
            if (ScoreAllDetections.Section(data, stop, out failure) is { } detections) sections.Add(detections);
            else if (failure is not null) return Exit.Say(failure);
            else left.Add("detections: the folder of ground truth holds no labelled pictures, or there is no detector to measure");
            if (ScoreAllPlates.Section(data, stop, out failure) is { } plates) sections.Add(plates);
            else if (failure is not null) return Exit.Say(failure);
            else left.Add("plates: the folder of ground truth holds no labelled plates, or there are no plate models");
            if (ScoreAllCounts.Section(data, stop, out failure) is { } counts) sections.Add(counts);
            else if (failure is not null) return Exit.Say(failure);
            else left.Add("vehicles counted: the folder of ground truth holds none of the clips that somebody counted");
        }
        if (simulated is null) left.Add("simulated scenarios: no --simulated folder was given");
        else if (ScoreAllRuns.Section(simulated, stop, out failure) is { } runs) sections.Add(runs);
        else return Exit.Say(failure!);
        if (sections.Count == 0) return Exit.Say(new(FailureKind.NotFound, $"nothing to measure: {string.Join("; ", left)}"));
        return Write(sections, left, page, kept, before);
    }

    private static int Write(
        List<ScoreSection> sections, List<string> left, string page, string kept, ImmutableSortedDictionary<string, double> before)
    {
        List<ScoreFigure> figures = [.. sections.SelectMany(s => s.Figures)];
        var plots = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page))!, Path.GetFileNameWithoutExtension(page));
        try
        {
            Directory.CreateDirectory(plots);
            foreach (var plot in sections.SelectMany(s => s.Plots)) File.WriteAllText(Path.Combine(plots, plot.File), plot.Svg);
            File.WriteAllText(page, Page(sections, left, Path.GetFileName(plots)));
            File.WriteAllBytes(kept, ScoreKept.Write(figures, before, [.. figures.Select(f => ScoreKept.Part(f.Key)).Distinct()], FileAnalysis.Version));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.Say(new(FailureKind.CannotWrite, $"can't write '{page}': {e.Message}"));
        }
        var console = ScoreConsole.Open();
        foreach (var section in sections) Totals(section)?.Print(console);
        ScoreKept.Compare(figures, before, console);
        foreach (var what in left) console.MarkupLine($"[yellow]Left out:[/] {Markup.Escape(what)}");
        console.MarkupLine($"Written: [bold]{Markup.Escape(page)}[/], {Markup.Escape(kept)}, {Markup.Escape(plots)}");
        return 0;
    }

    /// <summary>A section in short: its totals, one row per set; everything else is on the page.</summary>
    private static ScoreGrid? Totals(ScoreSection section)
    {
        var totals = section.Figures.Where(f => Row(f).EndsWith("/overall", StringComparison.Ordinal) || Row(f).EndsWith("/all", StringComparison.Ordinal)
            || Row(f).Count(c => c == '/') == 1).ToLookup(Row);
        var columns = totals.SelectMany(t => t.Select(Name)).Distinct().Where(n => section.Figures.Count < 100 || Short.Contains(n) || !totals.Any(t => t.Any(f => Name(f) == Short[0]))).ToList();
        return totals.Count == 0 ? null : new(section.Title, ["totals", .. columns.Select(c => c.Replace('_', ' '))],
            [.. totals.Select(t => new[] { t.Key, }.Concat(columns.Select(c => t.FirstOrDefault(f => Name(f) == c)?.Value.ToString("0.##", CultureInfo.InvariantCulture) ?? "")).ToArray())]);

        static string Row(ScoreFigure f) => f.Key[..f.Key.LastIndexOf('/')];
        static string Name(ScoreFigure f) => f.Key[(f.Key.LastIndexOf('/') + 1)..];
    }

    private static readonly string[] Short = ["hota", "deta", "assa", "idf1", "mota", "motp", "switches", "fragments"];

    private static string Page(List<ScoreSection> sections, List<string> left, string plots)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Accuracy\n\nMeasured on {TimeProvider.System.GetUtcNow().UtcDateTime:yyyy-MM-dd} with version {FileAnalysis.Version} by `qyran score all`.\n");
        text.Append("This page is generated: measure anew rather than edit it. What the words mean and how to measure: [howto/measure-accuracy.md](howto/measure-accuracy.md).\n");
        foreach (var section in sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n{section.How}\n");
            foreach (var grid in section.Grids) text.Append(CultureInfo.InvariantCulture, $"\n{grid.Markdown()}");
            foreach (var plot in section.Plots) text.Append(CultureInfo.InvariantCulture, $"\n![{plot.Caption}]({plots}/{plot.File})\n\n*{plot.Caption}*\n");
        }
        if (left.Count > 0) text.Append("\n## Not measured this time\n\n").AppendJoin("", left.Select(l => $"- {l}\n"));
        return text.ToString();
    }
}
