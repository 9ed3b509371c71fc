using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Sections;

/// <summary>Forgets a section. Its cases stay, and their packs hold the section file.</summary>
internal static class RemoveSection
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(string id, Store store, SectionBook book, ClaimsPrincipal who, CancellationToken stop)
    {
        if (SectionEnds.Hides(id, Asker.Known(who), await store.Sites.Cameras(stop), await store.Sections.All(stop)) || !await store.Sections.Remove(id, stop)) return Problems.NotFound("no such section");
        await book.Apply(stop);
        return TypedResults.NoContent();
    }
}
