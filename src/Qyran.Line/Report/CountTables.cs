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
        var rows = scene.Lanes.Select(l => (string?)l.Id).Append(null).Select(lane => Row(lane, facts.Passages.Where(p => p.Lane == lane).ToArray()));
        return Markup.Of($"""
            <table class="counts"><caption>by lane and direction</caption><thead><tr><th scope="col">lane</th><th scope="col" class="n">along</th><th scope="col" class="n">against</th><th scope="col" class="n">unclear</th><th scope="col" class="n">all</th></tr></thead><tbody>{rows}</tbody></table>
            """);
    }

    public static Markup CountLines(ReportFacts facts)
    {
        var counts = facts.Summary.CountLines;
        if (counts.IsEmpty) return Markup.None;
        if (counts.All(c => c.Vehicles == 0))
            return Markup.Of($"<p class=\"empty\">No vehicle crossed a count line ({string.Join(", ", counts.Select(c => c.Line).Distinct())}).</p>");
        var rows = counts.Select(c => Markup.Of($"<tr><th scope=\"row\">{c.Line}</th><td>{c.WayWord}</td><td>{c.Text}</td>{Cell(c.Vehicles)}</tr>"));
        return Markup.Of($"""
            <table class="counts"><caption>over the count lines</caption><thead><tr><th scope="col">line</th><th scope="col">way in the picture</th><th scope="col">by class</th><th scope="col" class="n">vehicles</th></tr></thead><tbody>{rows}</tbody></table>
            """);
    }

    private static Markup Row(string? lane, Passage[] there) => lane is null && there.Length == 0 ? Markup.None : Markup.Of($"""
        <tr><th scope="row">{lane ?? "outside every lane"}</th>{Cell(there.Count(p => p.Direction == "along"))}{Cell(there.Count(p => p.Direction == "against"))}{Cell(there.Count(p => p.Direction is null))}<td class="n"><b>{there.Length}</b></td></tr>
        """);

    private static Markup Cell(int n) => n == 0 ? Markup.Of($"<td class=\"n nil\">–</td>") : Markup.Of($"<td class=\"n\">{n}</td>");
}
