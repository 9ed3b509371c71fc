using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Server.Cases;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Passages;

/// <summary>One passage with the readings its plate rests on, the files kept for it and the cases made of it.</summary>
internal static class ShowPassage
{
    internal sealed record Answer(PassageView Passage, ImmutableArray<ReadingView> Readings, ImmutableArray<CaseView> Cases, ImmutableArray<FileView> Files);

    /// <param name="Path">Where it is to be had.</param>
    /// <param name="Sha256">As it was when it was stored, lower-case hex.</param>
    internal sealed record FileView(string Name, string Path, long LengthBytes, string Sha256);

    /// <param name="Positions">For each position what may stand there, the likeliest first.</param>
    internal sealed record ReadingView(DateTimeOffset At, string Text, string? Country, double Confidence, ImmutableArray<ImmutableArray<GuessView>> Positions);

    internal sealed record GuessView(string Sign, double Confidence);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        if (await store.Passages.Find(id, stop) is not { } passage) return Problems.NotFound("no such passage");
        var readings = await store.Passages.Readings(id, stop);
        var asker = Asker.Known(who);
        var cases = asker.May(Right.Cases) ? (await store.Cases.OfPassage(id, stop)).Where(c => asker.Sees(c.SiteId)) : [];
        var files = new List<FileView>();
        foreach (var path in passage.Evidence)
            if (await store.Evidence.Find(path, stop) is { } file)
                files.Add(new(System.IO.Path.GetFileName(path), $"/api/passages/{Uri.EscapeDataString(id)}/files/{Uri.EscapeDataString(System.IO.Path.GetFileName(path))}", file.LengthBytes, file.Sha256));
        return TypedResults.Ok(new Answer(PassageView.Of(passage), [.. readings.Select(View)], [.. cases.Select(CaseView.Of)], [.. files]));
    }

    private static ReadingView View(ReadingRow r) => new(Moment.Of(r.FrameUs), r.Text, r.Country, r.Confidence,
        [.. r.Positions.Select(p => p.Select(g => new GuessView(g.Sign.ToString(), g.Confidence)).ToImmutableArray())]);
}
