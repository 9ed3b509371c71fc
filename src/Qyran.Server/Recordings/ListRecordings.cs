using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Recordings;

/// <summary>What is recorded of a camera within a span, and why something is missing.</summary>
internal static class ListRecordings
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <param name="Spans">Stretches with video; files that follow each other without a gap are one.</param>
    internal sealed record Answer(ImmutableArray<SpanView> Spans, ImmutableArray<GapView> Gaps, long Bytes);

    /// <param name="Kept">Something rests on it: it is not recycled.</param>
    internal sealed record SpanView(DateTimeOffset From, DateTimeOffset Until, bool Kept);

    internal sealed record GapView(DateTimeOffset From, DateTimeOffset Until, string Why);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, DateTimeOffset from, DateTimeOffset until, Store store, CancellationToken stop)
    {
        if (until <= from || until - from > Longest) return Problems.Invalid("a span ends after it begins and is at most 31 days long");
        const long seam = 100_000; // µs between two files of one connection: nothing a person misses
        var spans = new List<SpanView>();
        long bytes = 0, last = long.MinValue;
        foreach (var row in await store.Recordings.Covering(id, from.Us(), until.Us(), stop))
        {
            bytes += row.LengthBytes;
            if (spans.Count > 0 && row.StartUs - last <= seam && spans[^1].Kept == row.Protected) spans[^1] = spans[^1] with { Until = Moment.Of(row.EndUs) };
            else spans.Add(new(Moment.Of(row.StartUs), Moment.Of(row.EndUs), row.Protected));
            last = row.EndUs;
        }
        var gaps = await store.Recordings.Gaps(id, from.Us(), until.Us(), stop);
        return TypedResults.Ok(new Answer([.. spans], [.. gaps.Select(g => new GapView(Moment.Of(g.FromUs), Moment.Of(g.UntilUs), g.Why))], bytes));
    }
}
