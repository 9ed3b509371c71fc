using Qyran.Domain.Passages;
using Qyran.Line.Outputs;

namespace Qyran.Line.Report;

/// <summary>How many passed: by class, by lane and direction, and over the count lines.</summary>
internal static class CountTables
{
    public static Markup Classes(ReportFacts facts)
    {
        if (facts.Passages.Count == 0) return Markup.Of($"<p class=\"empty\">No vehicle passed.</p>");
        var groups = facts.Passages.GroupBy(p => p.Class).OrderByDescending(g => g.Count()).ToArray();
        var top = groups[0].Count();
        var rows = groups.Select(g => Markup.Of($"""
            <tr><th scope="row">{PassageJson.Word(g.Key)}</th><td class="n">{g.Count()}</td><td class="meter"><i style="width:{100.0 * g.Count() / top:0.#}%;background:{SceneFigure.Hex(g.Key)}"></i></td></tr>
            """));
        return Markup.Of($"<table class=\"counts\"><caption>by class</caption><tbody>{rows}</tbody></table>");
    }

    public static Markup Lanes(ReportFacts facts)
    {
        if (facts.Passages.Count == 0) return Markup.None;
        if (facts.Scene is not { Lanes.IsEmpty: false } scene)
            return Markup.Of($"<p class=\"empty\">Lanes and directions are counted when a scene file names the lanes.</p>");
        // who is in no lane has no direction; where the view was not in its place nobody knows the lane
        var uncounted = facts.Summary.Uncounted;
        var rows = scene.Lanes.Select(l => Row(l.Id, facts.Passages.Where(p => p.Lane == l.Id).ToArray()))
            .Append(Beside("outside every lane", facts.Passages.Count(p => p.Lane is null) - uncounted))
            .Append(Beside("lane not known, the view was not in its place", uncounted));
        return Markup.Of($"""
            <table class="counts"><caption>by lane and direction</caption><thead><tr><th scope="col">lane</th><th scope="col" class="n">along</th><th scope="col" class="n">against</th><th scope="col" class="n">unclear</th><th scope="col" class="n">all</th></tr></thead><tbody>{rows}</tbody></table>
            """);
    }

    public static Markup CountLines(ReportFacts facts)
    {
        var counts = facts.Summary.CountLines;
        var uncounted = facts.Summary.UncountedText is { } text ? Markup.Of($"<p class=\"empty\">{text}.</p>") : Markup.None;
        if (counts.All(c => c.Vehicles == 0))
            return counts.IsEmpty || facts.Summary.Uncounted > 0 ? uncounted : Markup.Of($"<p class=\"empty\">No vehicle crossed a count line ({string.Join(", ", counts.Select(c => c.Line).Distinct())}).</p>");
        var rows = counts.Select(c => Markup.Of($"<tr><th scope=\"row\">{c.Line}</th><td>{c.WayWord}</td><td>{c.Text}</td>{Cell(c.Vehicles)}</tr>"));
        return Markup.Of($"""
            <table class="counts"><caption>over the count lines</caption><thead><tr><th scope="col">line</th><th scope="col">way in the picture</th><th scope="col">by class</th><th scope="col" class="n">vehicles</th></tr></thead><tbody>{rows}</tbody></table>{uncounted}
            """);
    }

    private static Markup Beside(string name, int passages) => passages == 0 ? Markup.None : Markup.Of($"""
        <tr><th scope="row">{name}</th>{Cell(0)}{Cell(0)}{Cell(passages)}<td class="n"><b>{passages}</b></td></tr>
        """);

    private static Markup Row(string lane, Passage[] there) => Markup.Of($"""
        <tr><th scope="row">{lane}</th>{Cell(there.Count(p => p.Direction == "along"))}{Cell(there.Count(p => p.Direction == "against"))}{Cell(there.Count(p => p.Direction is null))}<td class="n"><b>{there.Length}</b></td></tr>
        """);

    private static Markup Cell(int n) => n == 0 ? Markup.Of($"<td class=\"n nil\">–</td>") : Markup.Of($"<td class=\"n\">{n}</td>");
}
