using System.Globalization;
using Qyran.Domain.Scenes;

namespace Qyran.Line.Report;

/// <summary>How fast they drove: a histogram with the limits marked, and the figures traffic engineers ask for.</summary>
internal static class SpeedFigure
{
    private const double Width = 560, Height = 230, Left = 22, Right = 22, Bottom = 36, Top = 40;

    public static Markup Draw(ReportFacts facts)
    {
        var speeds = facts.Passages.Where(p => p.Speed is not null).Select(p => (double)p.Speed!.Value.Kmh).Order().ToArray();
        if (speeds.Length == 0)
            return Markup.Of($"<p class=\"empty\">No speed was measured{Why(facts)}.</p>");
        var limits = (facts.Scene?.Limits ?? []).Select(l => (double)l.Limit.Kmh).Distinct().Order().ToArray();
        var most = Math.Max(speeds[^1], limits.DefaultIfEmpty(0).Max());
        var step = most <= 60 ? 5 : 10;
        var from = Math.Floor(Math.Min(speeds[0], limits.DefaultIfEmpty(speeds[0]).Min()) / step) * step;
        var bins = Math.Max(4, (int)Math.Floor((most - from) / step) + 2);
        var counts = new int[bins];
        foreach (var v in speeds) counts[Math.Min(bins - 1, (int)((v - from) / step))]++;
        var top = Math.Max(1, counts.Max());
        double X(double kmh) => Left + ((kmh - from) / (bins * step) * (Width - Left - Right));
        double Y(double n) => Height - Bottom - (n / top * (Height - Bottom - Top));
        var lowest = limits.Length > 0 ? limits[0] : double.PositiveInfinity;
        var bars = counts.Select((n, i) => n == 0 ? Markup.None : Markup.Of($"""
            <g class="{(from + (i * step) >= lowest ? "bar over" : "bar")}"><title>{n} between {from + (i * step):0} and {from + ((i + 1) * step):0} km/h</title><rect x="{X(from + (i * step)) + 1.5:0.#}" y="{Y(n):0.#}" width="{X(from + step) - X(from) - 3:0.#}" height="{Height - Bottom - Y(n):0.#}" rx="2"/><text x="{(X(from + (i * step)) + X(from + ((i + 1) * step))) / 2:0.#}" y="{Y(n) - 4:0.#}" text-anchor="middle">{n}</text></g>
            """));
        var each = Math.Max(1, (int)Math.Ceiling(bins / 12.0));
        var ticks = Enumerable.Range(0, bins + 1).Where(i => i % each == 0).Select(i => Markup.Of($"<text x=\"{X(from + (i * step)):0.#}\" y=\"{Height - Bottom + 15:0.#}\" text-anchor=\"middle\">{from + (i * step):0}</text>"));
        var marks = limits.Select(l => Markup.Of($"<g class=\"limit\"><line x1=\"{X(l):0.#}\" x2=\"{X(l):0.#}\" y1=\"{Top - 8:0.#}\" y2=\"{Height - Bottom:0.#}\"/><text x=\"{X(l) + (X(l) > Width - 90 ? -5 : 5):0.#}\" y=\"{Top - 10:0.#}\" text-anchor=\"{(X(l) > Width - 90 ? "end" : "start")}\">limit {l:0.##}</text></g>"));
        return Markup.Of($"""
            <svg class="chart" viewBox="0 0 {Width:0} {Height:0}" role="img" aria-label="Histogram of speeds">{bars}<line class="axis" x1="{Left:0}" x2="{Width - Right:0}" y1="{Height - Bottom:0}" y2="{Height - Bottom:0}"/>{ticks}{marks}<text x="{Width / 2:0}" y="{Height - 3:0}" text-anchor="middle">speed, km/h</text></svg>
            <dl class="figures small">{Figure("measured", FormattableString.Invariant($"{speeds.Length} of {facts.Passages.Count}"))}{Figure("median", Kmh(At(speeds, 0.5)))}{Figure("85 % drive at most", Kmh(At(speeds, 0.85)))}{Figure("fastest", Kmh(speeds[^1]))}</dl>
            {Basis(facts.Scene)}
            """);
    }

    private static Markup Figure(string name, string value) => Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static Markup Basis(Scene? scene) => scene is null ? Markup.None : Markup.Of($"""
        <ul class="notes">{scene.Limits.Select(l => Markup.Of($"<li>Limit {Math.Floor(l.Limit.Kmh):0} km/h{Where(l)}: {l.Basis}</li>"))}</ul>
        """);

    private static string Where(SpeedLimit limit) =>
        (limit.Lanes.IsEmpty ? "" : " for lane " + string.Join(", ", limit.Lanes)) + (limit.Classes.IsEmpty ? "" : " for " + string.Join(", ", limit.Classes.Select(Outputs.PassageJson.Word)));

    private static string Why(ReportFacts facts) =>
        facts.Summary.NoSpeed is { } why ? ": " + why
        : facts.Passages.Where(p => p.SpeedRefused is not null).GroupBy(p => p.SpeedRefused).OrderByDescending(g => g.Count()).FirstOrDefault() is { } most ? ": mostly because " + most.Key : "";

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static string Kmh(double v) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(v):0} km/h");
}
