using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;
using Qyran.Line.Outputs;
using Qyran.Line.Overlay;
using SkiaSharp;

namespace Qyran.Line.Report;

/// <summary>The ways of all passages over a picture of the scene: a JPEG below, vectors above, so that it stays sharp in print.</summary>
internal static class SceneFigure
{
    /// <summary>More ways than this make a page slow and show nothing more.</summary>
    private const int MostWays = 1500;

    public static Markup Draw(ReportFacts facts)
    {
        var (w, h) = (facts.Width, facts.Height);
        var u = Math.Max(w, h) / 960.0; // one "pixel" of the page at full width
        var passages = facts.Passages.ToDictionary(p => p.Track);
        var offences = facts.Cases.Select(c => c.Passage).ToHashSet(StringComparer.Ordinal);
        var ways = facts.Tracks.Where(t => passages.ContainsKey(t.Id)).Take(MostWays)
            .OrderBy(t => offences.Contains(passages[t.Id].Id)).Select(t => Way(t, passages[t.Id], offences.Contains(passages[t.Id].Id), u));
        var ground = facts.Background is { } jpeg
            ? Markup.Of($"<image href=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\" width=\"{w}\" height=\"{h}\" preserveAspectRatio=\"none\"/><rect width=\"{w}\" height=\"{h}\" fill=\"#050b16\" opacity=\".28\"/>")
            : Markup.Of($"<rect width=\"{w}\" height=\"{h}\" fill=\"#1b2533\"/>");
        var classes = facts.Passages.GroupBy(p => p.Class).OrderByDescending(g => g.Count()).Select(g => Markup.Of(
            $"<li><i style=\"background:{Hex(OverlayColours.Of(g.Key))}\"></i>{PassageJson.Word(g.Key)} <b>{g.Count()}</b></li>"));
        var broke = facts.Cases.Count == 0 ? Markup.None : Markup.Of($"<li><i style=\"background:{Hex(OverlayColours.Offence)}\"></i>with a case <b>{offences.Count}</b></li>");
        return Markup.Of($"""
            <figure class="scene"><svg viewBox="0 0 {w} {h}" role="img" aria-label="The ways of all passages over the scene">
            {ground}{Still(facts.Scene, u)}<g fill="none" stroke-linecap="round" stroke-linejoin="round">{ways}</g></svg>
            <figcaption><ul class="legend">{classes}{broke}</ul><span>Each line is where one vehicle touched the road; the dot is where it was last seen.</span></figcaption></figure>
            """);
    }

    private static Markup Way(Track track, Domain.Passages.Passage passage, bool offence, double u)
    {
        var colour = Hex(offence ? OverlayColours.Offence : OverlayColours.Of(passage.Class));
        var last = track.Last.Box.Contact;
        var speed = passage.Speed is { } s ? ", " + Words.Speed(s) : "";
        return Markup.Of($"""
            <g class="way" stroke="{colour}"><title>{passage.Id}, {PassageJson.Word(passage.Class)}{speed}, seen at {Words.Clock(passage.FirstSeen.MediaUs)}</title><path d="{Path(track)}" stroke="#000" stroke-opacity=".45" stroke-width="{(offence ? 5.2 : 3.2) * u:0.##}"/><path d="{Path(track)}" stroke-width="{(offence ? 3 : 1.6) * u:0.##}" stroke-opacity="{(offence ? 1 : 0.85):0.##}"/><circle cx="{last.X:0.#}" cy="{last.Y:0.#}" r="{(offence ? 4.5 : 2.8) * u:0.##}" fill="{colour}" stroke="none"/></g>
            """);
    }

    private static string Path(Track track)
    {
        var d = new StringBuilder();
        foreach (var p in track.Points)
            d.Append(CultureInfo.InvariantCulture, $"{(d.Length == 0 ? 'M' : 'L')}{p.Box.Contact.X:0.#} {p.Box.Contact.Y:0.#}");
        return d.ToString();
    }

    private static Markup Still(Scene? scene, double u)
    {
        if (scene is null) return Markup.None;
        var lanes = scene.Lanes.Select(l => Markup.Of($"<polygon points=\"{Points(l.Area.Corners)}\" fill=\"#6db3ff\" fill-opacity=\".10\" stroke=\"#9cc9ff\" stroke-opacity=\".55\" stroke-width=\"{u:0.##}\"><title>lane {l.Id}</title></polygon>"));
        var zones = scene.Zones.Where(z => z.Kind != ZoneKind.Ignore).Select(z => Markup.Of($"<polygon points=\"{Points(z.Area.Corners)}\" fill=\"none\" stroke=\"{(z.Kind is ZoneKind.NoStopping or ZoneKind.NoDriving ? "#ffb03b" : "#3de0ff")}\" stroke-dasharray=\"{6 * u:0.#} {5 * u:0.#}\" stroke-width=\"{1.2 * u:0.##}\"><title>zone {z.Id}</title></polygon>"));
        var lines = scene.Lines.Select(l => Markup.Of($"<polyline points=\"{Points(l.Points)}\" fill=\"none\" stroke=\"#fff\" stroke-opacity=\".9\" stroke-width=\"{1.8 * u:0.##}\" stroke-dasharray=\"{(l.Kind is LineKind.Stop or LineKind.Solid or LineKind.NoTurn ? "none" : FormattableString.Invariant($"{6 * u:0.#} {6 * u:0.#}"))}\"><title>line {l.Id}</title></polyline>"));
        var names = scene.Lanes.Select(l => (l.Id, At: l.From ?? l.Area.Corners[0])).Select(n => Markup.Of($"<text x=\"{n.At.X:0.#}\" y=\"{n.At.Y:0.#}\" font-size=\"{13 * u:0.#}\" stroke-width=\"{3 * u:0.##}\">{n.Id}</text>"));
        return Markup.Of($"{lanes}{zones}{lines}<g class=\"names\">{names}</g>");
    }

    private static string Points(ImmutableArray<RawPixel> points) =>
        string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));

    internal static string Hex(SKColor c) => $"#{c.Red:x2}{c.Green:x2}{c.Blue:x2}";

    /// <summary>The class's colour, as everywhere.</summary>
    internal static string Hex(RoadUser user) => Hex(OverlayColours.Of(user));
}
