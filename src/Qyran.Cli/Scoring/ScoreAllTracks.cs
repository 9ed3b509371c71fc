using System.Globalization;
using Qyran.Measure.Scoring;

namespace Qyran.Cli.Scoring;

/// <summary>The tracking part of the accuracy page.</summary>
internal static class ScoreAllTracks
{
    public static ScoreSection Section(IReadOnlyList<ScoreSet> sets)
    {
        List<ScoreGrid> grids = [];
        List<ScorePlot> plots = [];
        List<ScoreFigure> figures = [];
        foreach (var set in sets)
        {
            grids.Add(HigherOrder(set));
            if (set.Sequences.Any(s => s.Sort is not null))
            {
                grids.Add(BesideSort(set));
                plots.Add(new("tracks-hota.svg", "HOTA by sequence on the same detections, ours and SORT's (remade).",
                    ScoreSvg.Pairs("HOTA on the same detections", "HOTA, %", "Qyran", "SORT, remade", [.. set.Sequences.Select(s => (s.Name, 100 * s.Score.Hota.Value, (double?)(100 * s.Baseline.Hota.Value)))])));
                plots.Add(new("tracks-mota.svg", "MOTA by sequence on the same detections, ours and SORT's as published.",
                    ScoreSvg.Pairs("MOTA on the same detections", "MOTA, %", "Qyran", "SORT, published", [.. set.Sequences.Select(s => (s.Name, 100 * s.Score.Clear.Mota, s.Sort?.Mota))])));
                plots.Add(new("tracks-switches.svg", "Identity switches by sequence (fewer is better).",
                    ScoreSvg.Pairs("Identity switches", "switches", "Qyran", "SORT, published", [.. set.Sequences.Select(s => (s.Name, (double)s.Score.Clear.Switches, (double?)s.Sort?.Switches))], fewerIsBetter: true)));
            }
            foreach (var s in set.Sequences) figures.AddRange(Kept($"tracks/{set.Key}/{s.Name}", s.Score));
            figures.AddRange(Kept($"tracks/{set.Key}/overall", set.Overall));
        }
        var missing = ScoreBenchmarks.Sets.Where(k => sets.All(s => s.Key != k)).ToList();
        var how = "The tracker with its settings for two-stage detectors (see `docs/design/tracking.md`, which also says that they were not chosen blind), over exactly the detections given with the benchmark; time stamps made from each "
            + "sequence's frame rate; rows are scored as given out, bridged gaps included. Command: `qyran score tracks`.\n\n"
            + string.Concat(sets.Select(s => $"- **{s.Title}**: {s.Inputs}{(s.Left is { } left ? $". Left out: {left}" : "")}.\n"))
            + (missing.Count == 0 ? "" : $"- Not measured: {string.Join(", ", missing)}.\n")
            + "\nThe measures themselves are held to published figures by tests (`PublishedResultTests`): the MOTChallenge development kit's and py-motmetrics' figures for "
            + "TUD-Campus and TUD-Stadtmitte come out to the last printed digit, and SORT, remade from its paper and run over the published detections, comes out as its published "
            + "table in every column of every sequence (`SortBaselineTests`). So SORT's HOTA and IDF1, which were never published, can stand beside ours.";
        return new("Tracks", how, grids, plots, figures)
        {
            Left =
            [
                .. sets.Where(s => s.Left is not null).Select(s => new ScoreLeft($"{s.Title}: {s.Left}", [.. s.Missing.Select(m => $"tracks/{s.Key}/{m}/")])),
                .. missing.Select(k => new ScoreLeft($"{k} (its files are not there)", [$"tracks/{k}/"])),
            ],
        };
    }

    private static IEnumerable<ScoreFigure> Kept(string prefix, TrackScore score) =>
        ScoreColumn.HigherOrder.Concat(ScoreColumn.Published).Where(c => c.Better != 0).Select(c => new ScoreFigure($"{prefix}/{c.Key}", c.Of(score), c.Better));

    private static ScoreGrid HigherOrder(ScoreSet set)
    {
        ScoreColumn[] columns = [.. ScoreColumn.HigherOrder, .. ScoreColumn.Published.Where(c => c.Name is "MOTA" or "MOTP" or "IDs" or "FM" or "FP" or "FN")];
        List<string[]> rows = [];
        foreach (var s in set.Sequences) Add(s.Name, s.Fps.ToString("0.##", CultureInfo.InvariantCulture), s.Frames, s.Score, s.Baseline);
        if (set.Sequences.Length > 1) Add("Overall", "", set.Frames, set.Overall, set.Baseline);
        return new($"{set.Title} (▲ better than SORT, ▼ worse)", ["sequence", "fps", "frames", "", .. columns.Select(c => c.Name)], rows);

        void Add(string name, string fps, int frames, TrackScore score, TrackScore sort)
        {
            rows.Add([name, fps, frames.ToString(CultureInfo.InvariantCulture), "Qyran", .. columns.Select(c => Marked(c.Text(c.Of(score)), c.Against(score, sort)))]);
            rows.Add(["", "", "", "SORT, remade", .. columns.Select(c => c.Text(c.Of(sort)))]);
        }
    }

    private static string Marked(string text, int mark) => text + (mark switch { > 0 => " ▲", < 0 => " ▼", _ => "" });

    private static ScoreGrid BesideSort(ScoreSet set)
    {
        List<string[]> rows = [];
        foreach (var s in set.Sequences) Add(s.Name, s.Score, s.Sort);
        if (set.Sort is not null) Add("Overall", set.Overall, set.Sort);
        return new("Every column of SORT's published table", ["sequence", "", .. ScoreColumn.Published.Select(c => c.Name)], rows);

        void Add(string name, TrackScore score, PublishedRow? sort)
        {
            rows.Add([name, "Qyran", .. ScoreColumn.Published.Select(c => Marked(c.Text(c.Of(score)), c.Against(score, sort)))]);
            if (sort is not null) rows.Add(["", "SORT, published", .. ScoreColumn.Published.Select(c => c.Text(c.Sort!(sort)))]);
        }
    }
}
