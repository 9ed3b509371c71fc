using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Geometry;
using Qyran.Line;
using Qyran.Storage;

namespace Qyran.Server.Cases;

/// <summary>A case's measurement for drawing: measured again from its pack. A pack that is not sound is not drawn.</summary>
internal static class ShowMeasurement
{
    /// <summary>The speed of a single position is the way driven within this time about it: shorter says nothing but noise. µs.</summary>
    private const long SpanUs = 400_000;

    /// <param name="AtUs">The verdict's instant on the camera's own clock, µs: so are the case's facts that say when.</param>
    /// <param name="AtS">The verdict's instant, seconds after the first position on the road; so are all times here.</param>
    /// <param name="Way">The track on the road: seconds, metres right, metres away.</param>
    /// <param name="SpeedRefused">Why no speed was measured.</param>
    /// <param name="Shapes">Lanes, zones and lines in road metres.</param>
    /// <param name="Readings">Of the plate, with the likeliest signs of each position.</param>
    internal sealed record Answer(long AtUs, double AtS, ImmutableArray<ImmutableArray<double>> Way, SpeedView? Speed, string? SpeedRefused, ImmutableArray<ShapeView> Shapes, ImmutableArray<SignalView> Signals, ImmutableArray<ReadingView> Readings);

    /// <param name="Kmh">As the pack states it.</param>
    /// <param name="ErrorKmh">Half width of the stated 95 % interval.</param>
    /// <param name="MarginKmh">What the law takes off: 95 % of all that the budget holds.</param>
    /// <param name="BaseM">The way it was measured over.</param>
    /// <param name="Positions">What it rests on.</param>
    /// <param name="Budget">What the margin is made of: standard uncertainties, km/h.</param>
    internal sealed record SpeedView(decimal Kmh, decimal ErrorKmh, decimal MarginKmh, double BaseM, ImmutableArray<PositionView> Positions, ImmutableArray<PartView> Budget);

    /// <param name="S">Seconds.</param>
    /// <param name="M">Way along the direction of travel, 0 at the first.</param>
    /// <param name="Kmh">The way driven within 0.4 s about it; null at the ends of a gap.</param>
    /// <param name="FittedKmh">The fitted motion then.</param>
    /// <param name="Used">False: thrown out as an outlier.</param>
    internal sealed record PositionView(double S, double M, double? Kmh, double FittedKmh, bool Used);

    internal sealed record PartView(string Of, double Kmh);

    /// <param name="Kind">lane, measure, nostopping, stop, entry, solid or count.</param>
    internal sealed record ShapeView(string Id, string Kind, string? Signal, bool Closed, ImmutableArray<ImmutableArray<double>> Points);

    /// <param name="UntilS">Nothing is known of it later.</param>
    internal sealed record SignalView(string Head, double UntilS, ImmutableArray<PhaseView> Phases);

    internal sealed record PhaseView(string State, double FromS, double ErrorS);

    internal sealed record ReadingView(string Text, string? Country, double Confidence, double AtS, ImmutableArray<ImmutableArray<GuessView>> Signs);

    internal sealed record GuessView(string Sign, double Confidence);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, Packs packs, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is not { } found) return Problems.NotFound("no such case");
        if (packs.PathOf(found) is not { } path) return Problems.NotFound("no pack was recorded for it");
        var (measured, failure) = await Task.Run(() => PackMeasurement.Of(path), stop);
        // the failure's own text names the file on this machine
        return measured is null ? Problems.NotFound($"the pack cannot be measured again ({failure!.Kind.ToString().ToLowerInvariant()}): see its check") : TypedResults.Ok(View(measured));
    }

    private static Answer View(PackMeasurement m)
    {
        var zero = m.Way.IsEmpty ? m.AtUs : m.Way[0].TimeUs;
        double Seconds(long us) => Math.Round((us - zero) / 1e6, 4);
        return new(m.AtUs, Seconds(m.AtUs), [.. m.Way.Select(p => Numbers(Seconds(p.TimeUs), p.Road))], SpeedOf(m, Seconds), m.SpeedRefused,
            [.. m.Shapes.Select(s => new ShapeView(s.Id, s.Kind, s.Signal, s.Closed, [.. s.Points.Select(p => Numbers(null, p))]))],
            [.. m.Signals.Select(s => new SignalView(s.Head, Seconds(s.UntilUs), [.. s.Phases.Select(p => new PhaseView(p.State.ToString().ToLowerInvariant(), Seconds(p.FromUs), p.ErrorUs / 1e6))]))],
            ReadingsOf(m.ReadingsJson, Seconds));
    }

    private static SpeedView? SpeedOf(PackMeasurement m, Func<long, double> seconds)
    {
        if (m.Speed is not { } fit || m.Recorded is not { } stated) return null;
        var forward = fit.AlongM[^1] < fit.AlongM[0] ? -1 : 1;
        var middle = (fit.TimesUs[0] + fit.TimesUs[^1]) / 2e6;
        var positions = fit.TimesUs.Select((t, i) => new PositionView(seconds(t), Math.Round((fit.AlongM[i] - fit.AlongM[0]) * forward, 3), Around(fit.TimesUs, fit.AlongM, fit.Weights, i) is { } v ? Math.Round(3.6 * v * forward, 2) : null,
            Math.Round(3.6 * (fit.RawMs + fit.CorrectionMs + (fit.AccelerationMs2 * ((t / 1e6) - middle))), 3), fit.Weights[i] > 0));
        return new((decimal)stated.Value.Kmh, (decimal)stated.Error.Kmh, (decimal)stated.Margin.Kmh, Math.Round(fit.BaseM, 2), [.. positions], [.. fit.Budget.Select(b => new PartView(b.Name, Math.Round(3.6 * b.StandardMs, 3)))]);
    }

    /// <summary>Least-squares slope of the way over the positions about one, m/s; null where they do not reach to both sides of it. What the fit threw out does not count.</summary>
    private static double? Around(ImmutableArray<long> t, ImmutableArray<double> s, ImmutableArray<double> weights, int at)
    {
        var near = Enumerable.Range(0, t.Length).Where(i => weights[i] > 0 && Math.Abs(t[i] - t[at]) <= SpanUs / 2).ToArray();
        if (near.Length < 3 || near[0] >= at || near[^1] <= at || t[near[^1]] - t[near[0]] < SpanUs / 2) return null;
        double meanT = near.Average(i => (t[i] - t[at]) / 1e6), meanS = near.Average(i => s[i]), up = 0, down = 0;
        foreach (var i in near)
        {
            var d = ((t[i] - t[at]) / 1e6) - meanT;
            (up, down) = (up + (d * (s[i] - meanS)), down + (d * d));
        }
        return up / down;
    }

    private static ImmutableArray<double> Numbers(double? first, RoadPoint p) => first is { } s ? [s, Math.Round(p.X, 3), Math.Round(p.Y, 3)] : [Math.Round(p.X, 3), Math.Round(p.Y, 3)];

    /// <summary>The pack is sound, so this is what we wrote; an older version's that lacks a field shows no readings.</summary>
    private static ImmutableArray<ReadingView> ReadingsOf(string? json, Func<long, double> seconds)
    {
        if (json is null) return [];
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("readings", out var readings)) return [];
            return [.. readings.EnumerateArray().Select(r => new ReadingView(r.GetProperty("text").GetString()!, r.TryGetProperty("country", out var c) ? c.GetString() : null, r.GetProperty("confidence").GetDouble(),
                seconds(r.GetProperty("frame_us").GetInt64()), [.. r.GetProperty("signs").EnumerateArray().Select(p => p.EnumerateObject().Select(g => new GuessView(g.Name, g.Value.GetDouble())).OrderByDescending(g => g.Confidence).ToImmutableArray())]))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
