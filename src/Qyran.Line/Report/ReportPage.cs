using System.Text;

namespace Qyran.Line.Report;

/// <summary>
/// <c>report.html</c>: one file that needs nothing else. Its own policy forbids the browser every request and every script; pictures are inside it.
/// </summary>
public static class ReportPage
{
    private static readonly Lazy<string> Style = new(() =>
    {
        using var css = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css") ?? throw new InvalidOperationException("the report's style is not built in");
        return new StreamReader(css, Encoding.UTF8).ReadToEnd();
    });

    /// <summary>The page, UTF-8.</summary>
    public static byte[] Make(ReportFacts facts)
    {
        var s = facts.Summary;
        var place = facts.Scene?.Camera.Site ?? facts.Scene?.Name;
        return Encoding.UTF8.GetBytes(Markup.Of($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
            <meta name="color-scheme" content="light dark"><title>{s.Video} · Qyran report</title><style>{new Markup(Style.Value)}</style></head><body>
            <header class="top"><p class="brand">Qyran · traffic report</p><h1>{s.Video}</h1><p class="quiet">{Line(facts, place)}</p>{Notices(facts)}<dl class="figures">{Figures(facts)}</dl></header>
            <nav><a href="#scene">Scene</a><a href="#traffic">Traffic</a><a href="#cases">Cases</a>{(facts.Undecided.Count > 0 ? Markup.Of($"<a href=\"#undecided\">Undecided</a>") : Markup.None)}<a href="#passages">Passages</a><a href="#trust">Trust</a></nav>
            <main>
            <section id="scene"><h2>The scene</h2>{SceneFigure.Draw(facts)}</section>
            <section id="traffic"><h2>Traffic</h2><div class="split"><div class="card">{CountTables.Classes(facts)}{CountTables.Lanes(facts)}{CountTables.CountLines(facts)}</div><div class="card"><h3>Speeds</h3>{SpeedFigure.Draw(facts)}</div></div></section>
            <section id="cases"><h2>Cases</h2>{CaseCards.Draw(facts)}</section>
            {CaseCards.Undecided(facts)}
            <section id="passages"><h2>Passages</h2>{PassageTable.Draw(facts)}</section>
            <section id="trust"><h2>How far to trust this</h2>{TrustSection.Draw(facts)}</section>
            <section id="verify"><h2>Checking the evidence</h2>{(facts.Cases.Any(c => c.Evidence is not null) ? TrustSection.Verify(facts) : Markup.Of($"<p class=\"empty\">This run wrote no evidence pack.</p>"))}</section>
            </main>
            <footer><p>{Files(facts)}</p><p>Made by Qyran {s.Version} with the {s.Detector} detector{(s.SceneHash is { } hash ? Markup.Of($", scene <code>{hash[..Math.Min(12, hash.Length)]}</code>") : Markup.None)}. Speeds are shown rounded down, errors rounded up. Not type-approved: a person decides.</p></footer>
            </body></html>

            """).Text);
    }

    private static string Line(ReportFacts facts, string? place)
    {
        var start = facts.Passages is [{ FirstSeen.UtcOffsetUs: { } offset }, ..] ? "from " + Words.Utc(DateTimeOffset.UnixEpoch.AddTicks(offset * 10)) : null;
        return string.Join(" · ", new[] { place, Words.Length(facts.Summary.VideoSeconds) + " of video", FormattableString.Invariant($"{facts.Width} × {facts.Height}"), start }.OfType<string>());
    }

    private static Markup Notices(ReportFacts facts)
    {
        var said = new List<string>();
        if (facts.Problem is { } problem) said.Add(problem);
        if (facts.Summary.Stopped) said.Add("The run was stopped before the video's end: this is what was finished by then.");
        if (facts.Summary.Frames == 0) said.Add("No picture could be decoded.");
        if (facts.Summary.DroppedFrames > 0) said.Add(Words.Count(facts.Summary.DroppedFrames, "frame was", "frames were") + " dropped.");
        return Markup.Join(said.Select(text => Markup.Of($"<p class=\"notice\">{text}</p>")));
    }

    private static Markup Figures(ReportFacts facts)
    {
        var s = facts.Summary;
        var median = facts.Passages.Where(p => p.Speed is not null).Select(p => p.Speed!.Value.Kmh).Order().ToArray() is { Length: > 0 } speeds
            ? FormattableString.Invariant($"{Math.Floor(speeds[(speeds.Length - 1) / 2]):0} km/h") : "–";
        (string Name, string Value, string Kind)[] figures =
        [
            ("passages", s.Passages.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), ""),
            ("speeds measured", s.Speeds.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), ""),
            ("median speed", median, ""),
            ("cases", s.Cases.Values.Sum().ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), s.Cases.IsEmpty ? "" : "alarm"),
            ("undecided", s.Undecided.Values.Sum().ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), ""),
        ];
        return Markup.Join(figures.Select(f => Markup.Of($"<div class=\"{f.Kind}\"><dt>{f.Name}</dt><dd>{f.Value}</dd></div>")));
    }

    private static Markup Files(ReportFacts facts)
    {
        List<string> files = ["passages.jsonl", "cases.jsonl", "tracks.txt", "summary.json"];
        if (facts.Annotated) files.Add("annotated.mp4");
        return Markup.Of($"Beside this page: {files.Select((f, i) => Markup.Of($"{(i == 0 ? "" : ", ")}<a href=\"{f}\">{f}</a>"))}");
    }
}
