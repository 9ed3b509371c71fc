using System.Globalization;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Cli.Scoring;

/// <summary>The figures of one or several scored clips as tables and as figures to keep.</summary>
internal static class ScoreRunGrids
{
    private static readonly string[] TrackColumns = ["HOTA", "DetA", "AssA", "LocA", "IDF1", "MOTA", "MOTP", "IDs", "FM", "FP", "FN"];
    private const double LegiblePx = 14; // signs that any reader should read
    private static readonly double[] SignsPx = [0, 6, 8, 10, LegiblePx, double.PositiveInfinity];
    private static readonly double[] WaysM = [0, 25, 50, 100, double.PositiveInfinity];

    public static List<ScoreGrid> Of(IReadOnlyList<RunScore> runs)
    {
        List<ScoreGrid> grids = [Tracks(runs), Speeds(runs)];
        var refused = runs.SelectMany(r => r.Refused).GroupBy(r => r.Key).OrderByDescending(g => g.Sum(r => r.Value)).ThenBy(g => g.Key, StringComparer.Ordinal);
        if (runs.Any(r => !r.Refused.IsEmpty)) grids.Add(new("Speeds refused", ["reason", "passages"], [.. refused.Select(g => new[] { g.Key, Text(g.Sum(r => r.Value)) })]));
        grids.Add(Violations(runs));
        if (runs.Any(r => r.Signals.Switches > 0)) grids.Add(Signals(runs));
        grids.Add(Plates(runs));
        if (runs.Any(r => r.PlateSizes.Length > 0)) grids.Add(PlateSizes(runs));
        if (runs.Any(r => r.PlatesByCountry.Count > 0)) grids.Add(PlatesByCountry(runs));
        grids.Add(Counts(runs));
        return grids;
    }

    /// <summary>What to keep; a share of nothing is no figure.</summary>
    public static IEnumerable<ScoreFigure> Figures(string prefix, IReadOnlyList<RunScore> runs)
    {
        var tracks = runs.Select(r => r.Tracks).Aggregate((a, b) => a + b);
        foreach (var c in Columns().Where(c => Says(c, tracks))) yield return new($"{prefix}/tracks/{c.Key}", c.Of(tracks), c.Better);
        yield return new($"{prefix}/tracks/vehicles_missed", runs.Sum(r => r.Missed.Length), -1);
        yield return new($"{prefix}/tracks/vehicles_split", runs.Sum(r => r.Split.Length), -1);
        var s = SpeedFigures.Of([.. runs.SelectMany(r => r.Speeds)]);
        yield return new($"{prefix}/speeds/measured", s.Count, 1);
        yield return new($"{prefix}/speeds/on_nothing", runs.Sum(r => r.SpeedsOnNothing.Length), -1);
        if (s.Count > 0)
        {
            yield return new($"{prefix}/speeds/bias_kmh", s.Bias, 0) { Goal = 0 };
            yield return new($"{prefix}/speeds/mae_kmh", s.Mae, -1);
            yield return new($"{prefix}/speeds/median_kmh", s.Median, -1);
            yield return new($"{prefix}/speeds/p95_kmh", s.P95, -1);
            yield return new($"{prefix}/speeds/p99_kmh", s.P99, -1);
            yield return new($"{prefix}/speeds/worst_kmh", s.Worst, -1);
            yield return new($"{prefix}/speeds/coverage", s.Coverage, 0) { Goal = SpeedFigures.Stated, GoalIsLeast = true };
            yield return new($"{prefix}/speeds/too_high", s.TooHigh, -1);
        }
        foreach (var (rule, v) in Rules(runs).Append(("all", All(runs))))
        {
            if (v.Cases > 0) yield return new($"{prefix}/violations/{rule}/precision", v.Precision, 1);
            if (v.True > 0) yield return new($"{prefix}/violations/{rule}/recall", v.Recall, 1);
            yield return new($"{prefix}/violations/{rule}/duplicates", v.Duplicates, -1);
            if (v.Found > 0) yield return new($"{prefix}/violations/{rule}/worst_instant_error_s", v.WorstInstantErrorS, -1);
        }
        foreach (var (rule, cases) in NotJudged(runs)) yield return new($"{prefix}/violations/{rule}/not_judged", cases, 0);
        var lamps = runs.Select(r => r.Signals).Aggregate((a, b) => a + b);
        if (lamps.Switches > 0)
        {
            yield return new($"{prefix}/signals/right_s", lamps.RightUs / 1e6, 1);
            yield return new($"{prefix}/signals/unknown_s", lamps.UnknownUs / 1e6, -1);
            yield return new($"{prefix}/signals/wrong_s", lamps.WrongUs / 1e6, -1);
            yield return new($"{prefix}/signals/switches_read", lamps.ErrorsS.Length, 1);
            yield return new($"{prefix}/signals/switches_within_error", lamps.Within, 1);
        }
        var p = runs.Select(r => r.Plates).Aggregate((a, b) => a + b);
        if (p.Vehicles > 0) yield return new($"{prefix}/plates/exact", p.ExactShare, 1);
        if (p.Accepted > 0) yield return new($"{prefix}/plates/precision", p.Precision, 1);
        if (p.Characters > 0) yield return new($"{prefix}/plates/character_error_rate", p.CharacterErrorRate, -1);
        var legible = runs.SelectMany(r => r.PlateSizes).Where(s => s.Signs >= LegiblePx).ToList();
        if (legible.Count > 0) yield return new($"{prefix}/plates/exact_from_{LegiblePx}_px", legible.Count(s => s.Read) / (double)legible.Count, 1);
        var counts = runs.SelectMany(r => r.Counts).ToList();
        // not the difference: a vehicle missed and another counted twice would cancel out
        yield return new($"{prefix}/counts/wrong", counts.Sum(c => c.Missed + c.Extra), -1);
        yield return new($"{prefix}/counts/wrong_whatever_the_class", counts.Sum(c => c.True + c.Counted - (2 * c.InLane)), -1);
        yield return new($"{prefix}/counts/true", counts.Sum(c => c.True), 0);
    }

    private static IEnumerable<ScoreColumn> Columns() =>
        TrackColumns.Select(n => ScoreColumn.HigherOrder.Concat(ScoreColumn.Published).First(c => c.Name == n));

    /// <summary>False where the figure is a share of nothing: no vehicle was asked for, or none was matched.</summary>
    private static bool Says(ScoreColumn column, TrackScore score) => column.Name switch
    {
        "LocA" or "MOTP" => score.Clear.Matches > 0,
        "IDs" or "FM" or "FP" or "FN" => true,
        _ => score.Clear.Truth > 0,
    };

    private static ScoreGrid Tracks(IReadOnlyList<RunScore> runs)
    {
        List<string[]> rows = [.. runs.Select(r => Row($"{r.Scenario} ({r.Light}, {r.Weather})", r.Tracks, r.Missed.Length, r.Split.Length))];
        if (ByDay(runs) is { } day) rows.Add(Row("all by day", day.Select(r => r.Tracks).Aggregate((a, b) => a + b), day.Sum(r => r.Missed.Length), day.Sum(r => r.Split.Length)));
        if (runs.Count > 1) rows.Add(Row("all", runs.Select(r => r.Tracks).Aggregate((a, b) => a + b), runs.Sum(r => r.Missed.Length), runs.Sum(r => r.Split.Length)));
        return new("Tracks", ["clip", .. TrackColumns, "vehicles missed", "split"], rows);

        static string[] Row(string name, TrackScore score, int missed, int split) => [name, .. Columns().Select(c => Says(c, score) ? c.Text(c.Of(score)) : "–"), Text(missed), Text(split)];
    }

    /// <summary>The clips by daylight, for which there are goals; null where there is nothing else, or one clip only.</summary>
    private static List<RunScore>? ByDay(IReadOnlyList<RunScore> runs) =>
        runs.Where(r => r.Light == "day").ToList() is { Count: > 1 } day && day.Count < runs.Count ? day : null;

    private static ScoreGrid Speeds(IReadOnlyList<RunScore> runs)
    {
        List<RunSpeed> all = [.. runs.SelectMany(r => r.Speeds)];
        List<string[]> rows = [Row("all", all)];
        for (var i = 0; i + 1 < WaysM.Length; i++)
            Some(double.IsInfinity(WaysM[i + 1]) ? Text($"followed over {WaysM[i]:0} m and more") : Text($"followed over {WaysM[i]:0}–{WaysM[i + 1]:0} m"),
                all.FindAll(s => s.WayM >= WaysM[i] && s.WayM < WaysM[i + 1]));
        foreach (var g in all.GroupBy(s => s.Class).OrderBy(g => g.Key)) Some(Word(g.Key.ToString()), [.. g]);
        foreach (var g in all.GroupBy(s => s.Light).OrderBy(g => g.Key, StringComparer.Ordinal)) Some(g.Key, [.. g]);
        // nothing drove them: they have no true speed, and are in no other row
        rows.Add(["measured on nothing", Text(runs.Sum(r => r.SpeedsOnNothing.Length)), .. Enumerable.Repeat("–", 9)]);
        return new("Speeds, km/h", ["of", "measured", "bias", "MAE", "median", "P95", "P99", "worst", "within stated error", "value − margin too high", "stated error"], rows);

        void Some(string name, List<RunSpeed> speeds)
        {
            if (speeds.Count > 0) rows.Add(Row(name, speeds));
        }

        static string[] Row(string name, List<RunSpeed> speeds)
        {
            if (speeds.Count == 0) return [name, "0", .. Enumerable.Repeat("–", 9)];
            var f = SpeedFigures.Of(speeds);
            return [name, Text(f.Count), Text($"{f.Bias:+0.00;-0.00;0.00}"), Text($"{f.Mae:0.00}"), Text($"{f.Median:0.00}"), Text($"{f.P95:0.00}"), Text($"{f.P99:0.00}"),
                Text($"{f.Worst:0.00}"), Text($"{100 * f.Coverage:0.0} %"), Text($"{100 * f.TooHigh:0.0} %"), Text($"±{f.MeanError:0.00}")];
        }
    }

    private static ScoreGrid Violations(IReadOnlyList<RunScore> runs)
    {
        List<string[]> rows = [.. Rules(runs).Select(r => Row(r.Rule, r.Figures))];
        if (ByDay(runs) is { } day) rows.Add(Row("all by day", All(day)));
        if (rows.Count != 1) rows.Add(Row("all", All(runs)));
        // the truth does not tell of these rules: their cases are in no other row
        rows.AddRange(NotJudged(runs).Select(r => (string[])[r.Rule + " (not judged)", "–", Text(r.Cases), .. Enumerable.Repeat("–", 9)]));
        return new("Violations", ["rule", "true", "cases", "found", "missed", "hidden", "false", "duplicates", "precision", "recall", "instant off, median", "worst"], rows);

        static string[] Row(string rule, ViolationFigures v) => [rule, Text(v.True), Text(v.Cases), Text(v.Found), Text(v.Missed), Text(v.Hidden), Text(v.False), Text(v.Duplicates),
            v.Cases == 0 ? "–" : Text($"{100 * v.Precision:0.0} %"), v.True == 0 ? "–" : Text($"{100 * v.Recall:0.0} %"),
            v.Found == 0 ? "–" : Text($"{v.MedianInstantErrorS:0.00} s"), v.Found == 0 ? "–" : Text($"{v.WorstInstantErrorS:0.00} s")];
    }

    private static ScoreGrid Signals(IReadOnlyList<RunScore> runs)
    {
        List<string[]> rows = [.. runs.Where(r => r.Signals.Switches > 0).Select(r => Row($"{r.Scenario} ({r.Light}, {r.Weather})", r.Signals))];
        if (rows.Count > 1) rows.Add(Row("all", runs.Select(r => r.Signals).Aggregate((a, b) => a + b)));
        return new("Signal heads", ["clip", "right", "unknown", "wrong", "switches", "read", "within stated error", "off, median", "worst"], rows);

        static string[] Row(string name, SignalFigures s)
        {
            double[] off = [.. s.ErrorsS.Select(Math.Abs).Order()];
            return [name, Text($"{s.RightUs / 1e6:0.0} s"), Text($"{s.UnknownUs / 1e6:0.0} s"), Text($"{s.WrongUs / 1e6:0.0} s"), Text(s.Switches), Text(off.Length), Text(s.Within),
                off.Length == 0 ? "–" : Text($"{SpeedFigures.Percentile(off, 0.5):0.000} s"), off.Length == 0 ? "–" : Text($"{off[^1]:0.000} s")];
        }
    }

    private static ScoreGrid Plates(IReadOnlyList<RunScore> runs)
    {
        var p = runs.Select(r => r.Plates).Aggregate((a, b) => a + b);
        return new("Plates", ["vehicles with a plate seen", "read exactly", "accepted passages", "of these right", "character errors of accepted", "agreeing readings per accepted plate"],
            [[Text(p.Vehicles), Exactly(p), Text(p.Accepted), Right(p, "– (none is read)"),
                p.Characters == 0 ? "–" : Text($"{100 * p.CharacterErrorRate:0.0} %"), p.ReadsPerAccepted is { } r ? Text($"{r:0.0}") : "–"]]);
    }

    private static ScoreGrid PlatesByCountry(IReadOnlyList<RunScore> runs) =>
        new("Plates by country", ["country", "vehicles with a plate seen", "read exactly", "accepted passages", "of these right"],
            [.. runs.SelectMany(r => r.PlatesByCountry).GroupBy(c => c.Key, c => c.Value).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (Country: g.Key, Figures: g.Aggregate((a, b) => a + b))).Select(c => new[] { c.Country, Text(c.Figures.Vehicles), Exactly(c.Figures), Text(c.Figures.Accepted), Right(c.Figures, "–") })]);

    private static string Exactly(PlateFigures p) => p.Vehicles == 0 ? "–" : Text($"{p.Exact} ({100 * p.ExactShare:0.0} %)");

    private static string Right(PlateFigures p, string none) => p.Accepted == 0 ? none : Text($"{p.AcceptedRight} ({100 * p.Precision:0.0} %)");

    private static ScoreGrid PlateSizes(IReadOnlyList<RunScore> runs)
    {
        ScoreGrid grid = new("Plates by the height of their large signs where seen best (in half a second of frames)", ["px", "vehicles", "read exactly", "misread"], []);
        for (var i = 0; i + 1 < SignsPx.Length; i++)
        {
            var (from, below) = (SignsPx[i], SignsPx[i + 1]);
            var of = runs.SelectMany(r => r.PlateSizes).Where(s => s.Signs >= from && s.Signs < below).ToList();
            if (of.Count == 0) continue;
            var read = of.Count(s => s.Read);
            grid.Rows.Add([double.IsInfinity(below) ? Text($"{from} and more") : Text($"{from}–{below}"), Text(of.Count), Text($"{read} ({100.0 * read / of.Count:0.0} %)"), Text(of.Count(s => s.Misread))]);
        }
        return grid;
    }

    private static ScoreGrid Counts(IReadOnlyList<RunScore> runs)
    {
        List<string[]> rows = [.. runs.SelectMany(r => r.Counts.Select(c => new[]
            { runs.Count > 1 ? $"{r.Scenario}: {c.Lane}" : c.Lane, c.Class, Text(c.True), Text(c.Counted), Text($"{c.Difference:+0;-0;0}"), Text(c.Missed), Text(c.Extra) }))];
        var all = runs.SelectMany(r => r.Counts).ToList();
        rows.Add(["all", "", Text(all.Sum(c => c.True)), Text(all.Sum(c => c.Counted)), Text($"{all.Sum(c => Math.Abs(c.Difference))} off"), Text(all.Sum(c => c.Missed)), Text(all.Sum(c => c.Extra))]);
        // a detector that can't tell classes may still count the lanes right
        rows.Add(["all, whatever the class", "", Text(all.Sum(c => c.True)), Text(all.Sum(c => c.Counted)), Text($"{LanesOff(runs)} off"), Text(all.Sum(c => c.True - c.InLane)), Text(all.Sum(c => c.Counted - c.InLane))]);
        return new("Counts per lane and class", ["lane", "class", "true", "counted", "difference", "missed", "extra"], rows);
    }

    private static int LanesOff(IReadOnlyList<RunScore> runs) => runs.Sum(r => r.Counts.GroupBy(c => c.Lane).Sum(g => Math.Abs(g.Sum(c => c.Difference))));

    private static IEnumerable<(string Rule, ViolationFigures Figures)> Rules(IReadOnlyList<RunScore> runs) =>
        runs.SelectMany(r => r.Violations).GroupBy(v => v.Key).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Select(v => v.Value).Aggregate((a, b) => a + b)));

    private static IEnumerable<(string Rule, int Cases)> NotJudged(IReadOnlyList<RunScore> runs) =>
        runs.SelectMany(r => r.NotJudged).GroupBy(n => n.Key).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(n => n.Value)));

    private static ViolationFigures All(IReadOnlyList<RunScore> runs) =>
        runs.SelectMany(r => r.Violations.Values).Aggregate(new ViolationFigures(0, 0, 0, 0, []), (a, b) => a + b);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word(string name) => name.ToLowerInvariant();
}
