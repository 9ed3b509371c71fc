using System.Collections.Immutable;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Scenes;
using Qyran.Rules;
using Qyran.Server.Cameras;
using Qyran.Storage;
using Qyran.Storage.Traffic;

namespace Qyran.Server.Traffic;

/// <summary>How fast the vehicles of a span drove: measured speeds in whole km/h, rounded down, without their errors. No case rests on these numbers.</summary>
internal static class CountSpeeds
{
    /// <param name="Measured">Vehicles with a speed of Qyran's own measurement; the rest of the answer is of these.</param>
    /// <param name="Unmeasured">Vehicles without a speed.</param>
    /// <param name="Foreign">Vehicles another maker's device has stated; left out.</param>
    /// <param name="Bins">Speeds that were driven, slowest first.</param>
    /// <param name="Percentile85Kmh">85 of 100 drove slower than this or as fast, in whole km/h; null below 20 vehicles.</param>
    /// <param name="MeanKmh">Null when nothing was measured.</param>
    /// <param name="Limits">Of the one camera asked for, as its scene says today; empty for more cameras.</param>
    internal sealed record Answer(long Measured, long Unmeasured, long Foreign, ImmutableArray<BinView> Bins, int? Percentile85Kmh, decimal? MeanKmh, ImmutableArray<LimitView> Limits);

    internal sealed record BinView(int Kmh, long Count);

    /// <param name="Lanes">Empty: all.</param>
    /// <param name="Classes">Empty: all.</param>
    internal sealed record LimitView(decimal Kmh, ImmutableArray<string> Lanes, ImmutableArray<string> Classes);

    /// <summary>Of fewer the percentile is a matter of chance.</summary>
    private const int FewestForPercentile = 20;

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] CountVehicles.Request ask, ClaimsPrincipal who, Store store, TimeProvider clock, CancellationToken stop)
    {
        if (new TrafficAsk(ask.From, ask.Until, ask.Camera, ask.Site, ask.OffsetMin).Query(who, out var refused) is not { } query) return Problems.Invalid(refused!);
        var speeds = await store.Traffic.Speeds(query, stop);
        var ours = speeds.Where(s => s.Kmh is not null).Select(s => new BinView(s.Kmh!.Value, s.Count)).ToImmutableArray();
        var measured = ours.Sum(b => b.Count);
        // the middle of each km/h stands for all in it
        decimal? mean = measured == 0 ? null : Math.Round(ours.Sum(b => (b.Kmh + 0.5m) * b.Count) / measured, 1);
        return TypedResults.Ok(new Answer(measured, speeds.Where(s => s is { Kmh: null, Foreign: false }).Sum(s => s.Count), speeds.Where(s => s.Foreign).Sum(s => s.Count),
            ours, measured < FewestForPercentile ? null : Percentile(ours, measured), mean, await Limits(query, who, store, clock, stop)));
    }

    /// <summary>The least km/h at or below which at least 85 of 100 lie: the upper end of its bin, for a speed of 60.9 km/h counts at 60.</summary>
    internal static int Percentile(ImmutableArray<BinView> bins, long measured)
    {
        long sum = 0;
        foreach (var b in bins)
            if ((sum += b.Count) * 100 >= measured * 85) return b.Kmh + 1;
        throw new ArgumentException("fewer in the bins than were measured");
    }

    private static async Task<ImmutableArray<LimitView>> Limits(TrafficQuery query, ClaimsPrincipal who, Store store, TimeProvider clock, CancellationToken stop)
    {
        if (query.Cameras is not [var only] || await store.Sites.FindCamera(only, stop) is not { } camera || !Access.Asker.Known(who).Sees(camera.SiteId)) return [];
        if (CameraSettings.Of(camera.Settings).Scene is not { } text || SceneFile.Read(Encoding.UTF8.GetBytes(text), RuleBook.KnownRules, out _) is not { } scene) return [];
        var now = clock.GetUtcNow();
        return [.. scene.Limits.Where(l => !(l.From > now) && !(l.Until <= now)).OrderBy(l => l.Limit.MmPerHour)
            .Select(l => new LimitView(l.Limit.Kmh, l.Lanes, [.. l.Classes.Select(c => c.ToString().ToLowerInvariant())]))];
    }
}
