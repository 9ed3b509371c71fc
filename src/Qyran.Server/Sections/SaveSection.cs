using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Rules.Sections;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Sections;

/// <summary>Adds a section or replaces the one of this id; vehicles that leave it from now on are judged by it.</summary>
internal static class SaveSection
{
    private const int LongestText = 100_000, ErrorsTold = 5;

    /// <param name="Text">A section file, as docs/howto/section-speed.md describes it; its id is that of the address.</param>
    internal sealed record Request(string Text) : ITold
    {
        object ITold.Told => new { Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Text ?? ""))) };
    }

    internal static async Task<Results<Ok<SectionView>, ProblemHttpResult>> Handle(string id, Request body, Store store, SectionBook book, ClaimsPrincipal who, TimeProvider clock, CancellationToken stop)
    {
        if (!Ids.IsGood(id)) return Problems.Invalid(Ids.Rule);
        if (body.Text is not { Length: > 0 and <= LongestText }) return Problems.Invalid("a section file has at most 100 000 signs");
        if (SectionFile.Read(Encoding.UTF8.GetBytes(body.Text), out var errors, isNew: true) is not { } watched) return Problems.Invalid($"the section file: {string.Join("; ", errors.Take(ErrorsTold))}");
        if (watched.Section.Id != id) return Problems.Invalid($"the section file is of '{watched.Section.Id}', not of '{id}'");
        var (asker, cameras, others) = (Asker.Known(who), await store.Sites.Cameras(stop), await store.Sections.All(stop));
        if (SectionEnds.Hides(id, asker, cameras, others)) return Problems.NotFound("no such section");
        if (SectionEnds.Trouble(watched, [.. cameras.Where(c => asker.Sees(c.SiteId))]) is { } trouble) return Problems.Invalid(trouble);
        // a vehicle is judged by one section where it leaves: the same way twice would be two cases of one deed
        if (others.FirstOrDefault(o => o.Id != id && SectionBook.Read(o)?.Section.ToCamera == watched.Section.ToCamera) is { } rival)
            return Problems.Invalid($"the section '{rival.Id}' ends at the camera '{watched.Section.ToCamera}' already");
        var row = new SectionRow(id, body.Text, asker.Name, clock.GetUtcNow().Us());
        await store.Sections.Save(row, stop);
        await book.Apply(stop);
        return TypedResults.Ok(SectionView.Of(row, watched, null, book));
    }
}
