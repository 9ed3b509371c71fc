using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Map;

/// <summary>Says where a camera stands. Its line goes on: nothing it measures depends on this.</summary>
internal static class PlaceCamera
{
    internal sealed record Request(double LatitudeDeg, double LongitudeDeg) : ITold
    {
        object ITold.Told => this;
    }

    internal static async Task<Results<Ok<PositionView>, ProblemHttpResult>> Handle(string id, Request body, Store store, CancellationToken stop)
    {
        if (body.LatitudeDeg is not (>= -90 and <= 90) || body.LongitudeDeg is not (>= -180 and <= 180)) return Problems.Invalid("that is no place on the earth");
        var at = new PositionRow(id, body.LatitudeDeg, body.LongitudeDeg);
        return await store.Sites.Place(at, stop) ? TypedResults.Ok(PositionView.Of(at)) : Problems.NotFound("no such camera");
    }
}
