using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Sites;

/// <summary>Adds a site or replaces the one of this id.</summary>
internal static class SaveSite
{
    internal sealed record Request(string Name, double? LatitudeDeg = null, double? LongitudeDeg = null) : ITold
    {
        object ITold.Told => new { Name, LatitudeDeg, LongitudeDeg };
    }

    internal static async Task<Results<Ok<SiteView>, ProblemHttpResult>> Handle(string id, Request body, Store store, CancellationToken stop)
    {
        if (!Ids.IsGood(id)) return Problems.Invalid(Ids.Rule);
        if (body.Name is not { Length: > 0 and <= 120 }) return Problems.Invalid("a site needs a name of at most 120 signs");
        if (body.LatitudeDeg is null != body.LongitudeDeg is null) return Problems.Invalid("latitude and longitude belong together");
        if (body.LatitudeDeg is not (null or (>= -90 and <= 90)) || body.LongitudeDeg is not (null or (>= -180 and <= 180))) return Problems.Invalid("that is no place on the earth");
        await store.Sites.Save(new SiteRow(id, body.Name, body.LatitudeDeg, body.LongitudeDeg), stop);
        return TypedResults.Ok(new SiteView(id, body.Name, body.LatitudeDeg, body.LongitudeDeg));
    }
}
