using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Qyran.Storage;

namespace Qyran.Server.Traffic;

/// <summary>How many vehicles came when: of one camera by lane, of more by camera, and by hour of the week. People on foot are left out.</summary>
internal static class CountVehicles
{
    /// <summary>More parts than this nobody tells apart: the smaller ones are told together.</summary>
    private const int MostParts = 8;

    /// <param name="From">First seen at this instant or later; at most 400 days before <paramref name="Until"/>.</param>
    /// <param name="Camera">One: counted by lane. Several or none: by camera.</param>
    /// <param name="OffsetMin">Minutes the reader's clock is ahead of UTC.</param>
    internal sealed record Request(DateTimeOffset? From = null, DateTimeOffset? Until = null, string[]? Camera = null, string[]? Site = null, [FromQuery(Name = "offset_min")] int OffsetMin = 0);

    /// <param name="BinS">Length of a stretch, s: 3600 up to three days, else 86400.</param>
    /// <param name="By">lane or camera.</param>
    /// <param name="Bins">Every stretch the span touches, empty ones too; the first and the last may be cut short by the span.</param>
    /// <param name="Week">Vehicles by hour of the week, Monday's first hour first; 168 numbers.</param>
    internal sealed record Answer(int BinS, string By, ImmutableArray<PartView> Parts, ImmutableArray<BinView> Bins, ImmutableArray<long> Week, long Total);

    /// <param name="Id">Lane or camera; null: no lane known.</param>
    /// <param name="Others">Stands for all parts too small for a place of their own.</param>
    internal sealed record PartView(string? Id, bool Others, long Total);

    /// <param name="Counts">One for each part, in their order.</param>
    internal sealed record BinView(DateTimeOffset At, ImmutableArray<long> Counts);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] Request ask, ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        if (new TrafficAsk(ask.From, ask.Until, ask.Camera, ask.Site, ask.OffsetMin).Query(who, out var refused) is not { } query) return Problems.Invalid(refused!);
        var byLane = query.Cameras.Length == 1;
        var flow = await store.Traffic.Flow(query, byLane, stop);
        var week = await store.Traffic.Week(query, stop);

        var totals = flow.GroupBy(f => (Id: byLane ? f.Lane : f.CameraId, Some: true)).Select(g => (g.Key.Id, Total: g.Sum(f => f.Count))).OrderByDescending(p => p.Total).ThenBy(p => p.Id, StringComparer.Ordinal).ToArray();
        var own = (totals.Length > MostParts ? totals.Take(MostParts - 1) : totals).OrderBy(p => p.Id is null).ThenBy(p => p.Id, StringComparer.Ordinal).ToArray();
        var rest = totals.Sum(p => p.Total) - own.Sum(p => p.Total);
        var parts = own.Select(p => new PartView(p.Id, false, p.Total)).Concat(rest > 0 ? [new PartView(null, true, rest)] : []).ToImmutableArray();

        var bins = TrafficAsk.Bins(query);
        var counts = bins.ToDictionary(b => b, _ => new long[parts.Length]);
        foreach (var f in flow)
        {
            var at = Array.FindIndex(own, p => p.Id == (byLane ? f.Lane : f.CameraId));
            counts[f.Bin][at < 0 ? own.Length : at] += f.Count;
        }
        return TypedResults.Ok(new Answer((int)(query.BinUs / 1_000_000), byLane ? "lane" : "camera", parts,
            [.. bins.Select(b => new BinView(TrafficAsk.Begins(query, b), [.. counts[b]]))], week, totals.Sum(p => p.Total)));
    }
}
