using System.Globalization;
using System.Security;
using System.Text;

namespace Qyran.Cli.Scoring;

/// <summary>
/// Draws the few kinds of plots the accuracy page needs as SVG, by hand: the same values give the same bytes. White ground, so that
/// they read on dark pages too.
/// </summary>
internal sealed class ScoreSvg
{
    private const double Width = 640, Height = 360, Left = 64, Right = 20, Top = 44, Bottom = 52;
    private const string Blue = "#2b6cb0", Grey = "#a0aec0", Ink = "#1a202c", Faint = "#e2e8f0", Red = "#c53030";
    private readonly StringBuilder body = new();
    private readonly double x0, x1, y0, y1;

    private ScoreSvg(string title, string xLabel, string yLabel, double x0, double x1, double y0, double y1, bool ticksX = true)
    {
        (this.x0, this.x1, this.y0, this.y1) = (x0, x1, y0, y1);
        Text(Left, 24, title, 15, "start", weight: "600");
        foreach (var y in Ticks(y0, y1))
        {
            body.Append(Invariant($"<line x1=\"{Left}\" y1=\"{Y(y):0.#}\" x2=\"{Width - Right}\" y2=\"{Y(y):0.#}\" stroke=\"{Faint}\"/>\n"));
            Text(Left - 8, Y(y) + 4, Number(y), 11, "end");
        }
        if (ticksX) foreach (var x in Ticks(x0, x1)) Text(X(x), Height - Bottom + 18, Number(x), 11, "middle");
        body.Append(Invariant($"<line x1=\"{Left}\" y1=\"{Height - Bottom}\" x2=\"{Width - Right}\" y2=\"{Height - Bottom}\" stroke=\"{Ink}\"/>\n"));
        Text((Left + Width - Right) / 2, Height - 12, xLabel, 12, "middle");
        body.Append(Invariant($"<text x=\"16\" y=\"{(Top + Height - Bottom) / 2:0.#}\" font-size=\"12\" text-anchor=\"middle\" transform=\"rotate(-90 16 {(Top + Height - Bottom) / 2:0.#})\" fill=\"{Ink}\">{Escape(yLabel)}</text>\n"));
    }

    /// <summary>How often each size of error occurs; bins are equally wide, values outside go into the outer bins.</summary>
    public static string Histogram(string title, string xLabel, IReadOnlyCollection<double> values, double from, double to, int bins)
    {
        var counts = new int[bins];
        foreach (var v in values) counts[Math.Clamp((int)Math.Floor((v - from) / (to - from) * bins), 0, bins - 1)]++;
        var plot = new ScoreSvg(title, xLabel, "number", from, to, 0, Math.Max(1, counts.DefaultIfEmpty().Max()));
        var wide = (to - from) / bins;
        for (var i = 0; i < bins; i++)
            if (counts[i] > 0) plot.Bar(from + (i * wide), from + ((i + 1) * wide), counts[i], Blue, 0.5);
        return plot.Finish();
    }

    /// <summary>A dot per value; the zero line is drawn where it is in sight.</summary>
    public static string Scatter(string title, string xLabel, string yLabel, IReadOnlyCollection<(double X, double Y)> points)
    {
        var (low, high) = Range(points.Select(p => p.Y).Append(0));
        var (from, to) = Range(points.Select(p => p.X));
        var plot = new ScoreSvg(title, xLabel, yLabel, from, to, low, high);
        plot.Line([(from, 0), (to, 0)], Ink, "4 3");
        // thousands of dots are one path of round points, each place once: a tenth of the bytes of circles
        plot.body.Append(Invariant($"<path fill=\"none\" stroke=\"{Blue}\" stroke-opacity=\"0.55\" stroke-width=\"{(points.Count > 500 ? 3 : 6)}\" stroke-linecap=\"round\" d=\""));
        plot.body.AppendJoin("", points.Select(p => Invariant($"M{plot.X(p.X):0} {plot.Y(p.Y):0}h0")).Distinct()).Append("\"/>\n");
        return plot.Finish();
    }

    /// <summary>
    /// Whether stated errors tell the truth: for each confidence the share of values that really lie within it, beside the diagonal
    /// they should follow.
    /// </summary>
    /// <param name="ratios">|difference| ÷ stated 95 % error, one per value.</param>
    public static string Reliability(string title, IReadOnlyCollection<double> ratios)
    {
        var plot = new ScoreSvg(title, "stated confidence, %", "share that lies within it, %", 0, 100, 0, 100);
        plot.Line([(0, 0), (100, 100)], Grey, "4 3");
        List<(double, double)> line = [(0, 0)];
        for (var p = 5; p < 100; p += 5)
            line.Add((p, ratios.Count == 0 ? 0 : 100.0 * ratios.Count(r => r <= Quantile(p / 100.0) / Quantile(0.95)) / ratios.Count));
        line.Add((99, ratios.Count == 0 ? 0 : 100.0 * ratios.Count(r => r <= Quantile(0.99) / Quantile(0.95)) / ratios.Count));
        plot.Line(line, Blue, null);
        foreach (var (x, y) in line) plot.body.Append(Invariant($"<circle cx=\"{plot.X(x):0.#}\" cy=\"{plot.Y(y):0.#}\" r=\"3\" fill=\"{Blue}\"/>\n"));
        return plot.Finish();
    }

    /// <summary>Groups of two bars: ours (red where it is worse) and somebody else's.</summary>
    public static string Pairs(
        string title, string yLabel, string ours, string theirs, IReadOnlyList<(string Name, double Ours, double? Theirs)> groups, bool fewerIsBetter = false)
    {
        var (low, high) = Range(groups.SelectMany(g => new[] { g.Ours, g.Theirs ?? 0, 0 }));
        var plot = new ScoreSvg(title, "", yLabel, 0, groups.Count, low, high, ticksX: false);
        for (var i = 0; i < groups.Count; i++)
        {
            plot.Bar(i + 0.14, i + 0.5, groups[i].Ours, groups[i].Theirs is { } t && (fewerIsBetter ? groups[i].Ours > t : groups[i].Ours < t) ? Red : Blue, 0);
            if (groups[i].Theirs is { } theirsToo) plot.Bar(i + 0.5, i + 0.86, theirsToo, Grey, 0);
            plot.Text(plot.X(i + 0.5), Height - Bottom + 18, groups[i].Name, groups.Count > 8 ? 9 : 11, "middle");
        }
        plot.Text(Width - Right, 24, $"blue: {ours} (red: worse), grey: {theirs}", 11, "end");
        return plot.Finish();
    }

    /// <summary>Half width of the central interval of a standard normal that holds <paramref name="share"/>, by bisection of its distribution.</summary>
    private static double Quantile(double share)
    {
        double low = 0, high = 6;
        for (var i = 0; i < 60; i++)
        {
            var mid = (low + high) / 2;
            if (MathNet.Numerics.SpecialFunctions.Erf(mid / Math.Sqrt(2)) < share) low = mid;
            else high = mid;
        }
        return (low + high) / 2;
    }

    private void Bar(double from, double to, double value, string colour, double gap)
    {
        var (a, b) = (Y(Math.Max(0, value)), Y(Math.Min(0, value)));
        body.Append(Invariant($"<rect x=\"{X(from) + gap:0.#}\" y=\"{a:0.#}\" width=\"{Math.Max(0.5, X(to) - X(from) - (2 * gap)):0.#}\" height=\"{Math.Max(0, b - a):0.#}\" fill=\"{colour}\"/>\n"));
    }

    private void Line(IEnumerable<(double X, double Y)> points, string colour, string? dash) =>
        body.Append(Invariant($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{(dash is null ? "" : $" stroke-dasharray=\"{dash}\"")} points=\"{string.Join(' ', points.Select(p => Invariant($"{X(p.X):0.#},{Y(p.Y):0.#}")))}\"/>\n"));

    private void Text(double x, double y, string text, int size, string anchor, string weight = "400") =>
        body.Append(Invariant($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\" fill=\"{Ink}\">{Escape(text)}</text>\n"));

    private string Finish() => Invariant(
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"system-ui, sans-serif\">\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n{body}</svg>\n");

    private double X(double x) => Left + ((Math.Clamp(x, x0, x1) - x0) / (x1 - x0) * (Width - Left - Right));

    private double Y(double y) => Height - Bottom - ((Math.Clamp(y, y0, y1) - y0) / (y1 - y0) * (Height - Top - Bottom));

    /// <summary>Round values that hold all of them.</summary>
    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var v in values) (low, high) = (Math.Min(low, v), Math.Max(high, v));
        if (!double.IsFinite(low) || !double.IsFinite(high)) return (0, 1);
        if (high - low < 1e-9) (low, high) = (low - 0.5, high + 0.5);
        var step = Step(high - low);
        return (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step);
    }

    private static IEnumerable<double> Ticks(double low, double high)
    {
        var step = Step(high - low);
        for (var i = Math.Ceiling((low / step) - 1e-9); i * step <= high + (step * 1e-6); i++) yield return i * step;
    }

    private static double Step(double span)
    {
        var raw = span / 6;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private static string Number(double value) => Math.Abs(value) < 1e-12 ? "0" : value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
