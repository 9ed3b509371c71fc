using System.Globalization;
using Qyran.Line.Cases;
using Qyran.Vision.View;

namespace Qyran.Line.Report;

/// <summary>How far the figures can be trusted and what they cost: time stamps, gaps, calibration, the device's verification, the camera's view, CPU.</summary>
internal static class TrustSection
{
    public static Markup Draw(ReportFacts facts)
    {
        var s = facts.Summary;
        return Markup.Of($"""
            <div class="cards"><div class="card"><h3>Time stamps</h3><p><b>{Words.Quality(s.TimeQuality)}</b></p><p class="quiet">{s.TimeWhy}</p>{Gaps(facts)}</div>
            <div class="card"><h3>Calibration</h3>{Calibration(facts)}</div>
            <div class="card"><h3>Device</h3><p>{VerificationText.Of(facts.Scene) ?? "no device verification is stated"}</p></div>
            <div class="card"><h3>Camera's view</h3>{View(facts)}</div>
            <div class="card"><h3>Cost</h3>{Cost(facts)}</div></div>
            """);
    }

    public static Markup Verify(ReportFacts facts) => Markup.Of($"""
        <p class="lead">A pack can be checked on any computer without network: every byte is hashed, the list of hashes is signed by the device, and each pack names the one before.</p>
        <pre>qyran verify evidence                      every pack, their order, none missing
        qyran verify PACK.zip --key device.pub.pem held against the device's public key
        qyran replay PACK.zip                      measure it again from its own clip and track</pre>
        <p class="quiet">The signing key's fingerprint is <code>{facts.KeyId}</code>. Whether that key belongs to the device is known from the device's papers, not from this page. This page itself is not signed: what counts is in the packs.</p>
        """);

    private static Markup Gaps(ReportFacts facts)
    {
        var gaps = facts.Summary.Gaps;
        if (gaps.IsEmpty) return Markup.Of($"<p class=\"quiet\">No gap: every picture the file holds was decoded.</p>");
        const int shown = 20;
        return Markup.Of($"""
            <p>{Words.Count(gaps.Length, "gap", "gaps")}, {Words.Length(gaps.Sum(g => g.ToUs - g.FromUs) / 1e6)} in all:</p><ul class="notes">{gaps.Take(shown).Select(g => Markup.Of($"<li>{Words.Clock(g.FromUs)}–{Words.Clock(g.ToUs)}: {g.Why}</li>"))}{(gaps.Length > shown ? Markup.Of($"<li>and {gaps.Length - shown} more, all in summary.json</li>") : Markup.None)}</ul>
            """);
    }

    private static Markup Calibration(ReportFacts facts)
    {
        if (facts.Summary.NoSpeed is { } why) return Markup.Of($"<p><b>None</b></p><p class=\"quiet\">No speed is measured: {why}.</p>");
        var survey = facts.Scene?.Survey;
        return Markup.Of($"<p><b>{facts.Summary.Calibration}</b></p><p class=\"quiet\">{survey?.Basis}</p>{(survey?.ValidUntil is { } until ? Markup.Of($"<p class=\"quiet\">Valid until {Words.Utc(until)}.</p>") : Markup.None)}");
    }

    private static Markup View(ReportFacts facts)
    {
        if (facts.Summary.View is not { } view) return Markup.Of($"<p class=\"quiet\">Nobody watched it.</p>");
        var state = view.Now.State switch
        {
            ViewState.Held => "In its place",
            ViewState.Moved => "Moved",
            ViewState.Lost => "Not its reference any more",
            ViewState.Unknown => "Not known",
            _ => throw new InvalidOperationException($"view state {view.Now.State}"),
        };
        var seen = view.LargestAtUs is { } at
            ? FormattableString.Invariant($"Largest shift from the first seconds: {view.LargestPx:0.0} px at {Words.Clock(at)}; measurements stand up to {view.Now.LimitPx:0.0} px. Found in {Math.Floor(view.KnownShare * 100):0} % of the checks.")
            : "Too little of the picture is steady and clear enough to tell whether the camera moved; nothing is refused for that.";
        return Markup.Of($"<p><b>{state}</b></p><p class=\"quiet\">{seen}</p>{(view.Now.Refusal is { } why ? Markup.Of($"<p>Nothing is measured or judged by place any more: {why}.</p>") : Markup.None)}{Said(facts.Summary.HazeText)}{Said(facts.Summary.StillText)}");

        static Markup Said(string? text) => text is null ? Markup.None : Markup.Of($"<p>{text}.</p>");
    }

    private static Markup Cost(ReportFacts facts)
    {
        var s = facts.Summary;
        var rows = new List<(string, string)>
        {
            ("frames", s.Frames.ToString("#,0", CultureInfo.InvariantCulture)),
            ("frames dropped", s.DroppedFrames.ToString("#,0", CultureInfo.InvariantCulture)),
            ("wall clock", FormattableString.Invariant($"{s.WallSeconds:0.0} s, {s.VideoSeconds / Math.Max(s.WallSeconds, 1e-3):0.0} × real time")),
            ("CPU of the line", FormattableString.Invariant($"{s.CpuSeconds:0.0} s")),
        };
        if (s.DecodeOnlyCpuSeconds is { } decode)
            rows.Add(("decoding alone", FormattableString.Invariant($"{decode:0.0} s, so the line costs {s.CpuSeconds / Math.Max(decode, 1e-3):0.0} ×")));
        return Markup.Of($"<dl class=\"pairs\">{rows.Select(r => Markup.Of($"<div><dt>{r.Item1}</dt><dd>{r.Item2}</dd></div>"))}</dl>");
    }
}
