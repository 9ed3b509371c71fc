using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Cases;

/// <summary>How many cases wait for a decision at the asker's sites: the number in the pages' bar, asked as cases come and go.</summary>
internal static class CountOpenCases
{
    internal sealed record Answer(long Open);

    internal static async Task<Ok<Answer>> Handle(ClaimsPrincipal who, Store store, CancellationToken stop) =>
        TypedResults.Ok(new Answer(await store.Cases.CountOpen(Asker.Known(who).Sites, stop)));
}
