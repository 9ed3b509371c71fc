using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Storage;

namespace Qyran.Server.Sites;

/// <summary>Adds a site or changes the one of this id.</summary>
internal static class SaveSite
{
    /// <param name="Name">Left out: what is stored stays; a new site is called by its id.</param>
    /// <param name="LatitudeDeg">WGS 84. Left out, with the longitude: what is stored stays.</param>
    /// <param name="OffMap">Takes the site off the map.</param>
    internal sealed record Request(string? Name = null, double? LatitudeDeg = null, double? LongitudeDeg = null, bool OffMap = false) : ITold
    {
        object ITold.Told => new { Name, LatitudeDeg, LongitudeDeg, OffMap };
    }

    internal static async Task<Results<Ok<SiteView>, ProblemHttpResult>> Handle(string id, Request body, Store store, CancellationToken stop)
    {
        if (!Ids.IsGood(id)) return Problems.Invalid(Ids.Rule);
        if (body.Name is { Length: 0 or > 120 }) return Problems.Invalid("a site needs a name of at most 120 signs");
        if (body.LatitudeDeg is null != body.LongitudeDeg is null) return Problems.Invalid("latitude and longitude belong together");
        if (body.LatitudeDeg is not (null or (>= -90 and <= 90)) || body.LongitudeDeg is not (null or (>= -180 and <= 180))) return Problems.Invalid("that is no place on the earth");
        if (body is { OffMap: true, LatitudeDeg: not null }) return Problems.Invalid("a site is placed on the map or taken off it, not both");
        var row = await store.Sites.Change(id, body.Name, body.LatitudeDeg, body.LongitudeDeg, body.OffMap, stop);
        return TypedResults.Ok(new SiteView(row.Id, row.Name, row.LatitudeDeg, row.LongitudeDeg));
    }
}
