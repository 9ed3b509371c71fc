using Qyran.Domain.Passages;
using Qyran.Line.Outputs;

namespace Qyran.Line.Report;

/// <summary>Every passage, one row.</summary>
internal static class PassageTable
{
    /// <summary>A day's passages would make a page no browser likes; the rest is in the file of rows.</summary>
    private const int Most = 1000, Open = 40;

    public static Markup Draw(ReportFacts facts)
    {
        if (facts.Passages.Count == 0)
            return Markup.Of($"<p class=\"empty\">No vehicle passed in this video. People, flicker and things that never moved are not counted.</p>");
        var cases = facts.Cases.ToLookup(c => c.Passage);
        var refusals = SpeedRefusals.Of(facts.Passages);
        var rows = facts.Passages.OrderBy(p => p.FirstSeen.MediaUs).Take(Most).Select(p => Row(p, cases[p.Id].Select(c => (c.Id, c.Rule))));
        var more = facts.Passages.Count > Most ? Markup.Of($"<p class=\"quiet\">The first {Most} of {facts.Passages.Count}; all are in passages.jsonl.</p>") : Markup.None;
        var why = refusals.Length == 0 || facts.Summary.NoSpeed is not null ? Markup.None : Markup.Of($"""
            <p class="quiet">Why some have no speed:</p><ul class="notes">{refusals.Take(8).Select(r => Markup.Of($"<li>{r.Passages} × {r.Why}</li>"))}</ul>
            """);
        var table = Markup.Of($"""
            <div class="wide"><table class="rows"><thead><tr><th scope="col">passage</th><th scope="col">class</th><th scope="col">first seen</th><th scope="col">last seen</th><th scope="col">lane</th><th scope="col">direction</th><th scope="col">plate</th><th scope="col" class="n">speed</th><th scope="col">case</th></tr></thead><tbody>{rows}</tbody></table></div>{more}
            """);
        return facts.Passages.Count <= Open ? Markup.Of($"{table}{why}")
            : Markup.Of($"<details><summary>Show all {Math.Min(Most, facts.Passages.Count)} passages</summary>{table}</details>{why}");
    }

    private static Markup Row(Passage p, IEnumerable<(string Id, string Rule)> cases) => Markup.Of($"""
        <tr id="{p.Id}"><td>{p.Id}</td><td><i class="dot" style="background:{SceneFigure.Hex(p.Class)}"></i>{PassageJson.Word(p.Class)}</td><td>{Words.Clock(p.FirstSeen.MediaUs)}</td><td>{Words.Clock(p.LastSeen.MediaUs)}</td><td>{p.Lane ?? "–"}</td><td>{p.Direction ?? "–"}</td><td>{p.Plate?.Text ?? "–"}</td><td class="n">{(p.Speed is { } s ? Words.Speed(s) : "–")}</td><td>{cases.Select(c => Markup.Of($"<a class=\"tag\" href=\"#{c.Id}\">{Words.Rule(c.Rule)}</a> "))}</td></tr>
        """);
}
