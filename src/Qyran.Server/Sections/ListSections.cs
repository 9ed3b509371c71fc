using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Sections;

/// <summary>All sections between cameras at the asker's sites. Few; no pages.</summary>
internal static class ListSections
{
    internal static async Task<Ok<ImmutableArray<SectionView>>> Handle(ClaimsPrincipal who, Store store, SectionBook book, CancellationToken stop)
    {
        var (asker, cameras) = (Asker.Known(who), await store.Sites.Cameras(stop));
        var views = ImmutableArray.CreateBuilder<SectionView>();
        foreach (var row in await store.Sections.All(stop))
        {
            var watched = SectionBook.Read(row);
            if (!SectionEnds.Sees(asker, watched, cameras)) continue;
            views.Add(SectionView.Of(row, watched, watched is null ? "the section file cannot be read" : SectionEnds.Trouble(watched, cameras), book));
        }
        return TypedResults.Ok(views.DrainToImmutable());
    }
}
