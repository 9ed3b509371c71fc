using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;
using Qyran.Storage.Traffic;

namespace Qyran.Server.Traffic;

/// <summary>Where the vehicles of a span went through one camera's picture: how many crossed each cell of a grid over it. People on foot are left out.</summary>
internal static class CountTrails
{
    /// <param name="Counts">By row from above, each from the left: how many vehicles met the road in this cell. Each counts once however long it stood there.</param>
    /// <param name="Vehicles">That are in it.</param>
    /// <param name="Without">Vehicles of which no way was kept: from before there were any, or another maker's.</param>
    internal sealed record Answer(int Columns, int Rows, ImmutableArray<long> Counts, long Vehicles, long Without);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] CountVehicles.Request ask, ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        if (Named.In(ask.Camera) is not [_]) return Problems.Invalid("ways are of one camera's picture: name one camera");
        if (new TrafficAsk(ask.From, ask.Until, ask.Camera, ask.Site, ask.OffsetMin).Query(who, out var refused) is not { } query) return Problems.Invalid(refused!);
        var heat = await store.Traffic.Trails(query, stop);
        return TypedResults.Ok(new Answer(TrailHeat.Columns, TrailHeat.Rows, [.. heat.Counts], heat.Vehicles, heat.Without));
    }
}
