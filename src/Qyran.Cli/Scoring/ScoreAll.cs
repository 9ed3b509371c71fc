using System.CommandLine;
using System.Globalization;
using System.Text;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Vision;
using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score all</c>: everything that can be measured here, written as the accuracy page.</summary>
internal static class ScoreAll
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the ground truth. Default: $QYRAN_DATA, else ../shared/data." };
        var simulated = new Option<string?>("--simulated") { Description = "Folder of simulated clips (each a folder with video.mp4, scene.yaml, truth.json) instead of the shipped scenarios." };
        var none = new Option<bool>("--no-simulated") { Description = "Leave simulated clips out." };
        var pages = new Option<string?>("--pages") { Description = "Folder for a page of every simulated clip with pictures of its worst cases, as qyran score run --html writes it." };
        var @out = new Option<string>("--out") { Description = "The page to write; figures go beside it as .json, plots into a folder of its name.", DefaultValueFactory = _ => "docs/accuracy.md" };
        var command = new Command("all", """
            Measure everything that has its truth here and write the accuracy page; say what got better or worse.
            The shipped scenarios are rendered once and kept for the next time; public truth is looked for in --data.
            Figures are compared with those of the last commit, outside a git repository with those kept from the last run. A part whose truth is missing is left out and named.

            Examples:
              qyran score all
              qyran score all --pages worst
              qyran score all --data /data/truth --simulated clips --out docs/accuracy.md
            """)
        { data, simulated, none, pages, @out };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            parsed.GetValue(data), parsed.GetValue(simulated), parsed.GetValue(none), parsed.GetValue(pages), parsed.GetValue(@out)!, stop)));
        return command;
    }

    private static int Run(string? given, string? simulated, bool none, string? pages, string page, CancellationToken stop)
    {
        if (none && simulated is not null) return Exit.Say(new(FailureKind.Invalid, "--simulated names clips that --no-simulated leaves out: give one of them"));
        if (none && pages is not null) return Exit.Say(new(FailureKind.Invalid, "--pages shows simulated clips, which --no-simulated leaves out: give one of them"));
        if (simulated is not null && !Directory.Exists(simulated)) return Exit.Say(new(FailureKind.NotFound, $"there is no folder of simulated clips '{simulated}'"));
        if (given is not null && !Directory.Exists(given)) return Exit.Say(new(FailureKind.NotFound, $"no ground truth: there is no folder '{given}'"));
        var kept = Path.ChangeExtension(page, ".json");
        var before = ScoreKept.Read(kept, out var failure);
        if (failure is not null) return Exit.Say(failure);
        var committed = ScoreCommitted.Read(kept);

        // what can go wrong at once goes wrong before hours of measuring
        List<string> untrue = [];
        List<ScoreClip>? clips = none ? [] : simulated is null ? Shipped(stop, out failure) : Given(simulated, out untrue, out failure);
        if (clips is null || (pages is not null && !MakeFolder(pages, out failure))) return Exit.Say(failure!);

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
            if (ScoreAllReal.Section(data, before.Figures.Keys, stop, out failure) is { } real) sections.Add(real);
            else if (failure is not null) return Exit.Say(failure);
            else left.Add("real clips: the folder of ground truth holds none whose violations or plates somebody read");
        }
        if (clips.Count == 0) left.Add("simulated scenarios: " + (none ? "--no-simulated was given" : "there is no folder scenarios beside the program"));
        else
        {
            if (ScoreAllRuns.Section(clips, untrue, pages, stop, out failure) is not { } runs) return Exit.Say(failure!);
            sections.Add(runs);
            if (ScoreAllDetections.Simulated(data, clips, stop, out failure) is { } drawn) sections.Add(drawn);
            else if (failure is not null) return Exit.Say(failure);
            else left.Add("detections in simulated scenarios: there is no detector to measure, or no picture");
        }
        if (sections.Count == 0) return Exit.Say(new(FailureKind.NotFound, $"nothing to measure: {string.Join("; ", left)}"));
        return Write(sections, left, page, kept, before, committed);
    }

    private static List<ScoreClip>? Shipped(CancellationToken stop, out Failure? failure)
    {
        failure = null;
        return ShippedFiles.Find("scenarios") is { } folder ? ScoreShipped.Clips(folder, ScoreShipped.Home, stop, out failure) : [];
    }

    private static List<ScoreClip>? Given(string folder, out List<string> untrue, out Failure? failure)
    {
        var clips = ScoreClip.Find(folder, out untrue);
        failure = clips.Count > 0 ? null : new(FailureKind.NotFound, $"'{folder}' holds no simulated clip (folders with video.mp4, scene.yaml and truth.json, as qyran simulate writes them)");
        return failure is null ? clips : null;
    }

    private static bool MakeFolder(string folder, out Failure? failure)
    {
        failure = null;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.CannotWrite, $"can't make the folder '{folder}': {e.Message}");
        }
        return failure is null;
    }

    private static int Write(
        List<ScoreSection> sections, List<string> left, string page, string kept, ScoreBefore before, (ScoreBefore Figures, string Commit)? committed)
    {
        List<ScoreFigure> figures = [.. sections.SelectMany(s => s.Figures)];
        List<ScoreLeft> parts = [.. sections.SelectMany(s => s.Left)];
        var plots = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page))!, Path.GetFileNameWithoutExtension(page));
        try
        {
            Directory.CreateDirectory(plots);
            foreach (var plot in sections.SelectMany(s => s.Plots)) File.WriteAllText(Path.Combine(plots, plot.File), plot.Svg);
            File.WriteAllText(page, Page(sections, left, Path.GetFileName(plots)));
            File.WriteAllBytes(kept, ScoreKept.Write(figures, before, parts, FileAnalysis.Version));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.Say(new(FailureKind.CannotWrite, $"can't write '{page}': {e.Message}"));
        }
        var console = ScoreConsole.Open();
        foreach (var section in sections) Totals(section)?.Print(console);
        ScoreKept.Compare(figures, (committed?.Figures ?? before).Figures, parts, console, committed?.Commit);
        foreach (var what in sections.SelectMany(s => s.Left.Select(l => $"{s.Title}: {l.What}")).Concat(left)) console.MarkupLine($"[yellow]Left out:[/] {Markup.Escape(what)}");
        console.MarkupLine($"Written: [bold]{Markup.Escape(page)}[/], {Markup.Escape(kept)}, {Markup.Escape(plots)}");
        return 0;
    }

    /// <summary>A section in short: its totals, one row per set; everything else is on the page.</summary>
    private static ScoreGrid? Totals(ScoreSection section)
    {
        var totals = section.Figures.Where(f => (f.Total && (Row(f).EndsWith("/overall", StringComparison.Ordinal) || Row(f).EndsWith("/all", StringComparison.Ordinal)))
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
