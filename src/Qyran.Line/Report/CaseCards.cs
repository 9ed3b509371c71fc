using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Passages;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;

namespace Qyran.Line.Report;

/// <summary>Each case as a reviewer wants it: what is said, the pictures, what it rests on, where the pack is.</summary>
internal static class CaseCards
{
    private const int Most = 500, LongFact = 28;

    public static Markup Draw(ReportFacts facts)
    {
        if (facts.Cases.Count == 0)
            return Markup.Of($"<p class=\"empty\">{Nothing(facts)}</p>");
        var passages = facts.Passages.ToDictionary(p => p.Id, StringComparer.Ordinal);
        var cards = facts.Cases.OrderBy(c => c.Verdict.AtUs).Take(Most)
            .Select(c => Card(c, passages.GetValueOrDefault(c.Passage), facts.Photos.TryGetValue(c.Id, out var photos) ? photos : []));
        var more = facts.Cases.Count > Most ? Markup.Of($"<p class=\"quiet\">The first {Most} of {facts.Cases.Count}; all are in cases.jsonl.</p>") : Markup.None;
        var unjudged = facts.Summary.Speeding?.Text is { } text ? Markup.Of($"<p class=\"quiet\">Of the rule about speed: {text}.</p>") : Markup.None;
        return Markup.Of($"{unjudged}{cards}{more}");
    }

    public static Markup Undecided(ReportFacts facts)
    {
        if (facts.Undecided.Count == 0) return Markup.None;
        const int shown = 100;
        var rows = facts.Undecided.Take(shown).Select(u => Markup.Of($"<tr><td><a href=\"#{u.Passage}\">{u.Passage}</a></td><td>{Words.Rule(u.Rule)}</td><td>{u.Why}</td></tr>"));
        var more = facts.Undecided.Count > shown ? Markup.Of($"<p class=\"quiet\">The first {shown} of {facts.Undecided.Count}.</p>") : Markup.None;
        return Markup.Of($"""
            <section id="undecided"><h2>Left undecided</h2><p class="lead">A rule may have been broken here, but doubt remains, and doubt goes to the driver: no case was made.</p>
            <div class="wide"><table class="rows"><thead><tr><th scope="col">passage</th><th scope="col">rule</th><th scope="col">why</th></tr></thead><tbody>{rows}</tbody></table></div>{more}</section>
            """);
    }

    private static string Nothing(ReportFacts facts) =>
        facts.Scene is null ? "No scene file was given, so no rule was checked."
        : facts.Scene.Rules.IsEmpty && facts.Summary.Rules.IsEmpty ? "The scene file switches on no rule, so none was checked."
        : facts.Passages.Count == 0 ? "No vehicle passed, so there was nothing to judge."
        : facts.Summary.AllKept ? "No violation: every passage kept the rules this scene checks."
        : $"No violation was found{(facts.Summary.Stopped ? " so far" : "")}{(facts.Summary.Speeding?.Text is { } text ? ": " + text : "")}.{(facts.Undecided.Count > 0 ? " Some passages were left undecided, see below." : "")}{(facts.Summary.Exempt is { IsEmpty: false } exempt ? FormattableString.Invariant($" Exempt: {exempt.Values.Sum()}.") : "")}";

    private static Markup Card(Case c, Passage? passage, ImmutableArray<CasePhoto> photos)
    {
        var utc = passage?.FirstSeen.UtcOffsetUs is { } offset ? " · " + Words.Utc(DateTimeOffset.UnixEpoch.AddTicks((c.Verdict.AtUs + offset) * 10)) : "";
        var who = passage is null ? Markup.None : Markup.Of($"<a href=\"#{passage.Id}\">{passage.Id}</a> · {PassageJson.Word(passage.Class)}{(passage.Plate is { } plate ? " · " + plate.Text : "")}{(passage.Lane is { } lane ? " · lane " + lane : "")}{(passage.Speed is { } s ? " · " + Words.Speed(s) : "")} · ");
        var facts = c.Verdict.Facts.Where(f => f.Value.Length > 0).OrderBy(f => f.Value.Length > LongFact)
            .Select(f => Markup.Of($"<div class=\"{(f.Value.Length > LongFact ? "long" : "")}\"><dt>{Words.Fact(f.Key)}</dt><dd>{f.Value}</dd></div>"));
        return Markup.Of($"""
            <article class="case" id="{c.Id}"><header><span class="rule">{Words.Rule(c.Rule)}</span><h3>{Sentence(c.Verdict.Why)}</h3>
            <p class="quiet">{who}at {Words.Clock(c.Verdict.AtUs)} in the video{utc}{(c.Offence is { } law ? " · " + law : "")}</p></header>
            {Photos(c, photos)}<dl class="facts">{facts}</dl>{Pack(c)}</article>
            """);
    }

    private static Markup Photos(Case c, ImmutableArray<CasePhoto> photos) => photos.IsDefaultOrEmpty
        ? Markup.Of($"<p class=\"empty\">No photos in this page{(c.Evidence is null ? "" : "; they are in the pack")}.</p>")
        : Markup.Of($"<div class=\"photos\">{photos.Select((p, i) => Photo(c, p, i))}</div>");

    private static Markup Photo(Case c, CasePhoto p, int i) => Markup.Of($"""
        <figure id="{c.Id}-photo-{i}"><a class="open" href="#{c.Id}-photo-{i}" title="Enlarge"><img alt="{p.Caption}, {Words.Clock(p.MediaUs)}" src="data:image/jpeg;base64,{Convert.ToBase64String(p.Jpeg)}"></a><figcaption><b>{p.Caption}</b> {Words.Clock(p.MediaUs)}<a class="close" href="#{c.Id}">Back</a></figcaption></figure>
        """);

    private static Markup Pack(Case c) => c.Evidence is not { } pack
        ? Markup.Of($"<p class=\"pack none\">No evidence pack was written for this case; see what went wrong at the top.</p>")
        : Markup.Of($"<p class=\"pack\"><a href=\"{pack}\">{Path.GetFileName(pack)}</a><code>qyran verify {pack}</code><code>qyran replay {pack}</code></p>");

    private static string Sentence(string why) => why.Length == 0 ? why : char.ToUpperInvariant(why[0]) + why[1..] + (why.EndsWith('.') ? "" : ".");
}
