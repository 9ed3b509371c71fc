using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Audit;

/// <summary>The audit log, the newest first.</summary>
internal static class ListAudit
{
    /// <param name="Who">The whole name.</param>
    /// <param name="Act">The act, or the words it begins with.</param>
    /// <param name="Thing">The whole thing: "case c1".</param>
    /// <param name="From">At this instant or later.</param>
    /// <param name="Until">Before this instant.</param>
    /// <param name="After">The last page's <c>next</c>.</param>
    /// <param name="Most">1 to 200 on a page.</param>
    internal sealed record Request(string? Who = null, string? Act = null, string? Thing = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, long? After = null, int Most = 100);

    internal sealed record Answer(ImmutableArray<Line> Items, long? Next);

    /// <param name="From">Address the request came from.</param>
    /// <param name="Result">begun, done, or the status it was refused with.</param>
    /// <param name="Sha256">Over the line and the hash of the one before.</param>
    internal sealed record Line(long Seq, DateTimeOffset At, string Who, string WhoId, string From, string Act, string Thing, string Result, string Detail, string Sha256);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] Request ask, Store store, CancellationToken stop)
    {
        if (ask.Most is < 1 or > 200) return Problems.Invalid("a page holds 1 to 200 lines");
        if (new[] { ask.Who, ask.Act, ask.Thing }.Any(t => t?.Contains('\0', StringComparison.Ordinal) == true)) return Problems.Invalid("a text with a zero in it is in no line");
        var found = await store.Audit.Find(new AuditQuery(Given(ask.Who), Given(ask.Act), Given(ask.Thing), ask.From?.Us(), ask.Until?.Us(), ask.After), ask.Most + 1, stop);
        var lines = found.Take(ask.Most).Select(r => new Line(r.Entry.Sequence, Moment.Of(r.Entry.AtUs), r.Entry.Who, r.Entry.WhoId, r.Entry.From, r.Entry.Act, r.Entry.Thing, r.Entry.Result, r.Entry.Detail, r.Sha256)).ToImmutableArray();
        return TypedResults.Ok(new Answer(lines, found.Length > ask.Most ? lines[^1].Seq : null));
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } some ? some : null;
}
