using System.Globalization;
using System.Net;
using System.Text;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Media;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Cli.Scoring;

/// <summary>
/// One clip's worst cases as a self-contained page: the picture from the video, truth boxes dashed, result boxes solid, the vehicle in
/// question large beside the whole view. For a developer to see why.
/// </summary>
internal static class ScoreRunPage
{
    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1180px;padding:0 1rem;color:#1a202c;background:#f7fafc}
        h1{margin-bottom:.2rem}h2{margin:2rem 0 .5rem}.case{background:#fff;border:1px solid #e2e8f0;border-radius:8px;padding:1rem;margin:1rem 0}
        .views{display:grid;grid-template-columns:2fr 3fr;gap:1rem}.views svg{width:100%;height:auto;background:#000;border-radius:4px}
        .key span{padding:0 .4rem}.t{border-bottom:3px dashed #38a169}.r{border-bottom:3px solid #dd6b20}.small{color:#4a5568}
        table{border-collapse:collapse;background:#fff}td,th{border:1px solid #e2e8f0;padding:.2rem .6rem;text-align:right}td:first-child,th:first-child{text-align:left}
        .hide-truth .truth,.hide-result .result{display:none}
        """;

    /// <summary>Takes the pictures and writes the page; a failure when either can't be done.</summary>
    public static Failure? Write(string path, string video, RunTruth truth, RunResult result, RunScore score, CancellationToken stop)
    {
        var cases = RunWorst.Of(truth, result, score);
        if (Probe.Read(new MediaSource.File(video), TimeSpan.FromSeconds(30), stop) is not ProbeOutcome.Found { Video: var info })
            return new(File.Exists(video) ? FailureKind.Unreadable : FailureKind.NotFound, $"the video '{video}' can't be read");
        if ((info.Width, info.Height) != (truth.Width, truth.Height))
            return new(FailureKind.Invalid, string.Create(CultureInfo.InvariantCulture, $"the video is {info.Width}x{info.Height}, the truth {truth.Width}x{truth.Height}: not the same clip"));
        var times = cases.Select(c => truth.Frames[c.Frame].MediaUs + info.ContainerStartUs).Distinct().ToList();
        var stills = StillGrabber.Grab(video, times, stop, out var failure);
        if (stills.Count == 0 && cases.Count > 0) return failure ?? new(FailureKind.Unreadable, $"no picture could be taken from '{video}'");
        try
        {
            File.WriteAllText(path, Page(truth, result, score, cases, stills, info.ContainerStartUs));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(FailureKind.CannotWrite, $"can't write '{path}': {e.Message}");
        }
    }

    private static string Page(RunTruth truth, RunResult result, RunScore score, List<WorstCase> cases, IReadOnlyList<Still> stills, long startUs)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Escape(truth.Scenario)}: worst cases</title><style>{Style}</style>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Escape(truth.Scenario)}: worst cases</h1><p class=\"small\">{Escape(truth.Light)}, {Escape(truth.Weather)}, {truth.Frames.Length} frames</p>\n");
        html.Append("<p class=\"key\"><label><input type=\"checkbox\" checked onchange=\"document.body.classList.toggle('hide-truth')\"><span class=\"t\">truth</span></label> <label><input type=\"checkbox\" checked onchange=\"document.body.classList.toggle('hide-result')\"><span class=\"r\">result</span></label></p>\n");
        html.Append("<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs>\n");
        for (var i = 0; i < stills.Count; i++)
            html.Append(CultureInfo.InvariantCulture, $"<image id=\"p{i}\" width=\"{truth.Width}\" height=\"{truth.Height}\" href=\"data:image/jpeg;base64,{Convert.ToBase64String(stills[i].Jpeg)}\"/>\n");
        html.Append("</defs></svg>\n");
        foreach (var grid in ScoreRunGrids.Of([score])) Table(html, grid);
        var rows = result.Rows.ToLookup(r => r.Frame);
        foreach (var kind in cases.GroupBy(c => c.Kind))
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Heading(kind.Key)}</h2>\n");
            foreach (var c in kind) Case(html, truth, rows, c, stills, startUs);
        }
        if (cases.Count == 0) html.Append("<p>Nothing went wrong in this clip.</p>\n");
        return html.Append("</html>\n").ToString();
    }

    private static void Case(StringBuilder html, RunTruth truth, ILookup<int, ScoredBox> rows, WorstCase c, IReadOnlyList<Still> stills, long startUs)
    {
        var frame = truth.Frames[c.Frame];
        var at = Enumerable.Range(0, stills.Count).MinBy(i => Math.Abs(stills[i].PtsUs - startUs - frame.MediaUs));
        var away = Math.Abs(stills[at].PtsUs - startUs - frame.MediaUs);
        var boxes = new StringBuilder();
        foreach (var o in frame.Objects) Box(boxes, "truth", o.Box, $"{o.Id}", o.Id == c.Vehicle ? "#f6e05e" : "#38a169", "7 4", true);
        foreach (var r in rows[frame.Number + 1]) Box(boxes, "result", r.Box, $"{r.Id}", r.Id == c.Track ? "#e53e3e" : "#dd6b20", null, false);
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"case\"><p><b>{Escape(c.Text)}</b> <span class=\"small\">frame {frame.Number}, {frame.MediaUs / 1e6:0.00} s{(away > 2000 ? string.Create(CultureInfo.InvariantCulture, $"; the picture is {away / 1000} ms off") : "")}</span></p><div class=\"views\">\n");
        View(html, Zoom(truth, frame, rows, c), at, boxes);
        View(html, new PixelBox(0, 0, truth.Width, truth.Height), at, boxes);
        html.Append("</div></div>\n");
    }

    /// <summary>The part of the picture around the vehicle, in the picture's own shape.</summary>
    private static PixelBox Zoom(RunTruth truth, TruthFrame frame, ILookup<int, ScoredBox> rows, WorstCase c)
    {
        var box = frame.Objects.Where(o => o.Id == c.Vehicle).Select(o => (PixelBox?)o.Box).FirstOrDefault()
            ?? rows[frame.Number + 1].Where(r => r.Id == c.Track).Select(r => (PixelBox?)r.Box).FirstOrDefault();
        if (box is not { } b) return new(0, 0, truth.Width, truth.Height);
        var width = Math.Clamp(3 * Math.Max(b.Width, b.Height * truth.Width / truth.Height), 120, truth.Width);
        var height = width * truth.Height / truth.Width;
        return new(Math.Clamp(b.Centre.X - (width / 2), 0, truth.Width - width), Math.Clamp(b.Centre.Y - (height / 2), 0, truth.Height - height), width, height);
    }

    private static void View(StringBuilder html, PixelBox view, int picture, StringBuilder boxes) =>
        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"{view.X:0.#} {view.Y:0.#} {view.Width:0.#} {view.Height:0.#}\"><use href=\"#p{picture}\"/>{boxes}</svg>\n");

    private static void Box(StringBuilder html, string kind, PixelBox box, string id, string colour, string? dash, bool below) =>
        html.Append(CultureInfo.InvariantCulture, $"<g class=\"{kind}\"><rect x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" vector-effect=\"non-scaling-stroke\"{(dash is null ? "" : $" stroke-dasharray=\"{dash}\"")}/><text x=\"{box.X + 2:0.#}\" y=\"{(below ? box.Bottom - 3 : box.Y - 3):0.#}\" font-size=\"{Math.Clamp(box.Height / 5, 9, 18):0.#}\" fill=\"{colour}\" stroke=\"#000\" stroke-width=\"2\" paint-order=\"stroke\">{id}</text></g>");

    private static void Table(StringBuilder html, ScoreGrid grid)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(grid.Title)}</h2><table><tr>{string.Concat(grid.Columns.Select(c => $"<th>{Escape(c)}</th>"))}</tr>\n");
        foreach (var row in grid.Rows) html.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(row.Select(c => $"<td>{Escape(c)}</td>"))}</tr>\n");
        html.Append("</table>\n");
    }

    private static string Heading(string kind) => kind switch
    {
        "speed" => "Speeds farthest off",
        "speed on nothing" => "Speeds of no vehicle",
        "missed" => "Vehicles without a track",
        "switch" => "Changes of identity",
        "violation missed" => "Violations without a case",
        "case wrong" => "Cases against nobody who did it",
        "case again" => "Further cases of one violation",
        "plate misread" => "Plates misread",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind without a heading"),
    };

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
