using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Traffic;

/// <summary>Cases of a span by rule and site over time. What a person has rejected was none and is told apart.</summary>
internal static class CountViolations
{
    /// <param name="BinS">Length of a stretch, s: 3600 up to three days, else 86400.</param>
    /// <param name="Bins">Every stretch the span touches; of each rule how many, in the order of <paramref name="Rules"/>.</param>
    /// <param name="Sites">Those with the most first.</param>
    /// <param name="Total">Without rejected ones, as every count here but <paramref name="Rejected"/>.</param>
    /// <param name="Waiting">How many of the total nobody has decided; some of them will be rejected.</param>
    internal sealed record Answer(int BinS, ImmutableArray<RuleView> Rules, ImmutableArray<BinView> Bins, ImmutableArray<SiteView> Sites, long Total, long Waiting, long Rejected);

    /// <param name="Place">In the rule book: by it a rule keeps its colour from one span to the next.</param>
    internal sealed record RuleView(string Rule, string RuleTitle, int Place, long Total);

    /// <param name="Counts">One for each rule, in their order.</param>
    /// <param name="Waiting">How many of them nobody has decided.</param>
    internal sealed record BinView(DateTimeOffset At, ImmutableArray<long> Counts, long Waiting);

    /// <param name="Site">Null where nobody knows any more.</param>
    /// <param name="Counts">One for each rule, in their order.</param>
    internal sealed record SiteView(string? Site, ImmutableArray<long> Counts, long Total);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] CountVehicles.Request ask, ClaimsPrincipal who, Store store, CancellationToken stop)
    {
        if (new TrafficAsk(ask.From, ask.Until, ask.Camera, ask.Site, ask.OffsetMin).Query(who, out var refused) is not { } query) return Problems.Invalid(refused!);
        var found = await store.Traffic.Violations(query, stop);
        var stand = found.Where(v => v.State != CaseState.Rejected).ToArray();
        // rules that are none any more come last
        List<string> order = [.. RuleBook.Rules.Select(r => r.Id), AverageSpeed.Rule];
        var rules = stand.GroupBy(v => v.Rule).Select(g => new RuleView(g.Key, RuleBook.Title(g.Key), order.IndexOf(g.Key) is var at && at < 0 ? order.Count : at, g.Sum(v => v.Count)))
            .OrderBy(r => r.Place).ThenBy(r => r.Rule, StringComparer.Ordinal).ToImmutableArray();
        var bins = stand.ToLookup(v => v.Bin);
        var sites = stand.GroupBy(v => (Site: v.SiteId, Some: true)).Select(g => new SiteView(g.Key.Site, Counts(g), g.Sum(v => v.Count))).OrderByDescending(s => s.Total).ThenBy(s => s.Site, StringComparer.Ordinal);
        return TypedResults.Ok(new Answer((int)(query.BinUs / 1_000_000), rules, [.. TrafficAsk.Bins(query).Select(b => new BinView(TrafficAsk.Begins(query, b), Counts(bins[b]), Waiting(bins[b])))],
            [.. sites], stand.Sum(v => v.Count), Waiting(stand), found.Where(v => v.State == CaseState.Rejected).Sum(v => v.Count)));

        ImmutableArray<long> Counts(IEnumerable<Storage.Traffic.ViolationCount> some)
        {
            var of = some.ToLookup(v => v.Rule, v => v.Count);
            return [.. rules.Select(r => of[r.Rule].Sum())];
        }

        static long Waiting(IEnumerable<Storage.Traffic.ViolationCount> some) => some.Where(v => v.State is CaseState.Candidate or CaseState.Checked).Sum(v => v.Count);
    }
}
